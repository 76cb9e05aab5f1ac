using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SocketSecurity.Analyzers.KnownApis;

namespace SocketSecurity.Analyzers.CodeFixes.HostileInput.Frames;

/// <summary>
/// The statement from which on a function has a TLS stream of its own: a channel is opened once for a connection and ended once,
/// so that only who has the connection from its beginning to its end can have one.
/// </summary>
/// <param name="Stream">The variable with the stream.</param>
/// <param name="Connection">What the channel is opened over: the stream, or the connection that the stream belongs to.</param>
/// <param name="Opening">The handshake, or the declaration of the stream.</param>
/// <param name="IsReplaced">Whether the channel takes the place of that statement, or follows it.</param>
internal sealed record ChannelOwner(ILocalSymbol Stream, string Connection, StatementSyntax Opening, bool IsReplaced)
{
    /// <summary>What runs while the channel is open.</summary>
    public IReadOnlyList<StatementSyntax> Session
    {
        get
        {
            var block = (BlockSyntax)Opening.Parent!;
            return [.. block.Statements.Skip(block.Statements.IndexOf(Opening) + 1)];
        }
    }

    /// <summary>The owner, when the statement declares a TLS stream and its handshake is done in the same block.</summary>
    public static ChannelOwner? Of(LocalDeclarationStatementSyntax declaration, SemanticModel model)
    {
        if (declaration is not { Parent: BlockSyntax block, Declaration.Variables: [{ Initializer.Value: var value } variable] }
            || model.GetDeclaredSymbol(variable) is not ILocalSymbol stream)
        {
            return null;
        }

        switch (value)
        {
            case MemberAccessExpressionSyntax { Name.Identifier.ValueText: SecureDefaultsNames.Members.Stream, Expression: IdentifierNameSyntax connection }
                when model.GetTypeInfo(connection).Type?.ToDisplayString() == SecureDefaultsNames.TlsConnection:
                return new ChannelOwner(stream, connection.Identifier.Text, declaration, IsReplaced: true);
            case BaseObjectCreationExpressionSyntax when IsSslStream(stream.Type):
                var handshake = block.Statements.Skip(block.Statements.IndexOf(declaration) + 1).FirstOrDefault(statement => IsHandshake(statement, stream, model));
                return handshake is null ? null : new ChannelOwner(stream, stream.Name, handshake, IsReplaced: false);
            case not null when IsSslStream(stream.Type) && StreamCalls.CallOf(value).Call is { } call
                && model.GetSymbolInfo(call).Symbol?.ContainingType.ToDisplayString() == SecureDefaultsNames.SecureTls:
                return new ChannelOwner(stream, stream.Name, declaration, IsReplaced: false);
            default:
                return null;
        }
    }

    /// <summary>Whether the declaration makes or names a TLS stream, understood or not.</summary>
    public static bool IsCandidate(LocalDeclarationStatementSyntax declaration, SemanticModel model) =>
        declaration.Declaration.Variables is [{ Initializer.Value: { } value } variable]
        && model.GetDeclaredSymbol(variable) is ILocalSymbol local
        && (IsSslStream(local.Type)
            || (value is MemberAccessExpressionSyntax { Name.Identifier.ValueText: SecureDefaultsNames.Members.Stream, Expression: var connection }
                && model.GetTypeInfo(connection).Type?.ToDisplayString() == SecureDefaultsNames.TlsConnection));

    /// <summary>Mentions before the channel is opened, and of what the handshake led to.</summary>
    public bool IsFine(IdentifierNameSyntax mention) =>
        mention.SpanStart < Opening.Span.End
        || (!IsReplaced
            && mention.Parent is MemberAccessExpressionSyntax { Parent: not (InvocationExpressionSyntax or AssignmentExpressionSyntax), Name.Identifier.ValueText: var member } access
            && access.Expression == mention
            && member is "RemoteCertificate" or "LocalCertificate" or "SslProtocol" or "NegotiatedCipherSuite" or "NegotiatedApplicationProtocol" or "IsMutuallyAuthenticated" or "TargetHostName");

    private static bool IsSslStream(ITypeSymbol type) => type is { Name: "SslStream", ContainingNamespace.Name: "Security" };

    private static bool IsHandshake(StatementSyntax statement, ILocalSymbol stream, SemanticModel model) =>
        statement is ExpressionStatementSyntax { Expression: var expression }
        && StreamCalls.CallOf(expression).Call is { Expression: MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax receiver, Name.Identifier.ValueText: var name } }
        && name.StartsWith("AuthenticateAs", StringComparison.Ordinal)
        && (!name.EndsWith("Async", StringComparison.Ordinal) || expression is AwaitExpressionSyntax)
        && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(receiver).Symbol, stream);
}
