using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SocketSecurity.Analyzers.CodeFixes.Editing;
using SocketSecurity.Analyzers.MessageProtection;

namespace SocketSecurity.Analyzers.CodeFixes.MessageProtection;

/// <summary>SOCK4010: OAEP with SHA-256, PSS, SHA-256. What is sent or stored changes, so it is offered one at a time.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AsymmetricPaddingFix))]
public sealed class AsymmetricPaddingFix : CodeFixProvider
{
    public const string ReplaceKey = "SOCK4010.Replace";

    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Rules.WeakAsymmetricPadding.Id];

    /// <summary>None: both sides have to change together.</summary>
    public override FixAllProvider? GetFixAllProvider() => null;

    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        if (await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false) is not { } root
            || await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false) is not { } model)
        {
            return;
        }

        var reported = root.ExpressionAt(context.Span);
        if (reported is null || Replacement(reported, model, context.Document, context.CancellationToken) is not var (title, old, replacement))
        {
            return;
        }

        context.RegisterCodeFix(
            CodeAction.Create(
                $"{title} (changes what is sent or stored)",
                _ => Task.FromResult(context.Document.WithSyntaxRoot(root.ReplaceNode(old, replacement.WithTriviaFrom(old)))),
                ReplaceKey),
            context.Diagnostics);
    }

    private static (string Title, SyntaxNode Old, SyntaxNode New)? Replacement(ExpressionSyntax reported, SemanticModel model, Document document, CancellationToken cancellationToken)
    {
        var property = model.GetSymbolInfo(reported, cancellationToken).Symbol as IPropertySymbol;
        var name = reported is MemberAccessExpressionSyntax access ? access.Name : reported as SimpleNameSyntax;
        return property switch
        {
            { Name: "Pkcs1", ContainingType.Name: "RSAEncryptionPadding" } when name is not null => ("Encrypt with OAEP and SHA-256", name, SyntaxFactory.IdentifierName("OaepSHA256")),
            { Name: "Pkcs1", ContainingType.Name: "RSASignaturePadding" } when name is not null => ("Sign with PSS", name, SyntaxFactory.IdentifierName("Pss")),
            { IsStatic: true, ContainingType.Name: "HashAlgorithmName" } when name is not null => ("Sign with SHA-256", name, SyntaxFactory.IdentifierName("SHA256")),
            _ when model.GetTypeInfo(reported, cancellationToken).Type is INamedTypeSymbol { Name: "HashAlgorithmName" } hash =>
                ("Sign with SHA-256", reported, SyntaxFactory.MemberAccessExpression(
                    SyntaxKind.SimpleMemberAccessExpression, TypeReference.To(hash, document), SyntaxFactory.IdentifierName("SHA256"))),
            null when reported is LiteralExpressionSyntax { RawKind: (int)SyntaxKind.StringLiteralExpression } text =>
                ("Sign with SHA-256", text, SyntaxFactory.LiteralExpression(SyntaxKind.StringLiteralExpression, SyntaxFactory.Literal("SHA256"))),
            null when reported is LiteralExpressionSyntax { RawKind: (int)SyntaxKind.FalseLiteralExpression } flag
                && model.Compilation.GetTypeByMetadataName(AsymmetricPaddingAnalyzer.EncryptionPadding) is { } padding
                && !padding.GetMembers("OaepSHA256").IsEmpty =>
                ("Encrypt with OAEP and SHA-256", flag, SyntaxFactory.MemberAccessExpression(
                    SyntaxKind.SimpleMemberAccessExpression, TypeReference.To(padding, document), SyntaxFactory.IdentifierName("OaepSHA256"))),
            _ => null,
        };
    }
}
