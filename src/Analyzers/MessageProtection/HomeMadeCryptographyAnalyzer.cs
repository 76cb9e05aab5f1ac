using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow;
using SocketSecurity.Analyzers.Flow.Origins;

namespace SocketSecurity.Analyzers.MessageProtection;

/// <summary>
/// SOCK4012: a type that is a hash, cipher or key derivation for the framework and computes it itself, and data that is hidden
/// by XOR with a key that repeats.
/// </summary>
[NoCodeFix("SOCK4012", "what replaces it depends on what it is for: the page says what to look at")]
public sealed class HomeMadeCryptographyAnalyzer : RuleAnalyzer
{
    private const string Cryptography = "System.Security.Cryptography.";

    /// <summary>Masks of this size are those of the WebSocket protocol, which hide nothing from anybody by intention.</summary>
    private const int WebSocketMaskSize = 4;

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.HomeMadeCryptography];

    public override void AnalyzeCompilation(RuleContext context)
    {
        var contracts = ImmutableArray.CreateBuilder<INamedTypeSymbol>();
        foreach (var name in new[] { "HashAlgorithm", "SymmetricAlgorithm", "ICryptoTransform", "DeriveBytes" })
        {
            if (context.Compilation.GetTypeByMetadataName(Cryptography + name) is { } contract)
            {
                contracts.Add(contract);
            }
        }

        if (contracts.Count == 0)
        {
            return;
        }

        var implementations = new OwnAlgorithm(ValueOrigins.For(context.Compilation).Models, contracts.ToImmutable());
        context.RegisterSymbolAction(symbol => AnalyzeType(symbol, implementations), SymbolKind.NamedType);
        context.RegisterOperationAction(AnalyzeXor, OperationKind.Binary, OperationKind.CompoundAssignment);
    }

    private static void AnalyzeType(SymbolAnalysisContext context, OwnAlgorithm implementations)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (implementations.Is(type, context.CancellationToken))
        {
            context.ReportDiagnostic(Diagnostic.Create(
                Rules.HomeMadeCryptography,
                type.Locations[0],
                $"'{type.Name}'",
                "computes its algorithm itself, without the review and the protection against side channels that the platform's have had"));
        }
    }

    private static void AnalyzeXor(OperationAnalysisContext context)
    {
        var sides = context.Operation switch
        {
            IBinaryOperation { OperatorKind: BinaryOperatorKind.ExclusiveOr } binary => (binary.LeftOperand, binary.RightOperand),
            ICompoundAssignmentOperation { OperatorKind: BinaryOperatorKind.ExclusiveOr } compound => (compound.Target, compound.Value),
            _ => ((IOperation, IOperation)?)null,
        };
        if (sides is not var (left, right) || (RepeatingKey(right) ?? RepeatingKey(left)) is not { } key || IsMask(key, context.Operation))
        {
            return;
        }

        context.ReportDiagnostic(Diagnostic.Create(
            Rules.HomeMadeCryptography,
            context.Operation.Syntax.GetLocation(),
            "XOR with a key that repeats",
            "hides nothing: a few bytes of the data that somebody knows or guesses give the key away"));
    }

    /// <summary>The sequence in <c>key[i % key.Length]</c>; null for every other expression.</summary>
    private static IOperation? RepeatingKey(IOperation operand)
    {
        var (sequence, index) = operand.WithoutConversions() switch
        {
            IArrayElementReferenceOperation { Indices: [var at] } element => (element.ArrayReference, at),
            IPropertyReferenceOperation { Property.IsIndexer: true, Instance: { } instance, Arguments: [{ Value: var at }] } => (instance, at),
            _ => (null, (IOperation?)null),
        };
        return sequence is not null
            && index is not null
            && SingleValue.Of(index) is IBinaryOperation { OperatorKind: BinaryOperatorKind.Remainder, RightOperand: var size }
            && size.WithoutConversions() is IPropertyReferenceOperation { Property.Name: "Length" or "Count", Instance: { } measured }
            && measured.ReferencedSymbol() is { } symbol
            && SymbolEqualityComparer.Default.Equals(symbol, sequence.ReferencedSymbol())
            ? sequence
            : null;
    }

    private static bool IsMask(IOperation key, IOperation xor)
    {
        if (SingleValue.Of(key) is IArrayCreationOperation { DimensionSizes: [{ ConstantValue: { HasValue: true, Value: WebSocketMaskSize } }] })
        {
            return true;
        }

        for (var node = xor.Syntax; node is not null; node = node.Parent)
        {
            if (OwnAlgorithm.NameOf(node) is { } name
                && (name.IndexOf("mask", StringComparison.OrdinalIgnoreCase) >= 0
                    || name.IndexOf("websocket", StringComparison.OrdinalIgnoreCase) >= 0
                    || name.IndexOf("hybi", StringComparison.OrdinalIgnoreCase) >= 0))
            {
                return true;
            }
        }

        return key.ReferencedSymbol() is { Name: var keyName } && keyName.IndexOf("mask", StringComparison.OrdinalIgnoreCase) >= 0;
    }
}
