using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SocketSecurity.Analyzers.CodeFixes.Editing;
using SocketSecurity.Analyzers.CodeFixes.Listeners;
using SocketSecurity.Analyzers.KnownApis;

namespace SocketSecurity.Analyzers.CodeFixes.Transport;

/// <summary>
/// SOCK5001 on the side that is connected to: <c>TlsListener</c> in place of a listener whose loop serves each client itself, or hands
/// it to a private method that does. The certificate is the one in scope, or files whose names the developer puts in.
/// </summary>
internal static class PlaintextListener
{
    public static TrackedEdit? Offer(InvocationExpressionSyntax getStream, Document document, SemanticModel model)
    {
        if (model.Compilation.GetTypeByMetadataName(SecureDefaultsNames.TlsListener) is not { } tlsListener
            || model.Compilation.GetTypeByMetadataName(SecureDefaultsNames.ServerCertificateSource) is not { } source
            || model.Compilation.GetTypeByMetadataName(SecureDefaultsNames.TlsConnection) is not { } connection
            || getStream.Expression is not MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax client })
        {
            return null;
        }

        return model.GetSymbolInfo(client).Symbol switch
        {
            ILocalSymbol local => InTurn(getStream, local),
            IParameterSymbol parameter => InMethod(getStream, parameter),
            _ => null,
        };

        TrackedEdit? InTurn(InvocationExpressionSyntax call, ILocalSymbol local)
        {
            if (AcceptLoopTurn.Around(call) is not { } turn
                || turn.Statements is not [_, LocalDeclarationStatementSyntax { Declaration.Variables: [{ Initializer.Value: var value } variable] } declaration, _, ..]
                || value != call || model.GetDeclaredSymbol(variable) is not { } stream
                || OwnListener.Of(turn, model) is not { } listener || !SymbolEqualityComparer.Default.Equals(listener.Client, local)
                || !AcceptLoopTurn.CanBeMoved(turn, 1, model))
            {
                return null;
            }

            var rest = turn.Statements.Skip(2).ToList();
            if (Mentions.Count(turn, local, model) != 1 || !Mentions.AreOfStream(rest, stream, model)
                || !rest.SelectMany(statement => statement.DescendantNodesAndSelf()).OfType<AwaitExpressionSyntax>().Any())
            {
                return null;
            }

            var name = FreeNames.For("connection", model, listener.Loop);
            var streamOf = SyntaxFactory.ParseStatement($"var {variable.Identifier.Text} = {name}.{SecureDefaultsNames.Members.Stream};").WithTriviaFrom(declaration);
            var handler = (ParenthesizedLambdaExpressionSyntax)SyntaxFactory.ParseExpression($"async ({name}, _) => {{ }}");
            var replaced = listener.Replaced(
                tlsListener, CertificateAt(listener), handler.WithBlock(SyntaxFactory.Block(rest.Prepend(streamOf))), document, model);
            return new TrackedEdit(listener.Block, (root, current) =>
                SyntaxFactory.AreEquivalent(current, listener.Block) ? root.ReplaceNode(current, replaced) : root);
        }

        TrackedEdit? InMethod(InvocationExpressionSyntax call, IParameterSymbol parameter)
        {
            if (ServingMethod.Of(call, parameter, model) is not { } method
                || method.Call.FirstAncestorOrSelf<StatementSyntax>() is not { } serve
                || AcceptLoopTurn.Around(serve) is not { Statements: [_, var last] } turn || last != serve
                || OwnListener.Of(turn, model) is not { } listener
                || Mentions.Count(turn, listener.Client, model) != 1
                || !method.IsCalledBy(serve)
                || !method.GetsClient(listener.Client, model))
            {
                return null;
            }

            var name = FreeNames.For("connection", model, listener.Loop);
            var handler = (LambdaExpressionSyntax)SyntaxFactory.ParseExpression($"({name}, _) => {method.CallWith(name)}");
            var replaced = listener.Replaced(tlsListener, CertificateAt(listener), handler, document, model);
            var rewritten = method.Rewritten(TypeReference.To(connection, document));
            return new TrackedEdit(method.Type, (root, current) => SyntaxFactory.AreEquivalent(current, method.Type)
                ? root.ReplaceNode(current, method.Type.ReplaceNodes(new SyntaxNode[] { listener.Block, method.Declaration }, (node, _) => node == listener.Block ? replaced : rewritten))
                : root);
        }

        ExpressionSyntax CertificateAt(OwnListener listener)
        {
            var certificate = model.LookupSymbols(listener.Declaration.SpanStart).OfType<IParameterSymbol>().FirstOrDefault(symbol => symbol.Type.Name == "X509Certificate2");
            var call = (InvocationExpressionSyntax)SyntaxFactory.ParseExpression(certificate is null
                ? $"S.{SecureDefaultsNames.Members.FromPem}(\"server.pem\", \"server-key.pem\")"
                : $"S.{SecureDefaultsNames.Members.FromCertificate}({certificate.Name})");
            return call.WithExpression(((MemberAccessExpressionSyntax)call.Expression).WithExpression(TypeReference.To(source, document)));
        }
    }
}
