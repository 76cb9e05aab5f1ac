using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SocketSecurity.Analyzers.CodeFixes.Listeners;
using SocketSecurity.Analyzers.KnownApis;

namespace SocketSecurity.Analyzers.CodeFixes.Transport;

/// <summary>
/// A private asynchronous method that serves an accepted <c>TcpClient</c>: it asks for the stream once, may close the client and name its
/// address, and is called in one place.
/// </summary>
internal sealed class ServingMethod
{
    private readonly IParameterSymbol _client;
    private readonly Dictionary<SyntaxNode, Func<SyntaxNode, SyntaxNode>> _changes;

    private ServingMethod(MethodDeclarationSyntax declaration, InvocationExpressionSyntax call, IParameterSymbol client, Dictionary<SyntaxNode, Func<SyntaxNode, SyntaxNode>> changes)
    {
        Declaration = declaration;
        Call = call;
        _client = client;
        _changes = changes;
    }

    public MethodDeclarationSyntax Declaration { get; }

    public TypeDeclarationSyntax Type => (TypeDeclarationSyntax)Declaration.Parent!;

    /// <summary>The one call of the method.</summary>
    public InvocationExpressionSyntax Call { get; }

    public static ServingMethod? Of(InvocationExpressionSyntax getStream, IParameterSymbol client, SemanticModel model)
    {
        if (client.ContainingSymbol is not IMethodSymbol { DeclaredAccessibility: Accessibility.Private, MethodKind: MethodKind.Ordinary, IsAsync: true, IsGenericMethod: false, ReturnType.Name: "Task" } method
            || method.ReturnType is not INamedTypeSymbol { TypeArguments.IsEmpty: true }
            || getStream.FirstAncestorOrSelf<MethodDeclarationSyntax>() is not { Parent: TypeDeclarationSyntax type, Body: { } body } declaration
            || method.ContainingType.DeclaringSyntaxReferences.Length != 1
            || Mentions.Of(type, method, model).ToList() is not [{ Parent: InvocationExpressionSyntax call }]
            || ChangesOf(body, getStream, client, model) is not { } changes)
        {
            return null;
        }

        return new ServingMethod(declaration, call, client, changes);
    }

