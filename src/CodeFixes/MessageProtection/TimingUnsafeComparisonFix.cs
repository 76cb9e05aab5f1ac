using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.CodeFixes.Editing;
using SocketSecurity.Analyzers.MessageProtection;

namespace SocketSecurity.Analyzers.CodeFixes.MessageProtection;

/// <summary>SOCK4006: compares in a time that depends on the lengths alone.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(TimingUnsafeComparisonFix))]
public sealed class TimingUnsafeComparisonFix : OfferingFix
{
    public const string FixedTimeKey = "SOCK4006.FixedTime";

    public const string VerifyKey = "SOCK4006.Verify";

    private const string VerifyTitle = "Verify with MessageMac, for a key of 32 bytes";
    private const string FixedTimeTitle = "Compare in constant time";
    private const string Operations = "System.Security.Cryptography.CryptographicOperations";

    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Rules.TimingUnsafeComparison.Id];

    private protected override async Task<List<(string Key, string Title, TrackedEdit Edit)>> OffersFor(
        Document document, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var root = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
        var model = await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false);
        if (root?.ExpressionAt(diagnostic.Location) is not { } expression
            || model?.Compilation.GetTypeByMetadataName(Operations) is not { } operations
            || model.GetOperation(expression, cancellationToken) is not { } operation
            || ComparisonRewrite.Of(operation, model, cancellationToken) is not { } rewrite
            || OperandOf(rewrite.Left) is not { } left
            || OperandOf(rewrite.Right) is not { } right)
        {
            return [];
        }

        ExpressionSyntax equal = FixedTimeOperand.Call(TypeReference.To(operations, document), "FixedTimeEquals", left, right);
        List<(string, string, TrackedEdit)> offers = [(FixedTimeKey, FixedTimeTitle, rewrite.With(equal))];
        if (MessageMacVerification.Of(rewrite, model, document, cancellationToken) is { } verification)
        {
            offers.Insert(0, (VerifyKey, VerifyTitle, rewrite.With(verification)));
        }

        return offers;

        ExpressionSyntax? OperandOf(ExpressionSyntax side) => rewrite.End is { } end && !end.StartsWith(side + ".", StringComparison.Ordinal)
            ? FixedTimeOperand.FirstOf(side, end, model)
            : FixedTimeOperand.Of(side, rewrite.IgnoresCase, model, document);
    }
}
