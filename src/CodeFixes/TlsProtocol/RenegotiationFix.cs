using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SocketSecurity.Analyzers.CodeFixes.Editing;
using SocketSecurity.Analyzers.TlsProtocol;

namespace SocketSecurity.Analyzers.CodeFixes.TlsProtocol;

/// <summary>SOCK2006: sets <c>AllowRenegotiation</c> to false, where it is true and where it is missing.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RenegotiationFix))]
public sealed class RenegotiationFix : CodeFixProvider
{
    public const string ForbidKey = "SOCK2006.Forbid";

    private const string ForbidTitle = "Forbid renegotiation";

    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Rules.RenegotiationAllowed.Id];

    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        if (root?.FindNode(context.Span, getInnermostNodeForTie: true) is not ExpressionSyntax reported)
        {
            return;
        }

        var no = SyntaxFactory.LiteralExpression(SyntaxKind.FalseLiteralExpression);
        var replacement = reported is BaseObjectCreationExpressionSyntax creation
            ? ObjectInitializers.With(creation, RenegotiationAnalyzer.PropertyName, no)
            : (ExpressionSyntax)no.WithTriviaFrom(reported);

        context.RegisterCodeFix(
            CodeAction.Create(ForbidTitle, _ => Task.FromResult(context.Document.WithSyntaxRoot(root.ReplaceNode(reported, replacement))), ForbidKey),
            context.Diagnostics);
    }
}
