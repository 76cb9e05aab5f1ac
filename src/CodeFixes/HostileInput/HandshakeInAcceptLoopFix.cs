using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using SocketSecurity.Analyzers.CodeFixes.Editing;
using SocketSecurity.Analyzers.CodeFixes.Listeners;

namespace SocketSecurity.Analyzers.CodeFixes.HostileInput;

/// <summary>
/// SOCK6003: <c>TlsListener</c> takes the place of the loop where the library is there and everything about the listener is in
/// sight; else what the loop does with an accepted client becomes a task of its own. Not offered where that code decides about
/// the loop, or shares a variable with the next turn.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(HandshakeInAcceptLoopFix))]
public sealed class HandshakeInAcceptLoopFix : OfferingFix
{
    public const string OwnTaskKey = "SOCK6003.OwnTask";
    public const string TlsListenerKey = "SOCK6003.TlsListener";

    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Rules.HandshakeInAcceptLoop.Id];

    private protected override async Task<List<(string Key, string Title, TrackedEdit Edit)>> OffersFor(
        Document document, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        if (await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false) is { } root
            && await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is { } model
            && model.Compilation.GetTypeByMetadataName("System.Threading.Tasks.Task") is { } task
            && root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true) is { } place
            && AcceptLoopTurn.Around(place) is { } body
            && AcceptIn(body, place, model) is { } accept
            && model.LookupSymbols(accept.SpanStart, name: "_").IsEmpty)
        {
            var first = body.Statements.IndexOf(accept) + 1;
            if (AcceptLoopTurn.CanBeMoved(body, first, model))
            {
                (string Key, string Title, TrackedEdit Edit) ownTask = (OwnTaskKey, "Serve each client in a task of its own", new TrackedEdit(body, (current, anchor) =>
                    current.ReplaceNode(anchor, Moved((BlockSyntax)anchor, first, TypeReference.To(task, document)))));
                return TlsListenerLoop.Offer(body, place, document, model) is { } listener
                    ? [(TlsListenerKey, "Let TlsListener accept, with limits and deadlines", listener), ownTask]
                    : [ownTask];
            }
        }

        return [];
    }

    /// <summary>The declaration of the accepted client, whose variable is a new one each turn.</summary>
    private static LocalDeclarationStatementSyntax? AcceptIn(BlockSyntax body, SyntaxNode place, SemanticModel model)
    {
        foreach (var statement in body.Statements)
        {
            if (statement.Span.Contains(place.Span))
            {
                return null;
            }

            if (statement is LocalDeclarationStatementSyntax { Declaration.Variables: [{ Initializer.Value: { } value } variable] } declaration
                && value.DescendantNodesAndSelf().OfType<InvocationExpressionSyntax>().Any()
                && model.GetDeclaredSymbol(variable) is ILocalSymbol { Type.Name: "TcpClient" or "Socket" })
            {
                return declaration;
            }
        }

        return null;
    }

    private static BlockSyntax Moved(BlockSyntax body, int first, TypeSyntax task)
    {
        var accept = (LocalDeclarationStatementSyntax)body.Statements[first - 1];
        var rest = SyntaxFactory.Block(body.Statements.Skip(first));
        if (accept.UsingKeyword.RawKind != 0)
        {
            // The client lives as long as its task, not as long as one turn of the loop.
            var client = SyntaxFactory.IdentifierName(accept.Declaration.Variables[0].Identifier.WithoutTrivia());
            rest = SyntaxFactory.Block(SyntaxFactory.UsingStatement(null, client, rest));
            accept = accept.WithUsingKeyword(default).WithLeadingTrivia(accept.GetLeadingTrivia());
        }

        var waits = rest.DescendantNodes(node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))
            .Any(node => node is AwaitExpressionSyntax or LocalDeclarationStatementSyntax { AwaitKeyword.RawKind: not 0 } or UsingStatementSyntax { AwaitKeyword.RawKind: not 0 } or CommonForEachStatementSyntax { AwaitKeyword.RawKind: not 0 });
        var lambda = SyntaxFactory.ParenthesizedLambdaExpression(SyntaxFactory.ParameterList(), rest);
        if (waits)
        {
            lambda = lambda.WithAsyncKeyword(SyntaxFactory.Token(SyntaxKind.AsyncKeyword));
        }

        var start = SyntaxFactory.ExpressionStatement(SyntaxFactory.AssignmentExpression(
            SyntaxKind.SimpleAssignmentExpression,
            SyntaxFactory.IdentifierName("_"),
            SyntaxFactory.InvocationExpression(
                SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, task, SyntaxFactory.IdentifierName("Run")),
                SyntaxFactory.ArgumentList([SyntaxFactory.Argument(lambda)]))));

        return body.WithStatements([.. body.Statements.Take(first - 1), accept, start.WithAdditionalAnnotations(Formatter.Annotation)]);
    }
}
