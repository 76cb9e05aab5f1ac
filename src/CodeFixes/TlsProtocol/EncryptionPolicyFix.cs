using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SocketSecurity.Analyzers.CodeFixes.Editing;
using SocketSecurity.Analyzers.TlsProtocol;

namespace SocketSecurity.Analyzers.CodeFixes.TlsProtocol;

/// <summary>SOCK2004: requires encryption.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(EncryptionPolicyFix))]
public sealed class EncryptionPolicyFix : CodeFixProvider
{
    public const string RequireKey = "SOCK2004.Require";

    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Rules.UnencryptedTlsAllowed.Id];

    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        if (await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false) is not { } root
            || await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false) is not { } model
            || model.Compilation.GetTypeByMetadataName(EncryptionPolicyAnalyzer.PolicyType) is not { } policy)
        {
            return;
        }

        if (root.ExpressionAt(context.Span) is not { } value)
        {
            return;
        }

        var name = SyntaxFactory.IdentifierName(EncryptionPolicyAnalyzer.SafeMember);
        ExpressionSyntax safe = value switch
        {
            MemberAccessExpressionSyntax access => access.WithName(name),
            IdentifierNameSyntax => name,
            _ => SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, TypeReference.To(policy, context.Document), name),
        };

        context.RegisterCodeFix(
            CodeAction.Create(
                "Require encryption",
                _ => Task.FromResult(context.Document.WithSyntaxRoot(root.ReplaceNode(value, safe.WithTriviaFrom(value)))),
                RequireKey),
            context.Diagnostics);
    }
}
