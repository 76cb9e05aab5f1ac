using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SocketSecurity.Analyzers.CodeFixes.Editing;
using SocketSecurity.Analyzers.KeysAndCredentials;
using SocketSecurity.Analyzers.Transport;

namespace SocketSecurity.Analyzers.CodeFixes.KeysAndCredentials;

/// <summary>
/// SOCK3004, SOCK3005: the password comes from the environment, the private key from a file that the environment names. What is
/// replaced is the constant where it enters, so that everything after it stays as it is.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CredentialFix))]
public sealed class CredentialFix : OfferingFix
{
    public const string PasswordKey = "SOCK3004.Environment";
    public const string PrivateKeyKey = "SOCK3005.File";

    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Rules.HardCodedCredential.Id, Rules.PrivateKeyInSource.Id];

    private protected override async Task<List<(string Key, string Title, TrackedEdit Edit)>> OffersFor(
        Document document, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        if (await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false) is not { } root
            || await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is not { } model
            || ConstantEntry.Find(root, model, diagnostic, cancellationToken) is not { } entry
            || NeedsConstant(entry.Expression)
            || EnvironmentReading.For(model.Compilation, document) is not { } environment)
        {
            return [];
        }

        if (diagnostic.Id == Rules.HardCodedCredential.Id)
        {
            // What fills the holes of an interpolated text would be lost.
            var variable = diagnostic.Properties.TryGetValue(SecretValueAnalyzer.Use, out var use) && use == ConnectionStringAnalyzer.ConnectionUse ? "CONNECTION_STRING" : "SERVICE_PASSWORD";
            return entry is { IsText: true, Expression: not InterpolatedStringExpressionSyntax }
                ? [Offer(PasswordKey, "Read it from an environment variable", environment.Text(variable))]
                : [];
        }

        return model.Compilation.GetTypeByMetadataName("System.IO.File") is { } file && !IsResourceName(entry.Expression)
            ? [Offer(PrivateKeyKey, "Read the private key from a file named by an environment variable", EnvironmentReading.Call(
                TypeReference.To(file, document), entry.IsText ? "ReadAllText" : "ReadAllBytes", environment.Text("PRIVATE_KEY_FILE")))]
            : [];

        (string Key, string Title, TrackedEdit Edit) Offer(string key, string title, ExpressionSyntax replacement) =>
            (key, title, new TrackedEdit(entry.Expression, (current, place) => current.ReplaceNode(place, replacement.WithTriviaFrom(place))));
    }

    /// <summary>Constants and attributes cannot be read at run time.</summary>
    private static bool NeedsConstant(ExpressionSyntax expression) =>
        expression.FirstAncestorOrSelf<AttributeSyntax>() is not null
        || expression.FirstAncestorOrSelf<FieldDeclarationSyntax>()?.Modifiers.Any(SyntaxKind.ConstKeyword) == true
        || expression.FirstAncestorOrSelf<LocalDeclarationStatementSyntax>()?.IsConst == true
        || expression.FirstAncestorOrSelf<CaseSwitchLabelSyntax>() is not null;

    private static bool IsResourceName(ExpressionSyntax expression) =>
        expression.Parent?.Parent?.Parent is InvocationExpressionSyntax call && call.Expression.ToString().EndsWith("GetManifestResourceStream", StringComparison.Ordinal);
}
