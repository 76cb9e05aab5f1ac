using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using SocketSecurity.Analyzers.CodeFixes.Editing;
using SocketSecurity.Analyzers.PeerAuthentication;

namespace SocketSecurity.Analyzers.CodeFixes.PeerAuthentication;

/// <summary>
/// SOCK1012: moves the validator to the one request or handler that the same block creates afterwards, or takes it away, so
/// that the framework validates every connection again. Where there is no such handler, or more than one, only a person knows
/// which connections were meant.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ProcessWideCallbackFix))]
public sealed class ProcessWideCallbackFix : CodeFixProvider
{
    public const string MoveKey = "SOCK1012.Move";
    public const string RemoveKey = "SOCK1012.Remove";

    private const string HandlerProperty = "ServerCertificateCustomValidationCallback";

    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Rules.ProcessWideValidationCallback.Id];

    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        if (await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false) is not { } root
            || await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false) is not { } model
            || root.FindNode(context.Span, getInnermostNodeForTie: true).FirstAncestorOrSelf<AssignmentExpressionSyntax>() is not { } assignment)
        {
            return;
        }

        OfferMove(context, root, model, assignment);
        if (Removal.CanRemove(assignment))
        {
            context.RegisterCodeFix(
                CodeAction.Create(
                    "Remove the process-wide callback",
                    _ => Task.FromResult(context.Document.WithSyntaxRoot(Removal.Remove(root, assignment))),
                    RemoveKey),
                context.Diagnostics);
        }
    }

    private static void OfferMove(CodeFixContext context, SyntaxNode root, SemanticModel model, AssignmentExpressionSyntax assignment)
    {
        if (assignment.Parent is not ExpressionStatementSyntax { Parent: BlockSyntax block } statement
            || OnlyTarget(block, statement, assignment.Right, model) is not var (declaration, name, property))
        {
            return;
        }

        var moved = statement.WithExpression(SyntaxFactory.AssignmentExpression(
                SyntaxKind.SimpleAssignmentExpression,
                SyntaxFactory.MemberAccessExpression(
                    SyntaxKind.SimpleMemberAccessExpression, SyntaxFactory.IdentifierName(name), SyntaxFactory.IdentifierName(property))
                    .WithTrailingTrivia(SyntaxFactory.Space),
                SyntaxFactory.Token(SyntaxKind.EqualsToken).WithTrailingTrivia(SyntaxFactory.Space),
                assignment.Right))
            .WithLeadingTrivia(statement.GetLeadingTrivia())
            .WithAdditionalAnnotations(Formatter.Annotation);

        // The declaration comes after the statement, so its index is the place behind it once the statement is gone.
        var statements = block.Statements.RemoveAt(block.Statements.IndexOf(statement)).Insert(block.Statements.IndexOf(declaration), moved);

        context.RegisterCodeFix(
            CodeAction.Create(
                $"Set the callback on '{name}' only",
                _ => Task.FromResult(context.Document.WithSyntaxRoot(root.ReplaceNode(block, block.WithStatements(statements)))),
                MoveKey),
            context.Diagnostics);
    }

    private static (LocalDeclarationStatementSyntax Declaration, string Name, string Property)? OnlyTarget(
        BlockSyntax block, StatementSyntax after, ExpressionSyntax validator, SemanticModel model)
    {
        (LocalDeclarationStatementSyntax, string, string)? found = null;
        foreach (var statement in block.Statements.Skip(block.Statements.IndexOf(after) + 1))
        {
            if (statement is LocalDeclarationStatementSyntax { Declaration.Variables: [{ Initializer: not null } variable] } declaration
                && model.GetDeclaredSymbol(variable) is ILocalSymbol { Type: { } type }
                && PropertyFor(type, validator, model) is { } property)
            {
                if (found is not null)
                {
                    return null;
                }

                found = (declaration, variable.Identifier.Text, property);
            }
        }

        return found;
    }

    /// <summary>A handler's callback has a type of its own: a lambda with written types or a stored delegate does not fit there.</summary>
    private static string? PropertyFor(ITypeSymbol type, ExpressionSyntax validator, SemanticModel model) => type.ToDisplayString() switch
    {
        "System.Net.HttpWebRequest" => ProcessWideCallbackAnalyzer.PropertyName,
        "System.Net.Http.HttpClientHandler" when !type.GetMembers(HandlerProperty).IsEmpty && FitsHandler(validator, model) => HandlerProperty,
        _ => null,
    };

    private static bool FitsHandler(ExpressionSyntax validator, SemanticModel model) => validator switch
    {
        ParenthesizedLambdaExpressionSyntax lambda => lambda.ParameterList.Parameters.All(parameter => parameter.Type is null),
        AnonymousMethodExpressionSyntax { ParameterList: null } => true,
        IdentifierNameSyntax or MemberAccessExpressionSyntax => model.GetSymbolInfo(validator).Symbol is IMethodSymbol,
        _ => false,
    };
}
