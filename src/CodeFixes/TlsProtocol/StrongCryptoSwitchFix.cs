using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using SocketSecurity.Analyzers.CodeFixes.Editing;
using SocketSecurity.Analyzers.TlsProtocol;

namespace SocketSecurity.Analyzers.CodeFixes.TlsProtocol;

/// <summary>
/// SOCK2007: sets the switch the safe way. That is right on every target framework; leaving the call out is not, because an
/// application built for an old framework has the weak value by default.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(StrongCryptoSwitchFix))]
public sealed class StrongCryptoSwitchFix : CodeFixProvider
{
    public const string InvertKey = "SOCK2007.Invert";

    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Rules.StrongCryptoDisabled.Id];

    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var diagnostic = context.Diagnostics[0];
        if (!diagnostic.Properties.TryGetValue(StrongCryptoSwitchAnalyzer.SafeValue, out var safe)
            || safe is null
            || await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false) is not { } root)
        {
            return;
        }

        if (root.ExpressionAt(context.Span) is not { } value)
        {
            return;
        }

        context.RegisterCodeFix(
            CodeAction.Create(
                $"Set the switch to {safe.Trim('"')}",
                _ => Task.FromResult(context.Document.WithSyntaxRoot(root.ReplaceNode(value, SyntaxFactory.ParseExpression(safe).WithTriviaFrom(value)))),
                InvertKey),
            context.Diagnostics);
    }
}
