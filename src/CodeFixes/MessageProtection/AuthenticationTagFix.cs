using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using SocketSecurity.Analyzers.CodeFixes.Editing;
using SocketSecurity.Analyzers.MessageProtection;

namespace SocketSecurity.Analyzers.CodeFixes.MessageProtection;

/// <summary>SOCK4007: tags of 16 bytes. Messages get longer, so it is offered one at a time.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AuthenticationTagFix))]
public sealed class AuthenticationTagFix : CodeFixProvider
{
    public const string FullTagKey = "SOCK4007.FullTag";

    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Rules.ShortAuthenticationTag.Id];

    /// <summary>None: the peers and stored messages have to follow.</summary>
    public override FixAllProvider? GetFixAllProvider() => null;

    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        var reported = root?.ExpressionAt(context.Span);
        (SyntaxNode? old, SyntaxNode? replacement) = reported switch
        {
            BaseObjectCreationExpressionSyntax { ArgumentList: { Arguments.Count: 1 } arguments } creation =>
                ((SyntaxNode?)creation, (SyntaxNode?)creation.WithArgumentList(arguments.AddArguments(Argument(Number(AuthenticationTagAnalyzer.FullTag))))),
            LiteralExpressionSyntax literal when literal.Token.Value is int size =>
                (literal, Number(size > AuthenticationTagAnalyzer.FullTag ? AuthenticationTagAnalyzer.FullTag * 8 : AuthenticationTagAnalyzer.FullTag)), // bits where it was bits
            ArrayCreationExpressionSyntax { Type.RankSpecifiers: [{ Sizes: [LiteralExpressionSyntax length] }], Initializer: null } => (length, Number(AuthenticationTagAnalyzer.FullTag)),
            StackAllocArrayCreationExpressionSyntax { Type: ArrayTypeSyntax { RankSpecifiers: [{ Sizes: [LiteralExpressionSyntax length] }] }, Initializer: null } => (length, Number(AuthenticationTagAnalyzer.FullTag)),
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "AsSpan" or "Slice" }, ArgumentList.Arguments: [{ Expression: LiteralExpressionSyntax { Token.Value: 0 } }, { Expression: LiteralExpressionSyntax part }] }
                when IsCompared(reported) => (part, Number(AuthenticationTagAnalyzer.FullTag)),
            ElementAccessExpressionSyntax { ArgumentList.Arguments: [{ Expression: RangeExpressionSyntax { LeftOperand: null or LiteralExpressionSyntax { Token.Value: 0 }, RightOperand: LiteralExpressionSyntax part } }] }
                when IsCompared(reported) => (part, Number(AuthenticationTagAnalyzer.FullTag)),
            _ => (null, null),
        };
        if (root is null || old is null || replacement is null)
        {
            return;
        }

        context.RegisterCodeFix(
            CodeAction.Create(
                "Use tags of 16 bytes (changes the message format)",
                _ => Task.FromResult(context.Document.WithSyntaxRoot(root.ReplaceNode(old, replacement.WithTriviaFrom(old)))),
                FullTagKey),
            context.Diagnostics);
    }

    /// <summary>As much of a code as is compared can grow; a part of a message has its place between others.</summary>
    private static bool IsCompared(SyntaxNode part) =>
        part.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "FixedTimeEquals" } } };

    private static LiteralExpressionSyntax Number(int value) =>
        SyntaxFactory.LiteralExpression(SyntaxKind.NumericLiteralExpression, SyntaxFactory.Literal(value));

    private static ArgumentSyntax Argument(ExpressionSyntax value) => SyntaxFactory.Argument(value).WithLeadingTrivia(SyntaxFactory.Space);
}
