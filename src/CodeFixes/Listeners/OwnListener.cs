using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using SocketSecurity.Analyzers.CodeFixes.Editing;
using SocketSecurity.Analyzers.KnownApis;

namespace SocketSecurity.Analyzers.CodeFixes.Listeners;

/// <summary>
/// A <c>TcpListener</c> that one block makes, starts and accepts from in a loop at its end, and does nothing else with: what
/// <c>TlsListener</c> can take the place of.
/// </summary>
/// <param name="Loop">The loop, the last statement of its block.</param>
/// <param name="Accept">The first statement of a turn.</param>
/// <param name="Client">The accepted client.</param>
/// <param name="Name">The listener's name.</param>
/// <param name="Declaration">Where the listener is made.</param>
/// <param name="Start">Where it is started.</param>
/// <param name="Address">The end point as text, with <c>EndPointPlaceholder</c> for its type.</param>
/// <param name="Token">The token that ends the loop, as a further argument; empty for endless loops.</param>
internal sealed record OwnListener(
    WhileStatementSyntax Loop, LocalDeclarationStatementSyntax Accept, ILocalSymbol Client,
    string Name, LocalDeclarationStatementSyntax Declaration, ExpressionStatementSyntax Start, string Address, string Token)
{
    /// <summary>Stands for the type of the end point.</summary>
    private const string EndPoint = "EndPointPlaceholder";

    private const string Listener = "ListenerPlaceholder";
    private const string Certificate = "CertificatePlaceholder";
    private const string Handler = "HandlerPlaceholder";

    public BlockSyntax Block => (BlockSyntax)Loop.Parent!;

    /// <summary>The listener of the loop whose body is given; null when anything about it is not in sight.</summary>
    public static OwnListener? Of(BlockSyntax turn, SemanticModel model)
    {
        if (turn.Parent is not WhileStatementSyntax { Parent: BlockSyntax block } loop
            || block.Statements.LastOrDefault() != loop
            || model.GetEnclosingSymbol(loop.SpanStart) is not IMethodSymbol { IsAsync: true, ReturnType: INamedTypeSymbol { TypeArguments.IsEmpty: true } }
            || turn.Statements.FirstOrDefault() is not LocalDeclarationStatementSyntax { Declaration.Variables: [var client] } accept
            || model.GetDeclaredSymbol(client) is not ILocalSymbol accepted
            || ListenerOf(accept, model) is not { } listener
            || DeclarationIn(block, listener, model) is not { } declaration
            || StartIn(block, listener, model) is not { } start
            || EndPointOf(declaration, model) is not { } address
            || TokenOf(loop.Condition, model) is not { } token
            || Mentions.Count(block, listener, model) != 2
            || !model.LookupSymbols(loop.SpanStart, name: "_").IsEmpty)
        {
            return null;
        }

        return new OwnListener(loop, accept, accepted, listener.Name, declaration, start, address, token);
    }

    /// <summary>The block with <c>TlsListener</c> in the place of the listener and its loop.</summary>
    /// <param name="tlsListener">The library's listener.</param>
    /// <param name="certificate">Where its certificate comes from.</param>
    /// <param name="handler">What serves a connection.</param>
    /// <param name="document">The document, for names of types.</param>
    /// <param name="model">Its model.</param>
    public BlockSyntax Replaced(INamedTypeSymbol tlsListener, ExpressionSyntax certificate, LambdaExpressionSyntax handler, Document document, SemanticModel model)
    {
        var endPoint = model.Compilation.GetTypeByMetadataName("System.Net.IPEndPoint")!;
        var made = Filled(
            $"await using var {Name} = {Listener}.{SecureDefaultsNames.Members.Start}({Address}, {Certificate});",
            (Listener, TypeReference.To(tlsListener, document)), (EndPoint, TypeReference.To(endPoint, document)), (Certificate, certificate.WithoutTrivia()))
            .WithTriviaFrom(Declaration);
        var serving = Filled($"await {Name}.{SecureDefaultsNames.Members.RunAsync}({Handler}{Token});", (Handler, handler))
            .WithTriviaFrom(Loop).WithAdditionalAnnotations(Formatter.Annotation);
        var statements = Block.Statements.Replace(Declaration, made);
        statements = statements.Replace(statements[statements.Count - 1], serving);
        return Block.WithStatements(statements.RemoveAt(Block.Statements.IndexOf(Start)));
    }

    /// <summary>The local that the client is accepted from.</summary>
    private static ILocalSymbol? ListenerOf(LocalDeclarationStatementSyntax accept, SemanticModel model)
    {
        foreach (var node in accept.DescendantNodes())
        {
            if (node is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax name, Name.Identifier.ValueText: "AcceptTcpClient" or "AcceptTcpClientAsync" } }
                && model.GetSymbolInfo(name).Symbol is ILocalSymbol { Type: { Name: "TcpListener" } } listener)
            {
                return listener;
            }
        }

        return null;
    }

    private static LocalDeclarationStatementSyntax? DeclarationIn(BlockSyntax block, ILocalSymbol listener, SemanticModel model) =>
        block.Statements.OfType<LocalDeclarationStatementSyntax>().FirstOrDefault(statement =>
            statement.Declaration.Variables is [var variable] && SymbolEqualityComparer.Default.Equals(model.GetDeclaredSymbol(variable), listener));

    private static ExpressionStatementSyntax? StartIn(BlockSyntax block, ILocalSymbol listener, SemanticModel model) =>
        block.Statements.OfType<ExpressionStatementSyntax>().FirstOrDefault(statement =>
            statement.Expression is InvocationExpressionSyntax { ArgumentList.Arguments.Count: 0, Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Start", Expression: IdentifierNameSyntax name } }
            && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(name).Symbol, listener));

    private static string? EndPointOf(LocalDeclarationStatementSyntax declaration, SemanticModel model) =>
        declaration.Declaration.Variables[0].Initializer?.Value is BaseObjectCreationExpressionSyntax { Initializer: null, ArgumentList: { } arguments } creation
            ? (arguments.Arguments, model.GetSymbolInfo(creation).Symbol) switch
            {
                ([{ NameColon: null } address, { NameColon: null } port], IMethodSymbol { Parameters: [{ Type.Name: "IPAddress" }, _] }) => $"new {EndPoint}({address}, {port})",
                ([{ NameColon: null } whole], IMethodSymbol { Parameters: [{ Type.Name: "IPEndPoint" }] }) => whole.ToString(),
                _ => null,
            }
            : null;

    /// <summary>The argument that ends the loop as its condition does; null for other conditions.</summary>
    private static string? TokenOf(ExpressionSyntax condition, SemanticModel model) => condition switch
    {
        LiteralExpressionSyntax { RawKind: (int)SyntaxKind.TrueLiteralExpression } => "",
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression, Operand: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "IsCancellationRequested", Expression: IdentifierNameSyntax token } }
            when model.GetTypeInfo(token).Type?.Name == "CancellationToken" => ", " + token.Identifier.Text,
        _ => null,
    };

    private static StatementSyntax Filled(string text, params (string Placeholder, ExpressionSyntax Value)[] values)
    {
        var statement = SyntaxFactory.ParseStatement(text);
        return statement.ReplaceNodes(
            statement.DescendantNodes().OfType<IdentifierNameSyntax>().Where(name => Array.Exists(values, value => value.Placeholder == name.Identifier.ValueText)),
            (name, _) => Array.Find(values, value => value.Placeholder == name.Identifier.ValueText).Value.WithTriviaFrom(name));
    }
}
