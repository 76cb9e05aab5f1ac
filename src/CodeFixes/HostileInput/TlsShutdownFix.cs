using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SocketSecurity.Analyzers.CodeFixes.Editing;

namespace SocketSecurity.Analyzers.CodeFixes.HostileInput;

/// <summary>
/// SOCK6007: <c>ShutdownAsync</c> as the last statement before the stream is disposed, in asynchronous functions that write to the
/// stream itself. A writer around it may hold text until it is disposed, which would then come after the end.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(TlsShutdownFix))]
public sealed class TlsShutdownFix : OfferingFix
{
    public const string ShutdownKey = "SOCK6007.Shutdown";

    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Rules.TlsClosedWithoutShutdown.Id];

    private protected override async Task<List<(string Key, string Title, TrackedEdit Edit)>> OffersFor(
        Document document, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        if (await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false) is not { } root
            || await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is not { } model
            || root.ExpressionAt(diagnostic.Location.SourceSpan)?.FirstAncestorOrSelf<VariableDeclaratorSyntax>() is not { } stream
            || ScopeOf(stream) is not { Statements: [.., var last] } scope
            || !IsAsync(scope)
            || IsWrapped(stream.Identifier.ValueText, scope))
        {
            return [];
        }

        var shutdown = SyntaxFactory.ParseStatement($"await {stream.Identifier.Text}.ShutdownAsync();");
        if (last is ReturnStatementSyntax)
        {
            return last.DescendantTokens().Any(token => token.ValueText == stream.Identifier.ValueText)
                ? []
                : Offer(InsertedStatements.Ahead(last, shutdown));
        }

        return model.AnalyzeControlFlow(last) is { Succeeded: true, EndPointIsReachable: true } ? Offer(InsertedStatements.After(last, shutdown)) : [];
    }

    private static List<(string Key, string Title, TrackedEdit Edit)> Offer(TrackedEdit edit) => [(ShutdownKey, "End the TLS session before the stream is disposed", edit)];

    /// <summary>The block at the end of which the stream is disposed; null where <c>using</c> does not dispose it.</summary>
    private static BlockSyntax? ScopeOf(VariableDeclaratorSyntax stream) => stream.Parent?.Parent switch
    {
        LocalDeclarationStatementSyntax { UsingKeyword.RawKind: not 0, Parent: BlockSyntax block } => block,
        UsingStatementSyntax { Statement: BlockSyntax block } => block,
        _ => null,
    };

    private static bool IsAsync(SyntaxNode place)
    {
        foreach (var node in place.Ancestors())
        {
            switch (node)
            {
                case AnonymousFunctionExpressionSyntax lambda:
                    return lambda.AsyncKeyword.RawKind != 0;
                case LocalFunctionStatementSyntax function:
                    return function.Modifiers.Any(SyntaxKind.AsyncKeyword);
                case BaseMethodDeclarationSyntax method:
                    return method.Modifiers.Any(SyntaxKind.AsyncKeyword);
                case LockStatementSyntax or UnsafeStatementSyntax or FixedStatementSyntax:
                    return false;
                case GlobalStatementSyntax:
                    return true;
            }
        }

        return false;
    }

    private static bool IsWrapped(string stream, BlockSyntax scope)
    {
        foreach (var node in scope.DescendantNodes())
        {
            if (node is BaseObjectCreationExpressionSyntax { ArgumentList: { } arguments }
                && arguments.Arguments.Any(argument => argument.Expression is IdentifierNameSyntax name && name.Identifier.ValueText == stream))
            {
                return true;
            }
        }

        return false;
    }
}
