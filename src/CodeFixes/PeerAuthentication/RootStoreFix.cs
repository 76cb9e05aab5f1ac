using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using SocketSecurity.Analyzers.CodeFixes.Editing;
using SocketSecurity.Analyzers.KnownApis;

namespace SocketSecurity.Analyzers.CodeFixes.PeerAuthentication;

/// <summary>
/// SOCK1013: a trust policy for the program's own connections in place of a root for everybody. There is no framework-only
/// rewrite of one statement: without the library the trust belongs into the options of each connection.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RootStoreFix))]
public sealed class RootStoreFix : CodeFixProvider
{
    public const string PrivateRootsKey = "SOCK1013.PrivateRoots";

    private const string PrivateRootsTitle = "Trust it in a TrustPolicy for your own connections";
    private const string LocalName = "trustPolicy";

    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Rules.RootCertificateInstalled.Id];

    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        var model = await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false);
        if (root?.FindNode(context.Span, getInnermostNodeForTie: true) is not InvocationExpressionSyntax
            {
                ArgumentList.Arguments: [{ Expression: var certificates }],
                Parent: ExpressionStatementSyntax { Parent: BlockSyntax or SwitchSectionSyntax or GlobalStatementSyntax } statement
            } call
            || model?.Compilation.GetTypeByMetadataName(SecureDefaultsNames.TrustPolicy) is not { } policy)
        {
            return;
        }

        var several = model.GetSymbolInfo(call, context.CancellationToken).Symbol?.Name == "AddRange";
        var roots = several ? certificates.WithoutTrivia() : SyntaxFactory.ParseExpression($"new[] {{ {certificates.WithoutTrivia()} }}");
        var creation = SyntaxFactory.InvocationExpression(
            SyntaxFactory.MemberAccessExpression(
                SyntaxKind.SimpleMemberAccessExpression,
                TypeReference.To(policy, context.Document),
                SyntaxFactory.IdentifierName(SecureDefaultsNames.Members.PrivateRoots)),
            SyntaxFactory.ArgumentList([SyntaxFactory.Argument(roots)]));
        var declaration = SyntaxFactory.LocalDeclarationStatement(SyntaxFactory.VariableDeclaration(
                SyntaxFactory.IdentifierName("var"),
                [SyntaxFactory.VariableDeclarator(FreeName(model, statement)).WithInitializer(SyntaxFactory.EqualsValueClause(creation))]))
            .WithTriviaFrom(statement)
            .WithAdditionalAnnotations(Formatter.Annotation);

        context.RegisterCodeFix(
            CodeAction.Create(PrivateRootsTitle, _ => Task.FromResult(context.Document.WithSyntaxRoot(root.ReplaceNode(statement, declaration))), PrivateRootsKey),
            context.Diagnostics);
    }

    private static string FreeName(SemanticModel model, StatementSyntax statement)
    {
        var name = LocalName;
        var scope = (SyntaxNode?)statement.FirstAncestorOrSelf<MemberDeclarationSyntax>() ?? statement;
        for (var number = 2; IsTaken(name); number++)
        {
            name = LocalName + number;
        }

        return name;

        bool IsTaken(string candidate) =>
            !model.LookupSymbols(statement.SpanStart, name: candidate).IsEmpty
            || scope.DescendantTokens().Any(token => token.IsKind(SyntaxKind.IdentifierToken) && token.ValueText == candidate);
    }
}
