using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SocketSecurity.Analyzers.CodeFixes.Editing;
using SocketSecurity.Analyzers.KnownApis;

namespace SocketSecurity.Analyzers.CodeFixes.Transport;

/// <summary>
/// SOCK5001: a client that makes a <c>TcpClient</c>, connects it and asks for its stream gets a <c>TlsClient</c>'s connection
/// instead, and a server that accepts clients in a loop gets a <c>TlsListener</c>. Only where nothing else is done with either.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(PlaintextConnectionFix))]
public sealed class PlaintextConnectionFix : OfferingFix
{
    public const string TlsClientKey = "SOCK5001.TlsClient";
    public const string TlsListenerKey = "SOCK5001.TlsListener";

    /// <summary>What only a network stream has.</summary>
    private static readonly string[] OnlyOfNetworkStream = ["DataAvailable", "Socket", "Readable", "Writeable"];

    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Rules.PlaintextConnection.Id];

    private protected override async Task<List<(string Key, string Title, TrackedEdit Edit)>> OffersFor(
        Document document, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        if (await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false) is not { } root
            || await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is not { } model
            || model.Compilation.GetTypeByMetadataName(SecureDefaultsNames.TlsClient) is not { } tlsClient
            || root.ExpressionAt(diagnostic.Location.SourceSpan) is not InvocationExpressionSyntax call)
        {
            return [];
        }

        if (PlaintextListener.Offer(call, document, model) is { } listener)
        {
            return [(TlsListenerKey, "Accept with TlsListener", listener)];
        }

        if (call.FirstAncestorOrSelf<SyntaxNode>(node => node is BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax) is not { } function
            || call.Expression is not MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: var client } }
            || ClientShape.Find(function, client) is not { } shape
            || model.GetTypeInfo(shape.Connect.ArgumentList.Arguments[0].Expression, cancellationToken).Type?.SpecialType != SpecialType.System_String)
        {
            return [];
        }

        return [(TlsClientKey, "Connect with TlsClient", new TrackedEdit(function, (current, present) =>
            ClientShape.Find(present, client) is { } now ? current.ReplaceNode(present, Rewrite(present, client, now, tlsClient, document)) : current))];
    }

    private static SyntaxNode Rewrite(SyntaxNode function, string client, ClientShape shape, INamedTypeSymbol tlsClient, Document document)
    {
        var arguments = shape.Connect.ArgumentList.Arguments;
        if (arguments.Count == 3)
        {
            var token = SyntaxFactory.NameColon("cancellationToken").WithTrailingTrivia(SyntaxFactory.Space);
            arguments = arguments.Replace(arguments[2], arguments[2].WithNameColon(token));
        }

        var connected = SyntaxFactory.InvocationExpression(
            SyntaxFactory.MemberAccessExpression(
                SyntaxKind.SimpleMemberAccessExpression, TypeReference.To(tlsClient, document), SyntaxFactory.IdentifierName(SecureDefaultsNames.Members.ConnectAsync)),
            SyntaxFactory.ArgumentList(arguments));
        var declaration = SyntaxFactory.ParseStatement($"await using var {client} = await x;");
        var connection = declaration
            .ReplaceNode(declaration.DescendantNodes().OfType<IdentifierNameSyntax>().Single(name => name.Identifier.ValueText == "x"), connected)
            .WithTriviaFrom(shape.ConnectStatement);
        var stream = SyntaxFactory.MemberAccessExpression(
            SyntaxKind.SimpleMemberAccessExpression, SyntaxFactory.IdentifierName(client), SyntaxFactory.IdentifierName("Stream"));

        var tracked = function.TrackNodes(shape.GetStream, shape.Declaration, shape.ConnectStatement);
        tracked = tracked.ReplaceNode(tracked.GetCurrentNode(shape.GetStream)!, stream.WithTriviaFrom(shape.GetStream));
        tracked = tracked.ReplaceNode(tracked.GetCurrentNode(shape.ConnectStatement)!, connection);
        return tracked.RemoveNode(tracked.GetCurrentNode(shape.Declaration)!, SyntaxRemoveOptions.KeepNoTrivia)!;
    }

    /// <summary>The three places of a client that only connects.</summary>
    private sealed record ClientShape(
        LocalDeclarationStatementSyntax Declaration, ExpressionStatementSyntax ConnectStatement, InvocationExpressionSyntax Connect, InvocationExpressionSyntax GetStream)
    {
        /// <summary>Null when the function does anything else with the client, or something that only a network stream can.</summary>
        public static ClientShape? Find(SyntaxNode function, string client)
        {
            LocalDeclarationStatementSyntax? declaration = null;
            InvocationExpressionSyntax? connect = null, getStream = null;
            var mentions = 0;
            foreach (var node in function.DescendantNodes())
            {
                switch (node)
                {
                    case IdentifierNameSyntax { Identifier.ValueText: var name } when Array.IndexOf(OnlyOfNetworkStream, name) >= 0:
                        return null;
                    case IdentifierNameSyntax { Identifier.ValueText: var name } when name == client:
                        mentions++;
                        break;
                    case LocalDeclarationStatementSyntax { Declaration.Variables: [{ Initializer.Value: BaseObjectCreationExpressionSyntax { Initializer: null, ArgumentList: null or { Arguments.Count: 0 } } } variable] } local
                        when variable.Identifier.ValueText == client:
                        declaration = local;
                        break;
                    case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: var owner }, Name.Identifier.ValueText: var member } } call
                        when owner == client:
                        connect = member == "ConnectAsync" && call.ArgumentList.Arguments.Count is 2 or 3 ? call : connect;
                        getStream = member == "GetStream" && CanBeAnyStream(call) ? call : getStream;
                        break;
                }
            }

            return mentions == 2 && declaration is not null && getStream is not null
                && connect is { Parent: AwaitExpressionSyntax { Parent: ExpressionStatementSyntax statement } }
                && declaration.SpanStart < statement.SpanStart && statement.SpanStart < getStream.SpanStart
                ? new ClientShape(declaration, statement, connect, getStream)
                : null;
        }

        /// <summary>Whether what gets the stream takes any stream.</summary>
        private static bool CanBeAnyStream(InvocationExpressionSyntax getStream) => getStream.Parent switch
        {
            EqualsValueClauseSyntax { Parent.Parent: VariableDeclarationSyntax declaration } => declaration.Type.IsVar || declaration.Type.ToString() is "Stream" or "System.IO.Stream",
            ArgumentSyntax or MemberAccessExpressionSyntax => true,
            _ => false,
        };
    }
}
