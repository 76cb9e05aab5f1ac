using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using SocketSecurity.Analyzers.CodeFixes.Editing;

namespace SocketSecurity.Analyzers.CodeFixes.PeerAuthentication;

/// <summary>
/// SOCK1007: moves the mode to the policy, where it takes effect. A mode <c>NoCheck</c> is only removed: moving it would switch
/// off a check that runs today.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RevocationModeOverrideFix))]
public sealed class RevocationModeOverrideFix : CodeFixProvider
{
    public const string MoveKey = "SOCK1007.MoveToPolicy";
    public const string RemoveKey = "SOCK1007.Remove";

    private const string MoveTitle = "Set the revocation mode on the chain policy";
    private const string RemoveTitle = "Remove the revocation mode that has no effect";
    private const string PolicyMode = "RevocationMode";

    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Rules.RevocationModeOverridden.Id];

    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        var model = await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false);
        foreach (var diagnostic in context.Diagnostics)
        {
            if (root?.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true) is not AssignmentExpressionSyntax mode
                || diagnostic.AdditionalLocations is not [var policyLocation]
                || root.FindNode(policyLocation.SourceSpan, getInnermostNodeForTie: true) is not AssignmentExpressionSyntax policy
                || !Removal.CanRemove(mode))
            {
                continue;
            }

            if (model?.GetSymbolInfo(mode.Right, context.CancellationToken).Symbol is IFieldSymbol { Name: "NoCheck" })
            {
                Register(context, diagnostic, RemoveTitle, RemoveKey, Removal.Remove(root, mode));
            }
            else if (model is not null && Moved(root, model, mode, policy, context.CancellationToken) is { } moved)
            {
                Register(context, diagnostic, MoveTitle, MoveKey, moved);
            }
        }
    }

    private static void Register(CodeFixContext context, Diagnostic diagnostic, string title, string key, SyntaxNode root) => context.RegisterCodeFix(
        CodeAction.Create(title, _ => Task.FromResult(context.Document.WithSyntaxRoot(root)), key),
        diagnostic);

    private static SyntaxNode? Moved(
        SyntaxNode root, SemanticModel model, AssignmentExpressionSyntax mode, AssignmentExpressionSyntax policy, CancellationToken cancellationToken)
    {
        if (Creation(model, policy.Right, cancellationToken) is { } creation && creation.SyntaxTree == root.SyntaxTree)
        {
            var tracked = root.TrackNodes(mode, creation);
            var currentCreation = tracked.GetCurrentNode(creation)!;
            tracked = tracked.ReplaceNode(currentCreation, ObjectInitializers.With(currentCreation, PolicyMode, mode.Right));
            return Removal.Remove(tracked, tracked.GetCurrentNode(mode)!);
        }

        // The policy comes from elsewhere: its mode can be set through the options once they hold it.
        if (mode is { Left: MemberAccessExpressionSyntax options, Parent: ExpressionStatementSyntax }
            && policy.Left is MemberAccessExpressionSyntax policyAccess
            && mode.SpanStart > policy.SpanStart
            && mode.Parent.Parent == policy.Parent?.Parent)
        {
            var target = SyntaxFactory.MemberAccessExpression(
                SyntaxKind.SimpleMemberAccessExpression, policyAccess.WithoutTrivia(), SyntaxFactory.IdentifierName(PolicyMode)).WithTriviaFrom(options);
            return root.ReplaceNode(options, target.WithAdditionalAnnotations(Formatter.Annotation));
        }

        return null;
    }

    private static BaseObjectCreationExpressionSyntax? Creation(SemanticModel model, ExpressionSyntax policy, CancellationToken cancellationToken)
    {
        if (policy is BaseObjectCreationExpressionSyntax creation)
        {
            return creation;
        }

        return policy is IdentifierNameSyntax name
            && model.GetSymbolInfo(name, cancellationToken).Symbol is ILocalSymbol { DeclaringSyntaxReferences: [var declaration] }
            && declaration.GetSyntax(cancellationToken) is VariableDeclaratorSyntax { Initializer.Value: BaseObjectCreationExpressionSyntax local }
                ? local
                : null;
    }
}
