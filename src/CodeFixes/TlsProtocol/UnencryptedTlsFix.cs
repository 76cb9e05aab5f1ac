using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SocketSecurity.Analyzers.CodeFixes.Editing;

namespace SocketSecurity.Analyzers.CodeFixes.TlsProtocol;

/// <summary>SOCK2004: requires encryption.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UnencryptedTlsFix))]
public sealed class UnencryptedTlsFix : CodeFixProvider
{
    public const string RequireKey = "SOCK2004.Require";

    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Rules.UnencryptedTlsAllowed.Id];

    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        if (await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false) is not { } root
            || await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false) is not { } model
            || model.Compilation.GetTypeByMetadataName("System.Net.Security.EncryptionPolicy") is not { } policy)
        {
            return;
        }

        var node = root.FindNode(context.Span, getInnermostNodeForTie: true);
        var place = node is ArgumentSyntax argument ? argument.Expression : node;
        var require = SyntaxFactory.MemberAccessExpression(
            SyntaxKind.SimpleMemberAccessExpression, TypeReference.To(policy, context.Document), SyntaxFactory.IdentifierName("RequireEncryption"));
        context.RegisterCodeFix(
            CodeAction.Create(
                "Require encryption",
                _ => Task.FromResult(context.Document.WithSyntaxRoot(root.ReplaceNode(place, require.WithTriviaFrom(place)))),
                RequireKey),
            context.Diagnostics);
    }
}
