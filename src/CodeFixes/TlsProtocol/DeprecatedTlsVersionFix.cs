using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SocketSecurity.Analyzers.CodeFixes.Editing;
using SocketSecurity.Analyzers.Configuration;
using SocketSecurity.Analyzers.TlsProtocol;

namespace SocketSecurity.Analyzers.CodeFixes.TlsProtocol;

/// <summary>SOCK2001: takes the old versions out; where nothing is left, the versions that are sound take their place.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(DeprecatedTlsVersionFix))]
public sealed class DeprecatedTlsVersionFix : CodeFixProvider
{
    public const string RemoveKey = "SOCK2001.Remove";

    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Rules.DeprecatedTlsVersion.Id];

    public override FixAllProvider GetFixAllProvider() => FixAllProvider.Create(async (context, document, diagnostics) =>
    {
        var edits = new List<TrackedEdit>();
        foreach (var diagnostic in diagnostics)
        {
            if (await EditFor(document, diagnostic, context.CancellationToken).ConfigureAwait(false) is { } edit)
            {
                edits.Add(edit);
            }
        }

        var root = await document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        return root is null ? document : document.WithSyntaxRoot(TrackedEdit.ApplyAll(root, edits));
    });

    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        if (await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false) is { } root
            && await EditFor(context.Document, context.Diagnostics[0], context.CancellationToken).ConfigureAwait(false) is { } edit)
        {
            context.RegisterCodeFix(
                CodeAction.Create(
                    "Remove the deprecated TLS versions",
                    _ => Task.FromResult(context.Document.WithSyntaxRoot(TrackedEdit.ApplyAll(root, [edit]))),
                    RemoveKey),
                context.Diagnostics);
        }
    }

    private static async Task<TrackedEdit?> EditFor(Document document, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        if (await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false) is not { } root
            || await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is not { } model)
        {
            return null;
        }

        var node = root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
        var expression = node is ArgumentSyntax argument ? argument.Expression : node as ExpressionSyntax;
        if (expression is null || VersionEnum(model, expression, cancellationToken) is not { } type)
        {
            return null;
        }

        var options = document.Project.AnalyzerOptions;
        var requiresTls13 = Options.MinimumTlsVersion.Read(options, root.SyntaxTree) == TlsVersion.Tls13;
        var deprecated = TlsVersions.Deprecated(requiresTls13);

        if (Without(model, expression, deprecated, cancellationToken) is { } rest)
        {
            return new TrackedEdit(expression, (current, place) => current.ReplaceNode(place, rest.WithTriviaFrom(place)));
        }

        // `protocols |= old` adds nothing that is left.
        if (expression.Parent is AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.OrAssignmentExpression } addition && Removal.CanRemove(addition))
        {
            return new TrackedEdit(addition, (current, place) => Removal.Remove(current, (AssignmentExpressionSyntax)place));
        }

        var sound = Sound(document, type, requiresTls13);
        return sound is null ? null : new TrackedEdit(expression, (current, place) => current.ReplaceNode(place, sound.WithTriviaFrom(place)));
    }

    private static INamedTypeSymbol? VersionEnum(SemanticModel model, ExpressionSyntax expression, CancellationToken cancellationToken) =>
        model.GetTypeInfo(expression, cancellationToken).Type as INamedTypeSymbol is { TypeKind: TypeKind.Enum, Name: "SslProtocols" or "SecurityProtocolType" } type
            ? type
            : null;

    /// <summary>The expression without its deprecated parts; null when nothing sound is left.</summary>
    private static ExpressionSyntax? Without(SemanticModel model, ExpressionSyntax expression, long deprecated, CancellationToken cancellationToken)
    {
        switch (expression)
        {
            case ParenthesizedExpressionSyntax parenthesized:
                var inner = Without(model, parenthesized.Expression, deprecated, cancellationToken);
                return inner == parenthesized.Expression ? parenthesized : inner;

            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.BitwiseOrExpression } both:
                var left = Without(model, both.Left, deprecated, cancellationToken);
                var right = Without(model, both.Right, deprecated, cancellationToken);
                return (left, right) switch
                {
                    (null, null) => null,
                    (null, not null) => right,
                    (not null, null) => left.WithoutTrailingTrivia(),
                    _ => both.WithLeft(left).WithRight(right),
                };

            case ConditionalExpressionSyntax:
                return null;

            default:
                return (TlsVersions.BitsOf(model.GetConstantValue(expression, cancellationToken)) & deprecated) != 0 ? null : expression;
        }
    }

    /// <summary>TLS 1.2 and 1.3, as far as the target framework's enumeration has them.</summary>
    private static ExpressionSyntax? Sound(Document document, INamedTypeSymbol type, bool requiresTls13)
    {
        ExpressionSyntax? sound = null;
        foreach (var name in TlsVersions.MembersOf((requiresTls13 ? 0 : TlsVersions.Tls12) | TlsVersions.Tls13))
        {
            if (type.GetMembers(name).IsEmpty)
            {
                continue;
            }

            ExpressionSyntax member = SyntaxFactory.MemberAccessExpression(
                SyntaxKind.SimpleMemberAccessExpression, TypeReference.To(type, document), SyntaxFactory.IdentifierName(name));
            sound = sound is null
                ? member
                : SyntaxFactory.BinaryExpression(
                    SyntaxKind.BitwiseOrExpression,
                    sound,
                    SyntaxFactory.Token(SyntaxKind.BarToken).WithLeadingTrivia(SyntaxFactory.Space).WithTrailingTrivia(SyntaxFactory.Space),
                    member);
        }

        return sound;
    }
}
