using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow;
using SocketSecurity.Analyzers.Flow.Origins;
using SocketSecurity.Analyzers.Flow.Taint;
using SocketSecurity.Analyzers.KnownApis;

namespace SocketSecurity.Analyzers.HostileInput;

/// <summary>
/// SOCK6005: deserializers that create any type the data names, and settings that make others do so. With data that a peer sent
/// they are a weakness; with other data, which an attacker may or may not get at, they are information.
/// </summary>
[NoCodeFix("SOCK6005", "another serializer has another format and needs to know the types, which only the program's authors do")]
public sealed class UnsafeDeserializationAnalyzer : RuleAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.UnsafeDeserialization];

    public override IEnumerable<string> NamesOfInterest(ApiCatalogue catalogue) => catalogue.NamesOf(ApiRole.UnsafeDeserializer, ApiRole.TypeNameSetting);

    public override void AnalyzeCompilation(RuleContext context)
    {
        var catalogue = ApiCatalogue.For(context.Options, context.CancellationToken);
        var deserializers = EntriesByType(catalogue, ApiRole.UnsafeDeserializer, context.Compilation);
        if (deserializers.Count > 0)
        {
            var names = new HashSet<string>(deserializers.Values.SelectMany(static entries => entries).Select(static entry => entry.SimpleName), StringComparer.Ordinal);
            context.RegisterOperationAction(
                operation =>
                {
                    var call = (IInvocationOperation)operation.Operation;
                    if (names.Contains(call.TargetMethod.Name) && call.Instance is { } instance)
                    {
                        AnalyzeCall(operation, call, instance, deserializers);
                    }
                },
                OperationKind.Invocation);
        }

        var settings = EntriesByType(catalogue, ApiRole.TypeNameSetting, context.Compilation);
        if (settings.Count > 0)
        {
            context.RegisterOperationAction(operation => AnalyzeSetting(operation, settings), OperationKind.SimpleAssignment);
        }
    }

    private static Dictionary<INamedTypeSymbol, List<ApiEntry>> EntriesByType(ApiCatalogue catalogue, ApiRole role, Compilation compilation)
    {
        var found = new Dictionary<INamedTypeSymbol, List<ApiEntry>>(SymbolEqualityComparer.Default);
        foreach (var entry in catalogue.Entries(role))
        {
            foreach (var symbol in compilation.GetTypesByMetadataName(entry.DeclaringType))
            {
                if (!found.TryGetValue(symbol, out var entries))
                {
                    found.Add(symbol, entries = []);
                }

                entries.Add(entry);
            }
        }

        return found;
    }

    private static ApiEntry? EntryOf(ITypeSymbol? type, string member, Dictionary<INamedTypeSymbol, List<ApiEntry>> known)
    {
        for (var current = type as INamedTypeSymbol; current is not null; current = current.BaseType)
        {
            if (known.TryGetValue(current, out var entries) && entries.Find(entry => entry.SimpleName == member) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private static void AnalyzeCall(
        OperationAnalysisContext context, IInvocationOperation call, IOperation instance, Dictionary<INamedTypeSymbol, List<ApiEntry>> known)
    {
        var origins = ValueOrigins.For(context.Compilation);
        foreach (var type in TypesOf(instance, origins.Models, context.CancellationToken))
        {
            if (EntryOf(type, call.TargetMethod.Name, known) is { } entry)
            {
                var isReceived = call.Arguments is [var data, ..] && new ReceivedData(origins, context.CancellationToken).Holds(data.Value);
                Report(context, call, $"'{type.Name}.{call.TargetMethod.Name}'", isReceived, entry.Words(0));
                return;
            }
        }
    }

    /// <summary>The type of the serializer; behind an interface or a base, the types of the objects that it can be.</summary>
    private static List<ITypeSymbol> TypesOf(IOperation instance, SourceModels models, CancellationToken cancellationToken)
    {
        var types = new List<ITypeSymbol>();
        Add(SingleValue.Of(instance));
        if (instance.WithoutConversions() is IMemberReferenceOperation { Type: { IsAbstract: true } or { TypeKind: TypeKind.Interface } } member
            && member is IFieldReferenceOperation or IPropertyReferenceOperation)
        {
            const int MaximumMentions = 100;
            foreach (var declaration in member.Member.DeclaringSyntaxReferences)
            {
                var syntax = declaration.GetSyntax(cancellationToken);
                foreach (var node in syntax.DescendantNodes())
                {
                    if (node is Microsoft.CodeAnalysis.CSharp.Syntax.BaseObjectCreationExpressionSyntax)
                    {
                        Add(models.For(node, instance).GetOperation(node, cancellationToken));
                    }
                }
            }

            foreach (var mention in models.MentionsOf(member.Member, instance, MaximumMentions, cancellationToken) ?? [])
            {
                if (mention.Parent is ISimpleAssignmentOperation assignment && assignment.Target == mention)
                {
                    Add(SingleValue.Of(assignment.Value));
                }
            }
        }

        return types;

        void Add(IOperation? value)
        {
            if (value?.Type is { } type)
            {
                types.Add(type);
            }
        }
    }

    private static void AnalyzeSetting(OperationAnalysisContext context, Dictionary<INamedTypeSymbol, List<ApiEntry>> known)
    {
        var assignment = (ISimpleAssignmentOperation)context.Operation;
        if (assignment.Target is not IPropertyReferenceOperation { Property: { } property, Instance: var owner }
            || property.Type.TypeKind != TypeKind.Enum
            || EntryOf(property.ContainingType, property.Name, known) is not { } entry
            || IsValue(assignment.Value, property.Type, entry.Arguments[0]))
        {
            return;
        }

        var limits = entry.Arguments[1].Split('|');
        var settings = ObjectSettings.InBodyOf(assignment);
        var path = ObjectPath.Of(owner);
        if (settings.IsAlwaysOverwritten(assignment)
            || (path is { } target && Array.Exists(limits, limit => settings.Find(target, limit) is not null)))
        {
            return;
        }

        Report(context, assignment.Value, $"'{property.ContainingType.Name}.{property.Name}'", IsUsedOnReceived(assignment, path, context), entry.Words(2));
    }

    /// <summary>Whether the value is the safe one, or nobody knows which.</summary>
    private static bool IsValue(IOperation value, ITypeSymbol type, string safe) =>
        !SingleValue.TryGetConstant(value, out var constant)
        || (type.GetMembers(safe) is [IFieldSymbol { HasConstantValue: true } field] && Equals(field.ConstantValue, constant));

    /// <summary>Whether the body gives these settings to a call together with data that a peer sent.</summary>
    private static bool IsUsedOnReceived(ISimpleAssignmentOperation assignment, ObjectPath? path, OperationAnalysisContext context)
    {
        var data = new ReceivedData(ValueOrigins.For(context.Compilation), context.CancellationToken);
        foreach (var operation in assignment.Body().Descendants())
        {
            if (operation is IInvocationOperation call
                && call.TargetMethod.Name.StartsWith("Deserialize", StringComparison.Ordinal)
                && call.Arguments is [var first, ..]
                && (assignment.IsInside(call) || UsesSettings(call, path))
                && data.Holds(first.Value))
            {
                return true;
            }
        }

        return false;
    }

    private static bool UsesSettings(IInvocationOperation call, ObjectPath? path)
    {
        if (path is not { } settings)
        {
            return false;
        }

        if (ObjectPath.Of(call.Instance) is { } instance && instance.Equals(settings))
        {
            return true;
        }

        foreach (var argument in call.Arguments)
        {
            if (ObjectPath.Of(argument.Value) is { } given && given.Equals(settings))
            {
                return true;
            }
        }

        return false;
    }

    private static void Report(OperationAnalysisContext context, IOperation place, string what, bool isReceived, string instead)
    {
        // What a test reads it has written itself.
        if (!isReceived && ProductionGuard.IsTestCode(place.Syntax.SyntaxTree, context.Compilation, context.Options))
        {
            return;
        }

        context.ReportDiagnostic(GuardedFinding.CreateWith(
            isReceived ? Rules.UnsafeDeserialization.DefaultSeverity : DiagnosticSeverity.Info,
            properties: null,
            Rules.UnsafeDeserialization,
            context,
            place,
            additionalLocations: null,
            what,
            isReceived ? " from the network" : "",
            instead));
    }
}
