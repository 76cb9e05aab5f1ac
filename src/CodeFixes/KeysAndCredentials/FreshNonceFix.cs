using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using SocketSecurity.Analyzers.CodeFixes.Editing;

namespace SocketSecurity.Analyzers.CodeFixes.KeysAndCredentials;

/// <summary>
/// SOCK3002 and SOCK3003: a new nonce for every message. Whoever decrypts needs it, so the message gets longer or the protocol
/// changes: offered one at a time, and only where the nonce stays in a variable from which it can be sent.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(FreshNonceFix))]
public sealed class FreshNonceFix : CodeFixProvider
{
    public const string FillKey = "SOCK3002.Fill";
    public const string GenerateKey = "SOCK3002.GenerateIV";

    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Rules.ConstantNonce.Id, Rules.NonceReuse.Id];

    public override FixAllProvider? GetFixAllProvider() => null;

    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        var model = await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false);
        if (root is null || model is null)
        {
            return;
        }

        var value = root.ExpressionAt(context.Span);
        if (value?.Parent is AssignmentExpressionSyntax { Left: MemberAccessExpressionSyntax access, Parent: ExpressionStatementSyntax } assignment)
        {
            var call = SyntaxFactory.InvocationExpression(access.WithName(SyntaxFactory.IdentifierName("GenerateIV")).WithoutTrailingTrivia())
                .WithTriviaFrom(assignment);
            Register(context, "Generate a new IV for every message (changes the format: send it along)", GenerateKey, root.ReplaceNode(assignment, call));
        }
        else if (value is not null
            && Buffer(value) is { } name
            && IsWritableLocal(name, model, context.CancellationToken)
            && model.Compilation.GetTypeByMetadataName("System.Security.Cryptography.RandomNumberGenerator") is { } generator
            && !generator.GetMembers("Fill").IsEmpty
            && value.FirstAncestorOrSelf<StatementSyntax>() is { Parent: BlockSyntax } statement)
        {
            var fill = SyntaxFactory.ExpressionStatement(SyntaxFactory.InvocationExpression(
                    SyntaxFactory.MemberAccessExpression(
                        SyntaxKind.SimpleMemberAccessExpression, TypeReference.To(generator, context.Document), SyntaxFactory.IdentifierName("Fill")),
                    SyntaxFactory.ArgumentList([SyntaxFactory.Argument(SyntaxFactory.IdentifierName(name.Identifier.WithoutTrivia()))])))
                .WithLeadingTrivia(statement.GetLeadingTrivia())
                .WithTrailingTrivia(SyntaxFactory.ElasticLineFeed)
                .WithAdditionalAnnotations(Formatter.Annotation);
            var indentation = statement.GetLeadingTrivia().Where(trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia)).Take(1);
            Register(
                context,
                "Fill the nonce with random bytes for every message (changes the format: send it along)",
                FillKey,
                root.ReplaceNode(statement, [fill, statement.WithLeadingTrivia(indentation)]));
        }
    }

    private static void Register(CodeFixContext context, string title, string key, SyntaxNode root) => context.RegisterCodeFix(
        CodeAction.Create(title, _ => Task.FromResult(context.Document.WithSyntaxRoot(root)), key), context.Diagnostics);

    /// <summary>The variable that holds the nonce, given whole or as a span of it.</summary>
    private static IdentifierNameSyntax? Buffer(ExpressionSyntax value) => value switch
    {
        IdentifierNameSyntax name => name,
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "AsSpan", Expression: IdentifierNameSyntax name } } => name,
        _ => null,
    };

    private static bool IsWritableLocal(IdentifierNameSyntax name, SemanticModel model, CancellationToken cancellationToken) =>
        model.GetSymbolInfo(name, cancellationToken).Symbol is ILocalSymbol { Type: var type }
        && type is IArrayTypeSymbol { ElementType.SpecialType: SpecialType.System_Byte } or INamedTypeSymbol { Name: "Span", ContainingNamespace.Name: "System" };
}
