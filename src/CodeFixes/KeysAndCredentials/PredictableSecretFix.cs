using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SocketSecurity.Analyzers.CodeFixes.Editing;
using SocketSecurity.Analyzers.KeysAndCredentials;
using SocketSecurity.Analyzers.KnownApis;

namespace SocketSecurity.Analyzers.CodeFixes.KeysAndCredentials;

/// <summary>SOCK3006: the cryptographic generator in place of the source that can be guessed, at the source.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(PredictableSecretFix))]
public sealed class PredictableSecretFix : OfferingFix
{
    public const string GeneratorKey = "SOCK3006.RandomNumberGenerator";
    public const string AccessTokenKey = "SOCK3006.AccessToken";

    private const string Generator = "System.Security.Cryptography.RandomNumberGenerator";

    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Rules.PredictableSecret.Id];

    private protected override async Task<List<(string Key, string Title, TrackedEdit Edit)>> OffersFor(
        Document document, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var offers = new List<(string Key, string Title, TrackedEdit Edit)>();
        if (await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false) is not { } root
            || await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is not { } model)
        {
            return offers;
        }

        if (root.ExpressionAt(diagnostic.Location) is { } value
            && model.GetTypeInfo(value, cancellationToken).Type?.SpecialType == SpecialType.System_String
            && diagnostic.Properties.TryGetValue(SecretValueAnalyzer.Use, out var use) && use is "" or "login"
            && value is not IdentifierNameSyntax
            && model.Compilation.GetTypeByMetadataName(SecureDefaultsNames.AccessToken) is { } token)
        {
            var creation = Call(TypeReference.To(token, document), SecureDefaultsNames.Members.CreateRandom);
            offers.Add((AccessTokenKey, "Make a token with AccessToken.CreateRandom", Replace(
                value, SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, creation, SyntaxFactory.IdentifierName("Token")))));
        }

        var place = diagnostic.AdditionalLocations.FirstOrDefault() ?? diagnostic.Location;
        if (model.Compilation.GetTypeByMetadataName(Generator) is { } generator
            && root.ExpressionAt(place)?.DescendantNodesAndSelf().OfType<InvocationExpressionSyntax>()
                .Select(call => Rewrite(call, generator, document))
                .FirstOrDefault(rewrite => rewrite is not null) is var (old, replacement))
        {
            offers.Add((GeneratorKey, "Use RandomNumberGenerator", Replace(old, replacement)));
        }

        return offers;
    }

    /// <summary>The call of the cryptographic generator that does the same; null when there is none on this framework.</summary>
    private static (ExpressionSyntax Old, ExpressionSyntax New)? Rewrite(InvocationExpressionSyntax call, INamedTypeSymbol generator, Document document)
    {
        if (call.Expression is not MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name })
        {
            return null;
        }

        var arguments = call.ArgumentList.Arguments.Select(argument => argument.Expression.WithoutTrivia()).ToArray();
        return (name, arguments.Length) switch
        {
            ("NextBytes", 1) when Has("Fill") => (call, Generated("Fill", arguments)),
            ("Next", 0) when Has("GetInt32") => (call, Generated("GetInt32", SyntaxFactory.ParseExpression("int.MaxValue"))),
            ("Next", 1 or 2) when Has("GetInt32") => (call, Generated("GetInt32", arguments)),
            ("NewGuid", 0) => OfGuid(call),
            _ => null,
        };

        bool Has(string member) => !generator.GetMembers(member).IsEmpty;

        ExpressionSyntax Generated(string method, params ExpressionSyntax[] values) => Call(TypeReference.To(generator, document), method, values);

        (ExpressionSyntax, ExpressionSyntax)? OfGuid(ExpressionSyntax guid) => guid.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax whole } access
            ? access.Name.Identifier.ValueText switch
            {
                "ToByteArray" when generator.GetMembers("GetBytes").Any(member => member.IsStatic) => (whole, Generated("GetBytes", Number(16))),
                "ToString" when Has("GetHexString") => (whole, Generated("GetHexString", Number(32))),
                _ => null,
            }
            : null;
    }

    private static ExpressionSyntax Number(int value) => SyntaxFactory.LiteralExpression(SyntaxKind.NumericLiteralExpression, SyntaxFactory.Literal(value));

    private static InvocationExpressionSyntax Call(ExpressionSyntax type, string method, params ExpressionSyntax[] arguments) => SyntaxFactory.InvocationExpression(
        SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, type, SyntaxFactory.IdentifierName(method)),
        SyntaxFactory.ArgumentList(SyntaxFactory.SeparatedList(
            arguments.Select(SyntaxFactory.Argument),
            Enumerable.Repeat(SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space), Math.Max(0, arguments.Length - 1)))));

    private static TrackedEdit Replace(ExpressionSyntax expression, ExpressionSyntax replacement) =>
        new(expression, (root, current) => root.ReplaceNode(current, replacement.WithTriviaFrom(current)));
}
