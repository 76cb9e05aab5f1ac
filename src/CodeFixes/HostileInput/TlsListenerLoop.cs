using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.CodeFixes.Editing;
using SocketSecurity.Analyzers.KnownApis;

namespace SocketSecurity.Analyzers.CodeFixes.HostileInput;

/// <summary>
/// Writes <c>TlsListener</c> in place of a <c>TcpListener</c> that one block makes, starts and accepts from in a loop at its end,
/// when the loop begins with the accept, the stream and the handshake, and uses the stream as any stream afterwards.
/// </summary>
internal static class TlsListenerLoop
{
    public static TrackedEdit? Offer(BlockSyntax turn, SyntaxNode handshakeSyntax, Document document, SemanticModel model)
    {
        var compilation = model.Compilation;
        if (compilation.GetTypeByMetadataName(SecureDefaultsNames.TlsListener) is not { } tlsListener
            || compilation.GetTypeByMetadataName(SecureDefaultsNames.ServerCertificateSource) is not { } source
            || compilation.GetTypeByMetadataName("System.Net.IPEndPoint") is not { } endPoint
            || turn.Parent is not WhileStatementSyntax { Parent: BlockSyntax block } loop
            || block.Statements.LastOrDefault() != loop
            || model.GetEnclosingSymbol(loop.SpanStart) is not IMethodSymbol { IsAsync: true, ReturnType: INamedTypeSymbol { TypeArguments.IsEmpty: true } }
            || turn.Statements is not [LocalDeclarationStatementSyntax accept, LocalDeclarationStatementSyntax wrap, ExpressionStatementSyntax shake, _, ..]
            || !shake.Span.Contains(handshakeSyntax.Span)
            || model.GetOperation(handshakeSyntax) is not IInvocationOperation { Instance: ILocalReferenceOperation { Local: var stream } } handshake
            || wrap.Declaration.Variables is not [{ Initializer.Value: { } creation } streamVariable]
            || !SymbolEqualityComparer.Default.Equals(model.GetDeclaredSymbol(streamVariable), stream)
            || SecureTlsHandshake.InnerStream(creation, model) is null
            || SecureTlsHandshake.Certificate(handshake, model) is not { } certificate
            || ListenerOf(accept, model) is not { } listener
            || DeclarationIn(block, listener, model) is not { } declaration
            || StartIn(block, listener, model) is not { } start
            || EndPointOf(declaration, endPoint, document, model) is not { } address
            || !IsKnownBefore(certificate, declaration, model)
            || TokenOf(loop.Condition, model) is not { } token)
        {
            return null;
        }

        var rest = turn.Statements.Skip(3).ToList();
        var client = model.GetDeclaredSymbol(accept.Declaration.Variables[0]);
        if (client is null || rest.Any(statement => Mentions(statement, client, model))
            || !IsUsedAsStream(rest, stream, model)
            || !rest.Any(Waits)
            || MentionsOf(block, listener, model) != 2
            || !model.LookupSymbols(loop.SpanStart, name: "_").IsEmpty)
        {
            return null;
        }

        var connection = FreeNames.For("connection", model, loop);
        var name = listener.Name;
        var made = Filled(
            $"await using var {name} = L.{SecureDefaultsNames.Members.Start}({address}, S.{SecureDefaultsNames.Members.FromCertificate}({certificate.WithoutTrivia()}));",
            ("L", TypeReference.To(tlsListener, document)), ("S", TypeReference.To(source, document)), ("E", TypeReference.To(endPoint, document)))
            .WithTriviaFrom(declaration);
        var streamOf = SyntaxFactory.ParseStatement($"var {streamVariable.Identifier.Text} = {connection}.Stream;\n").WithLeadingTrivia(wrap.GetLeadingTrivia());
        var run = (ExpressionStatementSyntax)SyntaxFactory.ParseStatement($"await {name}.{SecureDefaultsNames.Members.RunAsync}(async ({connection}, _) => {{ }}{token});");
        var body = run.DescendantNodes().OfType<BlockSyntax>().First();
        var serving = run.ReplaceNode(body, SyntaxFactory.Block(rest.Prepend(streamOf))).WithTriviaFrom(loop).WithAdditionalAnnotations(Formatter.Annotation);

        return new TrackedEdit(block, (root, current) =>
        {
            var present = (BlockSyntax)current;
            var statements = present.Statements;
            var startIndex = block.Statements.IndexOf(start);
            statements = statements.Replace(statements[block.Statements.IndexOf(declaration)], made);
            statements = statements.Replace(statements[^1], serving);
            return root.ReplaceNode(present, present.WithStatements(statements.RemoveAt(startIndex)));
        });
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

    /// <summary>The end point as text, with <c>E</c> for its type.</summary>
    private static string? EndPointOf(LocalDeclarationStatementSyntax declaration, INamedTypeSymbol endPoint, Document document, SemanticModel model) =>
        declaration.Declaration.Variables[0].Initializer?.Value is BaseObjectCreationExpressionSyntax { Initializer: null, ArgumentList: { } arguments } creation
            ? (arguments.Arguments, model.GetSymbolInfo(creation).Symbol) switch
            {
                ([{ NameColon: null } address, { NameColon: null } port], IMethodSymbol { Parameters: [{ Type.Name: "IPAddress" }, _] }) => $"new E({address}, {port})",
                ([{ NameColon: null } whole], IMethodSymbol { Parameters: [{ Type: var type }] }) when SymbolEqualityComparer.Default.Equals(type, endPoint) => whole.ToString(),
                _ => null,
            }
            : null;

    private static bool IsKnownBefore(ExpressionSyntax certificate, SyntaxNode place, SemanticModel model) =>
        certificate is IdentifierNameSyntax
        && model.GetSymbolInfo(certificate).Symbol is { } symbol
        && (symbol is not ILocalSymbol || symbol.DeclaringSyntaxReferences.All(declared => declared.SyntaxTree == place.SyntaxTree && declared.Span.End < place.SpanStart));

    /// <summary>The argument that ends the loop as its condition does; null for other conditions.</summary>
    private static string? TokenOf(ExpressionSyntax condition, SemanticModel model) => condition switch
    {
        LiteralExpressionSyntax { RawKind: (int)SyntaxKind.TrueLiteralExpression } => "",
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression, Operand: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "IsCancellationRequested", Expression: IdentifierNameSyntax token } }
            when model.GetTypeInfo(token).Type?.Name == "CancellationToken" => ", " + token.Identifier.Text,
        _ => null,
    };

    private static bool Mentions(SyntaxNode node, ISymbol symbol, SemanticModel model) => MentionsOf(node, symbol, model) > 0;

    private static int MentionsOf(SyntaxNode node, ISymbol symbol, SemanticModel model) => node.DescendantNodes().OfType<IdentifierNameSyntax>()
        .Count(name => name.Identifier.ValueText == symbol.Name && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(name).Symbol, symbol));

    private static bool Waits(SyntaxNode statement) =>
        statement.DescendantNodesAndSelf(node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)).OfType<AwaitExpressionSyntax>().Any();

    /// <summary>The connection's stream is of the base type, so nothing may ask for more than a stream can.</summary>
    private static bool IsUsedAsStream(List<StatementSyntax> statements, ILocalSymbol stream, SemanticModel model)
    {
        foreach (var name in statements.SelectMany(statement => statement.DescendantNodes()).OfType<IdentifierNameSyntax>())
        {
            if (name.Identifier.ValueText != stream.Name || !SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(name).Symbol, stream))
            {
                continue;
            }

            var isStream = name.Parent switch
            {
                MemberAccessExpressionSyntax member when member.Expression == name => IsOfStream(model.GetSymbolInfo(member).Symbol),
                ArgumentSyntax => model.GetTypeInfo(name).ConvertedType is { Name: "Stream" },
                _ => false,
            };
            if (!isStream)
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsOfStream(ISymbol? member)
    {
        while (member is IMethodSymbol { OverriddenMethod: { } overridden })
        {
            member = overridden;
        }

        return member is IMethodSymbol { ContainingType: { Name: "Stream" or "MarshalByRefObject" or "Object" } };
    }

    private static StatementSyntax Filled(string text, params (string Placeholder, TypeSyntax Type)[] types)
    {
        var statement = SyntaxFactory.ParseStatement(text);
        return statement.ReplaceNodes(
            statement.DescendantNodes().OfType<IdentifierNameSyntax>().Where(name => Array.Exists(types, type => type.Placeholder == name.Identifier.ValueText)),
            (name, _) => Array.Find(types, type => type.Placeholder == name.Identifier.ValueText).Type.WithTriviaFrom(name));
    }
}
