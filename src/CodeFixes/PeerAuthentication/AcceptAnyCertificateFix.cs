using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using SocketSecurity.Analyzers.CodeFixes.Editing;
using SocketSecurity.Analyzers.KnownApis;
using SocketSecurity.Analyzers.PeerAuthentication;

namespace SocketSecurity.Analyzers.CodeFixes.PeerAuthentication;

/// <summary>SOCK1001 and SOCK1002 by a library's own means: the switch gets its safe value, the accept-any delegate goes.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AcceptAnyCertificateFix))]
public sealed class AcceptAnyCertificateFix : OfferingFix
{
    public const string SafeValueKey = "SOCK1001.SafeValue";
    public const string RemoveCallKey = "SOCK1001.RemoveCall";

    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
        [Rules.CertificateValidationDisabled.Id, Rules.CertificateErrorsIgnored.Id];

    private protected override async Task<List<(string Key, string Title, TrackedEdit Edit)>> OffersFor(
        Document document, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var offers = new List<(string Key, string Title, TrackedEdit Edit)>();
        if (await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false) is not { } root
            || await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is not { } model
            || root.ExpressionAt(diagnostic.Location) is not { } place)
        {
            return offers;
        }

        var symbol = model.GetSymbolInfo(place, cancellationToken).Symbol;
        var catalogue = ApiCatalogue.For(document.Project.AnalyzerOptions, cancellationToken);
        if (diagnostic.Properties.TryGetValue(AcceptAnyCertificateAnalyzer.SafeValue, out var safe) && safe is not null)
        {
            if (SafeValue(place, safe) is { } edit)
            {
                offers.Add((SafeValueKey, $"Set it to {safe}", edit));
            }
        }
        else if (symbol is not null && catalogue.TryGet(symbol, ApiRole.AcceptAny, out _))
        {
            AddForAcceptAny(offers, place, document, model);
        }
        else if (place.Parent is AssignmentExpressionSyntax assignment
            && model.GetSymbolInfo(assignment.Left, cancellationToken).Symbol is { } mask
            && catalogue.TryGet(mask, ApiRole.PolicyErrorsMask, out _)
            && model.GetTypeInfo(place, cancellationToken).Type is INamedTypeSymbol type)
        {
            var none = SyntaxGenerator.GetGenerator(document).MemberAccessExpression(TypeReference.To(type, document), "None");
            offers.Add((SafeValueKey, "Accept no certificate errors", Replace(place, none)));
        }

        return offers;
    }

    private static void AddForAcceptAny(
        List<(string Key, string Title, TrackedEdit Edit)> offers, ExpressionSyntax place, Document document, SemanticModel model)
    {
        if (place is InvocationExpressionSyntax { Parent: ExpressionStatementSyntax { Parent: BlockSyntax or GlobalStatementSyntax } statement })
        {
            var line = statement.Parent is GlobalStatementSyntax global ? (SyntaxNode)global : statement;
            offers.Add((RemoveCallKey, "Remove the call", new TrackedEdit(line, (root, current) => root.RemoveNode(current, SyntaxRemoveOptions.KeepUnbalancedDirectives)!)));
        }
        else if (place is not InvocationExpressionSyntax)
        {
            // A member may also be a value of the library's own type, which no validator can stand in for.
            if (model.GetTypeInfo(place).Type is { TypeKind: TypeKind.Delegate }
                && model.Compilation.GetTypeByMetadataName(SecureDefaultsNames.TrustPolicy) is not null)
            {
                offers.AddRange(TrustPolicySyntax.All.Select(policy => (policy.Key, policy.Title, Replace(place, SyntaxGenerator.GetGenerator(document)
                    .MemberAccessExpression(policy.Create(document, model.Compilation), SecureDefaultsNames.Members.ValidateRemoteCertificate)))));
            }
            else if (CallbackRemoval.Of(place, model) is { } removal)
            {
                offers.Add((CertificateValidatorFix.RemoveCallbackKey, "Remove the callback: the framework's own validation applies", removal));
            }
        }
    }

    private static TrackedEdit? SafeValue(ExpressionSyntax place, string safe)
    {
        var literal = SyntaxFactory.ParseExpression(safe);

        // A builder call that leaves the argument out gets one.
        return place is InvocationExpressionSyntax { ArgumentList.Arguments.Count: 0 } call
            ? new TrackedEdit(call.ArgumentList, (root, current) => root.ReplaceNode(
                current, ((ArgumentListSyntax)current).AddArguments(SyntaxFactory.Argument(literal))))
            : place is InvocationExpressionSyntax ? null : Replace(place, literal);
    }

    private static TrackedEdit Replace(SyntaxNode place, SyntaxNode replacement) =>
        new(place, (root, current) => root.ReplaceNode(current, replacement.WithTriviaFrom(current)));
}
