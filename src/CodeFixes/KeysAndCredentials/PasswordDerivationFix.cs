using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SocketSecurity.Analyzers.CodeFixes.Editing;
using SocketSecurity.Analyzers.KeysAndCredentials;

namespace SocketSecurity.Analyzers.CodeFixes.KeysAndCredentials;

/// <summary>SOCK3007: PBKDF2 with a good hash and enough iterations. The derived key is another one, so it is offered one at a time.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(PasswordDerivationFix))]
public sealed class PasswordDerivationFix : CodeFixProvider
{
    public const string StrengthenKey = "SOCK3007.Strengthen";

    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Rules.WeakPasswordDerivation.Id];

    public override FixAllProvider? GetFixAllProvider() => null;

    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        var model = await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false);
        var properties = context.Diagnostics[0].Properties;
        if (root is null
            || model is null
            || !properties.TryGetValue(PasswordDerivationAnalyzer.Iterations, out var text)
            || !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var iterations)
            || ArgumentsAround(root.FindNode(context.Span, getInnermostNodeForTie: true)) is not { Parent: { } call } arguments
            || model.GetSymbolInfo(call, context.CancellationToken).Symbol is not IMethodSymbol method)
        {
            return;
        }

        properties.TryGetValue(PasswordDerivationAnalyzer.Hash, out var hash);
        var changed = With(arguments, method, Number(iterations), "iterations", "iterationCount");
        if (hash is not null)
        {
            if (HashExpression(model.Compilation, method, hash, context.Document) is not { } expression)
            {
                return;
            }

            changed = With(changed, method, expression, "hashAlgorithm", "prf");
        }

        var words = hash is null ? $"Use {Grouped(iterations, " ")} iterations" : $"Use SHA-256 and {Grouped(iterations, " ")} iterations";
        context.RegisterCodeFix(
            CodeAction.Create(
                $"{words} (changes the derived key)",
                _ => Task.FromResult(context.Document.WithSyntaxRoot(root.ReplaceNode(arguments, changed))),
                StrengthenKey),
            context.Diagnostics);
    }

    private static ArgumentListSyntax? ArgumentsAround(SyntaxNode node) => node switch
    {
        BaseObjectCreationExpressionSyntax creation => creation.ArgumentList,
        InvocationExpressionSyntax invocation => invocation.ArgumentList,
        ArgumentSyntax { Expression: BaseObjectCreationExpressionSyntax or InvocationExpressionSyntax } argument => ArgumentsAround(argument.Expression),
        _ => node.FirstAncestorOrSelf<ArgumentListSyntax>(),
    };

    /// <summary>The list with the argument of one of these names replaced, or added at its end where the overload has none.</summary>
    private static ArgumentListSyntax With(ArgumentListSyntax arguments, IMethodSymbol method, ExpressionSyntax value, string name, string otherName)
    {
        for (var i = 0; i < arguments.Arguments.Count; i++)
        {
            var argument = arguments.Arguments[i];
            var parameter = argument.NameColon?.Name.Identifier.ValueText ?? (i < method.Parameters.Length ? method.Parameters[i].Name : null);
            if (parameter == name || parameter == otherName)
            {
                return arguments.ReplaceNode(argument.Expression, value.WithTriviaFrom(argument.Expression));
            }
        }

        var items = arguments.Arguments.GetWithSeparators();
        return arguments.WithArguments(SyntaxFactory.SeparatedList<ArgumentSyntax>(items
            .Add(SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space))
            .Add(SyntaxFactory.Argument(value))));
    }

    private static ExpressionSyntax? HashExpression(Compilation compilation, IMethodSymbol method, string hash, Document document)
    {
        var (type, member) = method.ContainingType.Name == "KeyDerivation"
            ? ("Microsoft.AspNetCore.Cryptography.KeyDerivation.KeyDerivationPrf", "HMAC" + hash)
            : ("System.Security.Cryptography.HashAlgorithmName", hash);
        return compilation.GetTypeByMetadataName(type) is { } symbol
            ? SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, TypeReference.To(symbol, document), SyntaxFactory.IdentifierName(member))
            : null;
    }

    private static ExpressionSyntax Number(int value) =>
        SyntaxFactory.LiteralExpression(SyntaxKind.NumericLiteralExpression, SyntaxFactory.Literal(Grouped(value, "_"), value));

    private static string Grouped(int value, string separator) => value.ToString("N0", CultureInfo.InvariantCulture).Replace(",", separator);
}
