using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.CodeFixes.Editing;

namespace SocketSecurity.Analyzers.CodeFixes.HostileInput;

/// <summary>
/// SOCK6002: the handshake gets a deadline, by <c>SecureTls</c> where the library is there and the stream is made right before,
/// else by a token source that is linked to the token in scope.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(HandshakeDeadlineFix))]
public sealed class HandshakeDeadlineFix : OfferingFix
{
    public const string SecureTlsKey = "SOCK6002.SecureTls";
    public const string DeadlineKey = "SOCK6002.Deadline";

    private const string SourceName = "handshakeTimeout";

    /// <summary>As long as the library gives a handshake.</summary>
    private const string Timeout = "FromSeconds(10)";

    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Rules.HandshakeWithoutDeadline.Id];

    private protected override async Task<List<(string Key, string Title, TrackedEdit Edit)>> OffersFor(
        Document document, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var offers = new List<(string Key, string Title, TrackedEdit Edit)>();
        if (await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false) is not { } root
            || await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is not { } model
            || root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true) is not InvocationExpressionSyntax call
            || model.GetOperation(call, cancellationToken) is not IInvocationOperation handshake)
        {
            return offers;
        }

        if (SecureTlsHandshake.Offer(handshake, call, document, model) is { } secure)
        {
            offers.Add((SecureTlsKey, "Let SecureTls perform the handshake, with a deadline and verified results", secure));
        }

        if (Deadline(handshake, call, document, model) is { } deadline)
        {
            offers.Add((DeadlineKey, "End the handshake after 10 seconds", deadline));
        }

        return offers;
    }

    private static TrackedEdit? Deadline(IInvocationOperation handshake, InvocationExpressionSyntax call, Document document, SemanticModel model)
    {
        var compilation = model.Compilation;
        if (!handshake.TargetMethod.Name.EndsWith("Async", StringComparison.Ordinal)
            || !HasTokenOverload(handshake.TargetMethod)
            || ((CSharpParseOptions)call.SyntaxTree.Options).LanguageVersion < LanguageVersion.CSharp8
            || call.FirstAncestorOrSelf<StatementSyntax>() is not ExpressionStatementSyntax { Parent: BlockSyntax or GlobalStatementSyntax } statement
            || HandshakeArguments.AsOptions(handshake, document, compilation) is not { } options
            || compilation.GetTypeByMetadataName("System.Threading.CancellationTokenSource") is not { } source
            || compilation.GetTypeByMetadataName("System.TimeSpan") is not { } timeSpan)
        {
            return null;
        }

        var name = FreeNames.For(SourceName, model, statement);
        var time = $"{timeSpan.ToMinimalDisplayString(model, statement.SpanStart)}.{Timeout}";
        var type = source.ToMinimalDisplayString(model, statement.SpanStart);
        var (indentation, lineEnd) = InsertedStatements.StyleOf(statement);
        var text = ScopeTokens.At(model, statement.SpanStart) is { } token
            ? $"using var {name} = {type}.CreateLinkedTokenSource({token});{lineEnd}{indentation}{name}.CancelAfter({time});{lineEnd}"
            : $"using var {name} = new {type}({time});{lineEnd}";

        var arguments = SyntaxFactory.ArgumentList(SyntaxFactory.SeparatedList<ArgumentSyntax>(new SyntaxNodeOrToken[]
        {
            SyntaxFactory.Argument(options),
            SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space),
            SyntaxFactory.Argument(SyntaxFactory.ParseExpression($"{name}.Token")),
        })).WithTriviaFrom(call.ArgumentList);
        var guarded = statement.ReplaceNode(call, call.WithArgumentList(arguments)).WithLeadingTrivia(SyntaxFactory.Whitespace(indentation));
        var inserted = Statements(text);
        inserted[0] = inserted[0].WithLeadingTrivia(statement.GetLeadingTrivia());

        return InsertedStatements.Edit(statement, [.. inserted, guarded]);
    }

    private static List<StatementSyntax> Statements(string text) =>
        [.. ((BlockSyntax)SyntaxFactory.ParseStatement("{" + text + "}")).Statements];

    private static bool HasTokenOverload(IMethodSymbol method)
    {
        foreach (var member in method.ContainingType.GetMembers(method.Name))
        {
            if (member is IMethodSymbol { Parameters: [{ Type.Name: "SslServerAuthenticationOptions" or "SslClientAuthenticationOptions" }, { Type.Name: "CancellationToken" }] })
            {
                return true;
            }
        }

        return false;
    }
}
