using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.CodeFixes.Editing;
using SocketSecurity.Analyzers.CodeFixes.Listeners;
using SocketSecurity.Analyzers.KnownApis;

namespace SocketSecurity.Analyzers.CodeFixes.HostileInput;

/// <summary>
/// Writes <c>TlsListener</c> in place of a listener of the function's own, when the loop begins with the accept, the stream and the
/// handshake, and uses the stream as any stream afterwards.
/// </summary>
internal static class TlsListenerLoop
{
    public static TrackedEdit? Offer(BlockSyntax turn, SyntaxNode handshakeSyntax, Document document, SemanticModel model)
    {
        var compilation = model.Compilation;
        if (compilation.GetTypeByMetadataName(SecureDefaultsNames.TlsListener) is not { } tlsListener
            || compilation.GetTypeByMetadataName(SecureDefaultsNames.ServerCertificateSource) is not { } source
            || turn.Statements is not [LocalDeclarationStatementSyntax, LocalDeclarationStatementSyntax wrap, ExpressionStatementSyntax shake, _, ..]
            || !shake.Span.Contains(handshakeSyntax.Span)
            || model.GetOperation(handshakeSyntax) is not IInvocationOperation { Instance: ILocalReferenceOperation { Local: var stream } } handshake
            || wrap.Declaration.Variables is not [{ Initializer.Value: { } creation } streamVariable]
            || !SymbolEqualityComparer.Default.Equals(model.GetDeclaredSymbol(streamVariable), stream)
            || SecureTlsHandshake.InnerStream(creation, model) is null
            || SecureTlsHandshake.Certificate(handshake, model) is not { } certificate
            || OwnListener.Of(turn, model) is not { } listener
            || !IsKnownBefore(certificate, listener.Declaration, model))
        {
            return null;
        }

        var rest = turn.Statements.Skip(3).ToList();
        if (rest.Exists(statement => Mentions.Count(statement, listener.Client, model) > 0)
            || !Mentions.AreOfStream(rest, stream, model)
            || !rest.Exists(Waits))
        {
            return null;
        }

        var connection = FreeNames.For("connection", model, listener.Loop);
        var streamOf = SyntaxFactory.ParseStatement($"var {streamVariable.Identifier.Text} = {connection}.{SecureDefaultsNames.Members.Stream};\n").WithLeadingTrivia(wrap.GetLeadingTrivia());
        var handler = (ParenthesizedLambdaExpressionSyntax)SyntaxFactory.ParseExpression($"async ({connection}, _) => {{ }}");
        var fromCertificate = SyntaxFactory.InvocationExpression(
            SyntaxFactory.MemberAccessExpression(
                SyntaxKind.SimpleMemberAccessExpression, TypeReference.To(source, document), SyntaxFactory.IdentifierName(SecureDefaultsNames.Members.FromCertificate)),
            SyntaxFactory.ArgumentList([SyntaxFactory.Argument(certificate.WithoutTrivia())]));
        var replaced = listener.Replaced(tlsListener, fromCertificate, handler.WithBlock(SyntaxFactory.Block(rest.Prepend(streamOf))), document, model);
        return new TrackedEdit(listener.Block, (root, current) =>
            SyntaxFactory.AreEquivalent(current, listener.Block) ? root.ReplaceNode(current, replaced) : root);
    }

    private static bool IsKnownBefore(ExpressionSyntax certificate, SyntaxNode place, SemanticModel model) =>
        certificate is IdentifierNameSyntax
        && model.GetSymbolInfo(certificate).Symbol is { } symbol
        && (symbol is not ILocalSymbol || symbol.DeclaringSyntaxReferences.All(declared => declared.SyntaxTree == place.SyntaxTree && declared.Span.End < place.SpanStart));

    private static bool Waits(SyntaxNode statement) =>
        statement.DescendantNodesAndSelf(node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)).OfType<AwaitExpressionSyntax>().Any();
}
