using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow;
using SocketSecurity.Analyzers.KnownApis;

namespace SocketSecurity.Analyzers.Transport;

/// <summary>
/// SOCK5003 and SOCK5008: a library's switch that sends in clear, or that leaves it to the peer whether TLS is used. Which
/// members are such switches is in the API catalogue. The library's own source, where its modes are told apart, is not judged.
/// </summary>
public sealed class TlsModeAnalyzer : RuleAnalyzer
{
    /// <summary>Property of a finding: the value that uses TLS.</summary>
    public const string SafeValue = "SafeValue";

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.TlsTurnedOff, Rules.OpportunisticTls];

    public override IEnumerable<string> NamesOfInterest(ApiCatalogue catalogue) => catalogue.NamesOf(ApiRole.TlsSwitch, ApiRole.StarttlsMode);

    public override void AnalyzeCompilation(RuleContext context)
    {
        var catalogue = ApiCatalogue.For(context.Options, context.CancellationToken);
        var members = new Dictionary<ISymbol, ApiEntry>(SymbolEqualityComparer.Default);
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in catalogue.Entries(ApiRole.TlsSwitch).Concat(catalogue.Entries(ApiRole.StarttlsMode)))
        {
            foreach (var symbol in MembersOf(entry, context.Compilation))
            {
                members[symbol] = entry;
                names.Add(symbol.Name);
            }
        }

        if (members.Count == 0)
        {
            return;
        }

        context.RegisterOperationAction(
            operation =>
            {
                var reference = (IMemberReferenceOperation)operation.Operation;
                if (EntryOf(reference.Member) is { } entry && entry.Arguments[0] == "-"
                    && IsInForce(reference))
                {
                    Report(operation, reference, reference.Member, entry);
                }
            },
            OperationKind.FieldReference, OperationKind.PropertyReference);
        context.RegisterOperationAction(
            operation =>
            {
                var assignment = (ISimpleAssignmentOperation)operation.Operation;
                if (assignment.Target is IPropertyReferenceOperation { Property: { } property }
                    && EntryOf(property) is { } entry
                    && HasValue(assignment.Value, entry.Arguments[0])
                    && !ObjectSettings.InBodyOf(assignment).IsAlwaysOverwritten(assignment))
                {
                    Report(operation, assignment.Value, property, entry);
                }
            },
            OperationKind.SimpleAssignment);
        context.RegisterOperationAction(
            operation =>
            {
                var call = (IInvocationOperation)operation.Operation;
                if (EntryOf(call.TargetMethod) is { } entry
                    && call.Arguments is [{ ArgumentKind: ArgumentKind.Explicit } argument, ..]
                    && HasValue(argument.Value, entry.Arguments[0]))
                {
                    Report(operation, argument.Value, call.TargetMethod, entry);
                }
            },
            OperationKind.Invocation);

        // The name alone turns nearly every member away.
        ApiEntry? EntryOf(ISymbol member) => names.Contains(member.Name) && members.TryGetValue(member.OriginalDefinition, out var entry) ? entry : null;
    }

    private static IEnumerable<ISymbol> MembersOf(ApiEntry entry, Compilation compilation)
    {
        foreach (var type in compilation.GetTypesByMetadataName(entry.DeclaringType))
        {
            foreach (var member in type.GetMembers(entry.SimpleName))
            {
                if (member.DeclaringSyntaxReferences.IsEmpty)
                {
                    yield return member;
                }
            }
        }
    }

    private static bool IsInForce(IMemberReferenceOperation reference)
    {
        if (reference.Type?.TypeKind == TypeKind.Enum)
        {
            return FlagPosition.InForceAround(reference) is { } expression && !ValueEffect.IsNone(expression);
        }

        var value = reference.WithConversions();
        return value.Parent is IArgumentOperation or IVariableInitializerOperation or IReturnOperation or IConditionalOperation
            || (value.Parent is ISimpleAssignmentOperation assignment && assignment.Value == value);
    }

    private static bool HasValue(IOperation value, string expected) =>
        SingleValue.TryGetConstant(value, out var constant)
        && string.Equals(Convert.ToString(constant, System.Globalization.CultureInfo.InvariantCulture), expected, StringComparison.OrdinalIgnoreCase);

    private static void Report(OperationAnalysisContext context, IOperation place, ISymbol member, ApiEntry entry)
    {
        if (Loopback.IsNamedAround(place))
        {
            return;
        }

        var rule = entry.Role == ApiRole.TlsSwitch ? Rules.TlsTurnedOff : Rules.OpportunisticTls;
        var value = entry.Arguments[0] == "-" ? "" : member is IMethodSymbol ? $"({entry.Arguments[0]})" : $" = {entry.Arguments[0]}";
        context.ReportDiagnostic(GuardedFinding.CreateWith(
            rule.DefaultSeverity,
            ImmutableDictionary<string, string?>.Empty.Add(SafeValue, entry.Arguments[1]),
            rule,
            context,
            place,
            additionalLocations: null,
            $"'{member.ContainingType.Name}.{member.Name}{value}'"));
    }
}
