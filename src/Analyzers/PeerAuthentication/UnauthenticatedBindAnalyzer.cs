using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow;
using SocketSecurity.Analyzers.KnownApis;

namespace SocketSecurity.Analyzers.PeerAuthentication;

/// <summary>
/// SOCK1014: an enumeration value that leaves the peer unauthenticated takes effect. Which values do is in the API catalogue;
/// <see cref="ProtectedElsewhere"/> knows when something else authenticates.
/// </summary>
public sealed class UnauthenticatedBindAnalyzer : RuleAnalyzer
{
    /// <summary>Property of a finding: the safe members of the same type, with <c>|</c> between them.</summary>
    public const string SafeMembers = "SafeMembers";

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.UnauthenticatedBind];

    public override IEnumerable<string> NamesOfInterest(ApiCatalogue catalogue) => catalogue.NamesOf(ApiRole.Unauthenticated);

    public override void AnalyzeCompilation(RuleContext context)
    {
        var catalogue = ApiCatalogue.For(context.Options, context.CancellationToken);
        var values = UnauthenticatedValues.In(context.Compilation, catalogue);
        if (values.IsEmpty)
        {
            return;
        }

        context.RegisterOperationAction(
            operation =>
            {
                var reference = (IFieldReferenceOperation)operation.Operation;
                if (values.Find(reference.Field) is { } entry)
                {
                    Analyze(operation, reference.Field, entry);
                }
            },
            OperationKind.FieldReference);

        context.RegisterOperationAction(
            operation =>
            {
                var conversion = (IConversionOperation)operation.Operation;
                if (!conversion.IsImplicit
                    && conversion.Operand.Type?.TypeKind != TypeKind.Enum
                    && values.Find(conversion.Type, conversion.ConstantValue) is var (field, entry))
                {
                    Analyze(operation, field, entry);
                }
            },
            OperationKind.Conversion);
    }

    private static void Analyze(OperationAnalysisContext context, IFieldSymbol value, ApiEntry entry)
    {
        var place = context.Operation;
        if (FlagPosition.InForceAround(place) is not { } expression
            || IsOutweighed(value, expression)
            || ValueEffect.IsNone(expression)
            || ProtectedElsewhere.Is(expression, value))
        {
            return;
        }

        context.ReportDiagnostic(Diagnostic.Create(
            Rules.UnauthenticatedBind,
            place.Syntax.GetLocation(),
            additionalLocations: null,
            properties: entry.Arguments[0] == "-" ? null : ImmutableDictionary<string, string?>.Empty.Add(SafeMembers, entry.Arguments[0]),
            $"{value.ContainingType.Name}.{value.Name}",
            entry.Words(from: 1)));
    }

    /// <summary>A flag that is zero says nothing when other flags are set beside it.</summary>
    private static bool IsOutweighed(IFieldSymbol value, IOperation expression) =>
        UnauthenticatedValues.Number(value.ConstantValue) == 0
        && expression is IBinaryOperation { OperatorKind: BinaryOperatorKind.Or } combined
        && (!combined.ConstantValue.HasValue || UnauthenticatedValues.Number(combined.ConstantValue.Value) != 0);
}