    /// <summary>Whether the statement only starts the method: awaits it, lets it run, or lets a task run it.</summary>
    public bool IsCalledBy(StatementSyntax statement)
    {
        if (statement is not ExpressionStatementSyntax { Expression: var expression })
        {
            return false;
        }

        expression = expression is AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "_" }, Right: var discarded } ? discarded : expression;
        expression = expression is AwaitExpressionSyntax wait ? wait.Expression : expression;
        return expression == Call
            || (expression is InvocationExpressionSyntax { ArgumentList.Arguments: [{ Expression: ParenthesizedLambdaExpressionSyntax { ParameterList.Parameters.Count: 0, ExpressionBody: { } run } }, ..] } start
                && start.Expression.ToString() is "Task.Run" && (run == Call || (run is AwaitExpressionSyntax { Expression: var awaited } && awaited == Call)));
    }

    /// <summary>Whether the call passes the client, and else what is the same for every client.</summary>
    public bool GetsClient(ILocalSymbol client, SemanticModel model) =>
        Call.ArgumentList.Arguments.Count > _client.Ordinal
        && Call.ArgumentList.Arguments.Select((argument, index) => argument.NameColon is null && (index == _client.Ordinal
            ? SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(argument.Expression).Symbol, client)
            : argument.Expression is IdentifierNameSyntax or LiteralExpressionSyntax)).All(isFine => isFine);

    public string CallWith(string connection)
    {
        var arguments = Call.ArgumentList.Arguments;
        return Call.WithArgumentList(SyntaxFactory.ArgumentList(arguments.Replace(arguments[_client.Ordinal], SyntaxFactory.Argument(SyntaxFactory.IdentifierName(connection)).WithTriviaFrom(arguments[_client.Ordinal]))))
            .WithoutTrivia().ToString();
    }

    /// <summary>The method for a connection of the library.</summary>
    public MethodDeclarationSyntax Rewritten(TypeSyntax connection)
    {
        var parameter = Declaration.ParameterList.Parameters[_client.Ordinal];
        return Declaration.ReplaceNodes(
            _changes.Keys.Append(parameter),
            (node, current) => node == parameter ? parameter.WithType(connection.WithTriviaFrom(parameter.Type!)) : _changes[node](current));
    }

    /// <summary>What becomes of each mention of the client; null when one has no equivalent.</summary>
    private static Dictionary<SyntaxNode, Func<SyntaxNode, SyntaxNode>>? ChangesOf(BlockSyntax body, InvocationExpressionSyntax getStream, IParameterSymbol client, SemanticModel model)
    {
        var changes = new Dictionary<SyntaxNode, Func<SyntaxNode, SyntaxNode>>();
        foreach (var mention in Mentions.Of(body, client, model))
        {
            switch (mention.Parent)
            {
                case MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax call } when call == getStream:
                    if (call.Parent is EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax declared } variable }
                        ? model.GetDeclaredSymbol(variable) is not { } stream || !(declared.Type.IsVar || declared.Type.ToString() == "Stream") || !Mentions.AreOfStream([body], stream, model)
                        : call.Parent is not ArgumentSyntax || model.GetTypeInfo(call).ConvertedType?.Name != "Stream")
                    {
                        return null;
                    }

                    changes[call] = current => Member(client.Name, SecureDefaultsNames.Members.Stream).WithTriviaFrom(current);
                    break;
                case MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Client", Parent: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "RemoteEndPoint" } address }:
                    changes[address] = current => Member(client.Name, "RemoteEndPoint").WithTriviaFrom(current);
                    break;
                case UsingStatementSyntax scope when scope.Expression == mention && !scope.AwaitKeyword.IsKind(SyntaxKind.AwaitKeyword):
                    changes[scope] = current => ((UsingStatementSyntax)current).WithUsingKeyword(SyntaxFactory.Token(SyntaxKind.UsingKeyword).WithTrailingTrivia(SyntaxFactory.Space))
                        .WithAwaitKeyword(Await().WithLeadingTrivia(current.GetLeadingTrivia()));
                    break;
                case EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Type.IsVar: true, Parent: LocalDeclarationStatementSyntax { UsingKeyword.RawKind: not 0, AwaitKeyword.RawKind: 0 } declaration } } kept }
                    when model.GetDeclaredSymbol(kept) is { } owner && Mentions.Count(body, owner, model) == 0:
                    changes[declaration] = current => ((LocalDeclarationStatementSyntax)current).WithUsingKeyword(SyntaxFactory.Token(SyntaxKind.UsingKeyword).WithTrailingTrivia(SyntaxFactory.Space))
                        .WithAwaitKeyword(Await().WithLeadingTrivia(current.GetLeadingTrivia()));
                    break;
                case MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Close" or "Dispose", Parent: InvocationExpressionSyntax { ArgumentList.Arguments.Count: 0, Parent: ExpressionStatementSyntax statement } close }
                    when statement.FirstAncestorOrSelf<SyntaxNode>(node => node is LockStatementSyntax or AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax) is null:
                    changes[close] = current => SyntaxFactory.ParseExpression($"await {client.Name}.DisposeAsync()").WithTriviaFrom(current);
                    break;
                default:
                    return null;
            }
        }

        return changes.ContainsKey(getStream) ? changes : null;
    }

    private static SyntaxToken Await() => SyntaxFactory.Token(SyntaxKind.AwaitKeyword).WithTrailingTrivia(SyntaxFactory.Space);

    private static MemberAccessExpressionSyntax Member(string variable, string member) => SyntaxFactory.MemberAccessExpression(
        SyntaxKind.SimpleMemberAccessExpression, SyntaxFactory.IdentifierName(variable), SyntaxFactory.IdentifierName(member));
}
