using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.CodeFixes.Editing;
using SocketSecurity.Analyzers.KnownApis;
using SocketSecurity.Analyzers.MessageProtection;

namespace SocketSecurity.Analyzers.CodeFixes.MessageProtection;

/// <summary>
/// SOCK4005: a message authentication code of the same size in place of a SHA-256 hash. Both ends need the change and the
/// same key, so it is offered one at a time.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UnkeyedIntegrityFix))]
public sealed class UnkeyedIntegrityFix : CodeFixProvider
{
    public const string MessageMacKey = "SOCK4005.MessageMac";
    public const string HmacKey = "SOCK4005.Hmac";

    /// <summary>The environment variable that the new code reads its key from, as base64 of 32 bytes.</summary>
    public const string KeyVariable = "MESSAGE_KEY";

    private const string MessageMacTitle = "Use MessageMac with a key from the environment (both ends need it)";
    private const string HmacTitle = "Use HMAC-SHA-256 (both ends need it)";

    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Rules.UnkeyedIntegrity.Id];

    public override FixAllProvider? GetFixAllProvider() => null;

    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        var model = await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false);
        if (root is null || model is null
            || root.ExpressionAt(context.Span) is not InvocationExpressionSyntax { ArgumentList.Arguments: [{ Expression: var input }] } call
            || model.GetOperation(call, context.CancellationToken) is not IInvocationOperation operation
            || PlainHash.Of(operation) is not { Function: "SHA256" } hash
            || model.Compilation.GetTypeByMetadataName("System.Security.Cryptography.HMACSHA256") is not { } hmac
            || hmac.GetMembers("HashData").IsEmpty)
        {
            return;
        }

        // A secret that is already there becomes the key; where it cannot be told from the message, people have to say which is which.
        var isPutTogether = hash.Parts().Count > 0;
        var parts = isPutTogether ? Split(input) : null;
        if (parts is null && isPutTogether)
        {
            return;
        }

        if (parts is null && model.Compilation.GetTypeByMetadataName(SecureDefaultsNames.MessageMac) is { } mac
            && model.Compilation.GetTypeByMetadataName(SecureDefaultsNames.SecretKey) is { } secret
            && model.Compilation.GetTypeByMetadataName(SecureDefaultsNames.MacKey) is { } macKey)
        {
            var keyName = SyntaxFactory.LiteralExpression(SyntaxKind.StringLiteralExpression, SyntaxFactory.Literal(KeyVariable));
            var label = SyntaxFactory.LiteralExpression(SyntaxKind.StringLiteralExpression, SyntaxFactory.Literal("message tags"));
            var derived = SyntaxFactory.InvocationExpression(
                SyntaxFactory.MemberAccessExpression(
                    SyntaxKind.SimpleMemberAccessExpression,
                    FixedTimeOperand.Call(TypeReference.To(secret, context.Document), SecureDefaultsNames.Members.FromEnvironment, keyName),
                    SyntaxFactory.GenericName(SyntaxFactory.Identifier(SecureDefaultsNames.Members.Derive), SyntaxFactory.TypeArgumentList([TypeReference.To(macKey, context.Document)]))),
                SyntaxFactory.ArgumentList([SyntaxFactory.Argument(label)]));
            Offer(MessageMacTitle, MessageMacKey, FixedTimeOperand.Call(TypeReference.To(mac, context.Document), SecureDefaultsNames.Members.Compute, derived, input.WithoutTrivia()));
        }

        var (key, message) = parts ?? (KeyFromEnvironment(model.Compilation, context.Document), input.WithoutTrivia());
        Offer(HmacTitle, HmacKey, FixedTimeOperand.Call(TypeReference.To(hmac, context.Document), "HashData", key, message));

        void Offer(string title, string equivalenceKey, ExpressionSyntax replacement) => context.RegisterCodeFix(
            CodeAction.Create(title, _ => Task.FromResult(context.Document.WithSyntaxRoot(root.ReplaceNode(call, replacement.WithTriviaFrom(call)))), equivalenceKey),
            context.Diagnostics);
    }

    /// <summary>The secret and the message, where the input is plainly one behind the other.</summary>
    private static (ExpressionSyntax Key, ExpressionSyntax Message)? Split(ExpressionSyntax input) => input switch
    {
        InvocationExpressionSyntax
        {
            Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "GetBytes" },
            ArgumentList.Arguments: [{ Expression: BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression, Left: not BinaryExpressionSyntax } sum } text],
        } encoded => (
            encoded.ReplaceNode(text, SyntaxFactory.Argument(sum.Left.WithoutTrivia())).WithoutTrivia(),
            encoded.ReplaceNode(text, SyntaxFactory.Argument(sum.Right.WithoutTrivia())).WithoutTrivia()),
        CollectionExpressionSyntax { Elements: [SpreadElementSyntax first, SpreadElementSyntax second] } => (first.Expression.WithoutTrivia(), second.Expression.WithoutTrivia()),
        InvocationExpressionSyntax
        {
            Expression: MemberAccessExpressionSyntax
            {
                Name.Identifier.ValueText: "ToArray",
                Expression: InvocationExpressionSyntax
                {
                    Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Concat", Expression: var first },
                    ArgumentList.Arguments: [{ Expression: var second }],
                },
            },
        } => (first.WithoutTrivia(), second.WithoutTrivia()),
        _ => null,
    };

    private static ExpressionSyntax KeyFromEnvironment(Compilation compilation, Document document)
    {
        var read = FixedTimeOperand.Call(
            TypeReference.To(compilation.GetTypeByMetadataName("System.Environment")!, document),
            "GetEnvironmentVariable",
            SyntaxFactory.LiteralExpression(SyntaxKind.StringLiteralExpression, SyntaxFactory.Literal(KeyVariable)));
        var refusal = SyntaxFactory.ThrowExpression(
            SyntaxFactory.Token(SyntaxKind.ThrowKeyword).WithTrailingTrivia(SyntaxFactory.Space),
            SyntaxFactory.ObjectCreationExpression(
                SyntaxFactory.Token(SyntaxKind.NewKeyword).WithTrailingTrivia(SyntaxFactory.Space),
                TypeReference.To(compilation.GetTypeByMetadataName("System.InvalidOperationException")!, document),
                SyntaxFactory.ParseArgumentList($"(\"{KeyVariable} is not set.\")"),
                initializer: null));
        var present = SyntaxFactory.BinaryExpression(
            SyntaxKind.CoalesceExpression,
            read.WithTrailingTrivia(SyntaxFactory.Space),
            SyntaxFactory.Token(SyntaxKind.QuestionQuestionToken).WithTrailingTrivia(SyntaxFactory.Space),
            refusal);
        return FixedTimeOperand.Call(TypeReference.To(compilation.GetTypeByMetadataName("System.Convert")!, document), "FromBase64String", present);
    }
}
