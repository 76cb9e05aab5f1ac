using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SocketSecurity.Analyzers.CodeFixes.Editing;
using SocketSecurity.Analyzers.PeerAuthentication;

namespace SocketSecurity.Analyzers.CodeFixes.PeerAuthentication;

/// <summary>SOCK1014: writes the authenticated, signed and encrypted value of the same enumeration.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UnauthenticatedBindFix))]
public sealed class UnauthenticatedBindFix : CodeFixProvider
{
    public const string AuthenticateKey = "SOCK1014.Authenticate";

    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Rules.UnauthenticatedBind.Id];

    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var document = context.Document;
        var diagnostic = context.Diagnostics[0];
        if (!diagnostic.Properties.TryGetValue(UnauthenticatedBindAnalyzer.SafeMembers, out var safe) || safe is null
            || await document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false) is not { } root
            || await document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false) is not { } model
            || root.ExpressionAt(diagnostic.Location) is not { } value
            || model.GetTypeInfo(value, context.CancellationToken).Type is not INamedTypeSymbol { TypeKind: TypeKind.Enum } type)
        {
            return;
        }

        var members = safe.Split('|');
        if (members.Any(member => type.GetMembers(member).IsEmpty))
        {
            return;
        }

        var replacement = members
            .Select(member => Member(value, member, type, document))
            .Aggregate((left, right) => SyntaxFactory.BinaryExpression(
                SyntaxKind.BitwiseOrExpression,
                left,
                SyntaxFactory.Token(SyntaxKind.BarToken).WithLeadingTrivia(SyntaxFactory.Space).WithTrailingTrivia(SyntaxFactory.Space),
                right));

        context.RegisterCodeFix(
            CodeAction.Create(
                $"Use {string.Join(" | ", members)}",
                _ => Task.FromResult(document.WithSyntaxRoot(root.ReplaceNode(value, replacement.WithTriviaFrom(value)))),
                AuthenticateKey),
            context.Diagnostics);
    }

    /// <summary>The type as it was written before, so that a qualified name or an alias stays.</summary>
    private static ExpressionSyntax Member(ExpressionSyntax value, string member, INamedTypeSymbol type, Document document)
    {
        var name = SyntaxFactory.IdentifierName(member);
        return value switch
        {
            MemberAccessExpressionSyntax access => access.WithName(name).WithoutTrivia(),
            IdentifierNameSyntax => name,
            _ => SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, TypeReference.To(type, document), name),
        };
    }
}
