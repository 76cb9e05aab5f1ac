using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SocketSecurity.Analyzers.CodeFixes.Editing;
using SocketSecurity.Analyzers.Transport;

namespace SocketSecurity.Analyzers.CodeFixes.Transport;

/// <summary>
/// SOCK5004: the data goes over the TLS stream. SOCK5005: the client's handshake is performed before the TLS stream is first
/// used, where the host that the connection is made to is known.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(TlsStreamFix))]
public sealed class TlsStreamFix : OfferingFix
{
    public const string UseTlsStreamKey = "SOCK5004.UseTlsStream";
    public const string HandshakeKey = "SOCK5005.Handshake";

    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Rules.WriteBypassesTls.Id, Rules.TlsUsedBeforeHandshake.Id];

    private protected override async Task<List<(string Key, string Title, TrackedEdit Edit)>> OffersFor(
        Document document, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        if (!diagnostic.Properties.TryGetValue(TlsStreamAnalyzer.TlsVariable, out var variable) || variable is null
            || await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false) is not { } root
            || await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is not { } model
            || root.ExpressionAt(diagnostic.Location.SourceSpan) is not InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } call
            || !IsInScope(variable, call, model))
        {
            return [];
        }

        return diagnostic.Id == Rules.WriteBypassesTls.Id
            ? OverTls(variable, access, model, cancellationToken)
            : WithHandshake(variable, call, access, model, cancellationToken);
    }

    private static bool IsInScope(string variable, SyntaxNode place, SemanticModel model) =>
        model.LookupSymbols(place.SpanStart, name: variable).Any(symbol => symbol is IFieldSymbol or IParameterSymbol
            || (symbol is ILocalSymbol && symbol.DeclaringSyntaxReferences[0].Span.End < place.SpanStart));

    /// <summary>A socket's own methods have other parameters; what a stream has, the TLS stream has as well.</summary>
    private static List<(string Key, string Title, TrackedEdit Edit)> OverTls(
        string variable, MemberAccessExpressionSyntax access, SemanticModel model, CancellationToken cancellationToken)
    {
        if (model.GetSymbolInfo(access, cancellationToken).Symbol is not IMethodSymbol { ContainingType: { Name: "Stream" or "NetworkStream" or "BufferedStream" } type } method
            || !IsOfEveryStream(method, type))
        {
            return [];
        }

        var tls = SyntaxFactory.IdentifierName(variable);
        return
        [
            (UseTlsStreamKey, $"Use '{variable}'", new TrackedEdit(access.Expression, (current, place) => current.ReplaceNode(place, tls.WithTriviaFrom(place)))),
        ];
    }

    private static bool IsOfEveryStream(IMethodSymbol method, INamedTypeSymbol type) => type.Name == "Stream" || method.IsOverride;

    private static List<(string Key, string Title, TrackedEdit Edit)> WithHandshake(
        string variable, InvocationExpressionSyntax call, MemberAccessExpressionSyntax access, SemanticModel model, CancellationToken cancellationToken)
    {
        if (access.Expression is not IdentifierNameSyntax { Identifier.ValueText: var receiver } || receiver != variable
            || call.FirstAncestorOrSelf<StatementSyntax>() is not { Parent: BlockSyntax or GlobalStatementSyntax } statement
            || statement.DescendantNodes().Any(node => node is AnonymousFunctionExpressionSyntax)
            || HostConnectedTo(call, model, cancellationToken) is not { } host)
        {
            return [];
        }

        var awaits = statement.DescendantNodes().Any(node => node is AwaitExpressionSyntax);
        var handshake = SyntaxFactory.ParseStatement(
            awaits ? $"await {variable}.AuthenticateAsClientAsync({host});" : $"{variable}.AuthenticateAsClient({host});");
        return [(HandshakeKey, "Perform the handshake first", InsertedStatements.Ahead(statement, handshake))];
    }

    /// <summary>The text of the only host that the function connects to, where repeating it does nothing twice.</summary>
    private static string? HostConnectedTo(SyntaxNode place, SemanticModel model, CancellationToken cancellationToken)
    {
        var function = place.FirstAncestorOrSelf<SyntaxNode>(node => node is BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax or CompilationUnitSyntax);
        var hosts = new HashSet<string>(StringComparer.Ordinal);
        foreach (var node in function?.DescendantNodes() ?? [])
        {
            var argument = node switch
            {
                InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Connect" or "ConnectAsync" } } call => call.ArgumentList.Arguments.FirstOrDefault(),
                ObjectCreationExpressionSyntax { Type: IdentifierNameSyntax { Identifier.ValueText: "TcpClient" }, ArgumentList: { } list } => list.Arguments.FirstOrDefault(),
                _ => null,
            };
            if (argument is not null)
            {
                var isSimple = argument.Expression is LiteralExpressionSyntax or IdentifierNameSyntax or MemberAccessExpressionSyntax
                    && model.GetTypeInfo(argument.Expression, cancellationToken).Type?.SpecialType == SpecialType.System_String;
                hosts.Add(isSimple ? argument.Expression.ToString() : "");
            }
        }

        return hosts.Count == 1 && hosts.First().Length > 0 ? hosts.First() : null;
    }
}
