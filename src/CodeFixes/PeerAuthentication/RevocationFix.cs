using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SocketSecurity.Analyzers.CodeFixes.Editing;
using SocketSecurity.Analyzers.KnownApis;
using SocketSecurity.Analyzers.PeerAuthentication;

namespace SocketSecurity.Analyzers.CodeFixes.PeerAuthentication;

/// <summary>SOCK1005: switches the check on, by the value, the argument or the property that the API has for it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RevocationFix))]
public sealed class RevocationFix : CodeFixProvider
{
    public const string CheckKey = "SOCK1005.Check";
    public const string WhenAvailableKey = "SOCK1005.WhenAvailable";

    private const string CheckTitle = "Check revocation online";
    private const string WhenAvailableTitle = "Check revocation when the authority publishes it";

    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Rules.RevocationNotChecked.Id];

    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        var model = await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false);
        var reported = root?.FindNode(context.Span, getInnermostNodeForTie: true);
        if (reported is ArgumentSyntax argument)
        {
            reported = argument.Expression;
        }

        if (root is null || model is null || reported is not ExpressionSyntax expression)
        {
            return;
        }

        var isLibraryPolicy = model.GetTypeInfo(expression, context.CancellationToken).Type is { Name: "RevocationPolicy" };
        var safe = context.Diagnostics[0].Properties.TryGetValue(RevocationAnalyzer.SafeValue, out var value) ? value : null;
        if (Replacement(context, model, expression, isLibraryPolicy, safe) is { } replacement)
        {
            context.RegisterCodeFix(
                CodeAction.Create(
                    isLibraryPolicy ? WhenAvailableTitle : CheckTitle,
                    _ => Task.FromResult(context.Document.WithSyntaxRoot(root.ReplaceNode(expression, replacement.WithTriviaFrom(expression)))),
                    isLibraryPolicy ? WhenAvailableKey : CheckKey),
                context.Diagnostics);
        }
    }

    private static ExpressionSyntax? Replacement(CodeFixContext context, SemanticModel model, ExpressionSyntax expression, bool isLibraryPolicy, string? safe)
    {
        switch (expression)
        {
            case BaseObjectCreationExpressionSyntax creation:
                return model.GetTypeInfo(creation, context.CancellationToken).Type?.Name == "HttpClientHandler"
                    ? ObjectInitializers.With(creation, "CheckCertificateRevocationList", True())
                    : Online(context, model) is { } online ? ObjectInitializers.With(creation, "CertificateRevocationCheckMode", online) : null;

            case InvocationExpressionSyntax { ArgumentList.Arguments: [var host] } handshake when safe is null:
                var arguments = SyntaxFactory.ParseArgumentList($"({host.Expression}, null, checkCertificateRevocation: true)");
                return handshake.WithArgumentList(arguments.WithTriviaFrom(handshake.ArgumentList));

            case InvocationExpressionSyntax:
                return null;

            case MemberAccessExpressionSyntax member when isLibraryPolicy:
                return member.WithName(SyntaxFactory.IdentifierName(SecureDefaultsNames.Members.WhenAvailable));

            case MemberAccessExpressionSyntax { Name.Identifier.ValueText: "NoCheck" } member:
                return member.WithName(SyntaxFactory.IdentifierName("Online"));
        }

        if (model.GetTypeInfo(expression, context.CancellationToken).ConvertedType?.SpecialType == SpecialType.System_Boolean)
        {
            // Switches such as IgnoreCertificateRevocationErrors check when they are false.
            return safe == "false" ? SyntaxFactory.LiteralExpression(SyntaxKind.FalseLiteralExpression) : True();
        }

        return isLibraryPolicy ? null : Online(context, model);
    }

    private static LiteralExpressionSyntax True() => SyntaxFactory.LiteralExpression(SyntaxKind.TrueLiteralExpression);

    private static ExpressionSyntax? Online(CodeFixContext context, SemanticModel model) =>
        model.Compilation.GetTypeByMetadataName(CertificateTypes.RevocationMode) is { } mode
            ? SyntaxFactory.MemberAccessExpression(
                SyntaxKind.SimpleMemberAccessExpression, TypeReference.To(mode, context.Document), SyntaxFactory.IdentifierName("Online"))
            : null;
}
