using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SocketSecurity.Analyzers.CodeFixes.Editing;
using SocketSecurity.Analyzers.KeysAndCredentials;
using SocketSecurity.Analyzers.KnownApis;

namespace SocketSecurity.Analyzers.CodeFixes.KeysAndCredentials;

/// <summary>
/// SOCK3001: the key comes from outside the program. What is replaced is the constant where it enters: the initializer of
/// the variable or field, or the value itself. The key stays bytes or text, so that everything after it stays as it is.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(HardCodedKeyFix))]
public sealed class HardCodedKeyFix : OfferingFix
{
    public const string EnvironmentKey = "SOCK3001.Environment";
    public const string SecretKeyKey = "SOCK3001.SecretKey";

    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Rules.HardCodedKey.Id];

    private protected override async Task<List<(string Key, string Title, TrackedEdit Edit)>> OffersFor(
        Document document, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var offers = new List<(string Key, string Title, TrackedEdit Edit)>();
        if (await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false) is not { } root
            || await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is not { } model
            || ConstantEntry.Find(root, model, diagnostic, cancellationToken) is not { } entry)
        {
            return offers;
        }

        var variable = diagnostic.Properties.TryGetValue(SecretValueAnalyzer.Use, out var use) && use is "mac" or "otp" ? "SIGNING_KEY" : "ENCRYPTION_KEY";
        var fallback = entry.IsText ? null : Fallback(entry.Expression, model, cancellationToken);
        if (!entry.IsText && fallback is null && model.Compilation.GetTypeByMetadataName(SecureDefaultsNames.SecretKey) is { } secretKey)
        {
            offers.Add((SecretKeyKey, "Read the key with SecretKey.FromEnvironment", Replace(entry.Expression, SecretKey(secretKey, variable, document))));
        }

        if (EnvironmentReading.For(model.Compilation, document) is { } environment)
        {
            offers.Add((EnvironmentKey, "Read the key from an environment variable", fallback is not null
                ? Replace(fallback, environment.Missing("The key is not configured."))
                : Replace(entry.Expression, entry.IsText ? environment.Text(variable) : environment.Bytes(variable))));
        }

        return offers;
    }

    /// <summary>The constant after <c>??</c>, when the rest already reads a setting.</summary>
    private static ExpressionSyntax? Fallback(ExpressionSyntax expression, SemanticModel model, CancellationToken cancellationToken)
    {
        foreach (var coalesce in expression.DescendantNodesAndSelf().OfType<BinaryExpressionSyntax>())
        {
            if (coalesce.IsKind(SyntaxKind.CoalesceExpression) && model.GetConstantValue(coalesce.Right, cancellationToken).HasValue)
            {
                return coalesce.Right;
            }
        }

        return null;
    }

    private static TrackedEdit Replace(ExpressionSyntax expression, ExpressionSyntax replacement) =>
        new(expression, (root, current) => root.ReplaceNode(current, replacement.WithTriviaFrom(current)));

    private static ExpressionSyntax SecretKey(INamedTypeSymbol type, string variable, Document document) => SyntaxFactory.InvocationExpression(
        SyntaxFactory.MemberAccessExpression(
            SyntaxKind.SimpleMemberAccessExpression,
            EnvironmentReading.Call(TypeReference.To(type, document), SecureDefaultsNames.Members.FromEnvironment, EnvironmentReading.Literal(variable)),
            SyntaxFactory.IdentifierName(SecureDefaultsNames.Members.ExportDangerous)));
}
