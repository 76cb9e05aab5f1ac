using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SocketSecurity.Analyzers.CodeFixes.Editing;

namespace SocketSecurity.Analyzers.CodeFixes.MessageProtection;

/// <summary>
/// SOCK4004: SHA-256 in place of MD5 and SHA-1. Every stored or transmitted hash changes and gets longer, so it is offered one
/// at a time, and not where the result goes into a buffer of a fixed size.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(WeakHashFix))]
public sealed class WeakHashFix : CodeFixProvider
{
    public const string Sha256Key = "SOCK4004.Sha256";

    private const string Title = "Use SHA-256 (changes stored and transmitted hashes)";
    private const string Cryptography = "System.Security.Cryptography.";

    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Rules.WeakHash.Id];

    public override FixAllProvider? GetFixAllProvider() => null;

    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        var model = await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false);
        if (root?.ExpressionAt(context.Span) is not { } expression || model is null)
        {
            return;
        }

        var edit = expression switch
        {
            BaseObjectCreationExpressionSyntax creation => OfCreation(creation, model, context.Document),
            InvocationExpressionSyntax call => OfCall(call, model, context.Document),
            _ => null,
        };
        if (edit is not null)
        {
            context.RegisterCodeFix(
                CodeAction.Create(Title, _ => Task.FromResult(context.Document.WithSyntaxRoot(root.ReplaceNodes(edit.Keys, (old, _) => edit[old].WithTriviaFrom(old)))), Sha256Key),
                context.Diagnostics);
        }
    }

    /// <summary><c>new MD5CryptoServiceProvider()</c> becomes <c>SHA256.Create()</c>, <c>new HMACMD5(key)</c> <c>new HMACSHA256(key)</c>.</summary>
    private static Dictionary<SyntaxNode, SyntaxNode>? OfCreation(BaseObjectCreationExpressionSyntax creation, SemanticModel model, Document document)
    {
        if (creation.Initializer is not null || model.GetTypeInfo(creation).Type is not { ContainingNamespace.Name: "Cryptography" } type)
        {
            return null;
        }

        var isKeyed = type.Name == "HMACMD5";
        if (TypeNamed(isKeyed ? "HMACSHA256" : "SHA256", model, document) is not { } safe)
        {
            return null;
        }

        ExpressionSyntax replacement = isKeyed
            ? SyntaxFactory.ObjectCreationExpression(safe).WithArgumentList(creation.ArgumentList ?? SyntaxFactory.ArgumentList())
            : FixedTimeOperand.Call(safe, "Create");
        return WithVariable(creation, replacement, safe, model);
    }

    private static Dictionary<SyntaxNode, SyntaxNode>? OfCall(InvocationExpressionSyntax call, SemanticModel model, Document document)
    {
        if (model.GetSymbolInfo(call).Symbol is not IMethodSymbol { IsStatic: true } method || method.Name.StartsWith("Try", StringComparison.Ordinal)
            || method.Parameters.Any(parameter => parameter.Name == "destination"))
        {
            return null;
        }

        switch (method.ContainingType.Name)
        {
            case "MD5" or "SHA1" or "HMACMD5" when call.Expression is MemberAccessExpressionSyntax access:
                // A type of its own for the old hash, or a name that chooses another one, is left to people.
                return !call.ArgumentList.Arguments.Any() || method.Name != "Create"
                    ? TypeNamed(method.ContainingType.Name == "HMACMD5" ? "HMACSHA256" : "SHA256", model, document) is { } safe
                        ? WithVariable(call, call.WithExpression(access.WithExpression(safe.WithTriviaFrom(access.Expression))), safe, model)
                        : null
                    : null;
            case "HashAlgorithm" or "CryptoConfig" when call.ArgumentList.Arguments is [{ Expression: LiteralExpressionSyntax name }]:
                return new() { [name] = SyntaxFactory.LiteralExpression(SyntaxKind.StringLiteralExpression, SyntaxFactory.Literal("SHA256")) };
            case "IncrementalHash" or "CryptographicOperations" when call.ArgumentList.Arguments is [{ Expression: MemberAccessExpressionSyntax algorithm }, ..]:
                return new() { [algorithm.Name] = SyntaxFactory.IdentifierName("SHA256") };
            default:
                return null;
        }
    }

    /// <summary>A variable that is declared with the old type gets the new one; one that is declared elsewhere cannot hold it.</summary>
    private static Dictionary<SyntaxNode, SyntaxNode>? WithVariable(ExpressionSyntax old, ExpressionSyntax replacement, TypeSyntax type, SemanticModel model)
    {
        var edit = new Dictionary<SyntaxNode, SyntaxNode> { [old] = replacement };
        var target = model.GetTypeInfo(old).ConvertedType;
        if (target is null || target.Name is "HashAlgorithm" or "KeyedHashAlgorithm" or "HMAC" or "ICryptoTransform" or "IDisposable" || !IsWeakType(target))
        {
            return edit;
        }

        switch (old.Parent)
        {
            case EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Variables.Count: 1 } declaration } }:
                if (!declaration.Type.IsVar)
                {
                    edit[declaration.Type] = type;
                }

                return edit;
            case MemberAccessExpressionSyntax or ExpressionStatementSyntax:
                return edit;
            default:
                return null;
        }
    }

    private static bool IsWeakType(ITypeSymbol type) => type.Name.StartsWith("MD5", StringComparison.Ordinal)
        || type.Name.StartsWith("SHA1", StringComparison.Ordinal) || type.Name == "HMACMD5";

    private static TypeSyntax? TypeNamed(string name, SemanticModel model, Document document) =>
        model.Compilation.GetTypeByMetadataName(Cryptography + name) is { } type ? TypeReference.To(type, document) : null;
}
