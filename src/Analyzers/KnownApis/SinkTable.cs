using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow.Origins;

namespace SocketSecurity.Analyzers.KnownApis;

/// <summary>
/// Which value an operation hands to a sink of the catalogue, such as a key, nonce, salt, password or token sink: an argument of a
/// call or creation, or what is assigned to a property, in an initializer too. Members are resolved once for a compilation, and the
/// simple name alone turns nearly every operation away. Immutable after construction.
/// </summary>
internal sealed class SinkTable
{
    private static readonly ConditionalWeakTable<Compilation, SinkTable> OfCompilations = new();
    private static readonly ConditionalWeakTable<Compilation, SinkTable> OfCompilationsForUris = new();

    private readonly Dictionary<ISymbol, ImmutableArray<ApiEntry>> _members = new(SymbolEqualityComparer.Default);
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly HashSet<string> _typeNames = new(StringComparer.Ordinal);

    private SinkTable(Compilation compilation, ApiCatalogue catalogue, ImmutableArray<ApiRole> roles)
    {
        var types = new Dictionary<string, INamedTypeSymbol?>(StringComparer.Ordinal);
        foreach (var role in roles)
        {
            foreach (var entry in catalogue.Entries(role))
            {
                var typeName = entry.DeclaringType;
                if (!types.TryGetValue(typeName, out var type))
                {
                    types.Add(typeName, type = compilation.GetTypeByMetadataName(typeName));
                }

                if (type is not null)
                {
                    Add(type, entry);
                }
            }
        }
    }

    /// <summary>The roles whose members take a secret or what protects one.</summary>
    public static ImmutableArray<ApiRole> SecretRoles { get; } =
        [ApiRole.KeySink, ApiRole.NonceSink, ApiRole.SaltSink, ApiRole.PasswordSink, ApiRole.TokenSink];

    /// <summary>The roles whose members take a value in.</summary>
    public static ImmutableArray<ApiRole> Roles { get; } = [.. SecretRoles, ApiRole.UriSink];

    public bool IsEmpty => _members.Count == 0;

    /// <summary>The sinks that are looked for through helpers. What is a token is only judged where it is made into one.</summary>
    public CalledMembers Followed { get; } = new();

    /// <summary>Simple names of the types that declare sinks.</summary>
    public IReadOnlyCollection<string> TypeNames => _typeNames;

    /// <summary>Whether sinks are also reached through types with other names, which derive from the declaring ones.</summary>
    public bool HasAbstractTypes { get; private set; }

    /// <summary>The one table of secrets that all rules share for a compilation.</summary>
    public static SinkTable For(Compilation compilation, AnalyzerOptions options, CancellationToken cancellationToken) =>
        OfCompilations.TryGetValue(compilation, out var table)
            ? table
            : OfCompilations.GetValue(compilation, key => new SinkTable(key, ApiCatalogue.For(options, cancellationToken), SecretRoles));

    /// <summary>The table of what connects to a URI; apart, because its names occur in far more code.</summary>
    public static SinkTable ForUris(Compilation compilation, AnalyzerOptions options, CancellationToken cancellationToken) =>
        OfCompilationsForUris.TryGetValue(compilation, out var table)
            ? table
            : OfCompilationsForUris.GetValue(compilation, key => new SinkTable(key, ApiCatalogue.For(options, cancellationToken), [ApiRole.UriSink]));

    /// <summary>The values that a call, a creation or an assignment to a property hands to sinks, usually none; null for any role.</summary>
    public ImmutableArray<SinkValue> ValuesOf(IOperation operation, ApiRole? role = null)
    {
        switch (operation)
        {
            case IInvocationOperation { TargetMethod: var method } call when MayBe(method):
                return OfArguments(call.Arguments, method.ReducedFrom ?? method, role);
            case IObjectCreationOperation { Constructor: { } constructor } creation when MayBe(constructor):
                return OfArguments(creation.Arguments, constructor, role);
            case ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property: var property } } assignment when MayBe(property):
                return OfAssignment(assignment, property, role);
            default:
                return [];
        }
    }

    /// <summary>The sink that one argument or one assignment is; null for all other operations.</summary>
    public SinkValue? ValueOf(IOperation operation, ApiRole? role = null)
    {
        var values = operation switch
        {
            IArgumentOperation { Parent: IInvocationOperation { TargetMethod: var method } } argument when MayBe(method) =>
                OfArguments([argument], method.ReducedFrom ?? method, role),
            IArgumentOperation { Parent: IObjectCreationOperation { Constructor: { } constructor } } argument when MayBe(constructor) =>
                OfArguments([argument], constructor, role),
            ISimpleAssignmentOperation => ValuesOf(operation, role),
            _ => [],
        };
        return values.IsEmpty ? null : values[0];
    }

    /// <summary>Whether a member is a sink, or overrides or implements one.</summary>
    public bool IsSink(ISymbol member) => MayBe(member) && !EntriesOf(member).IsEmpty;

    /// <summary>Whether the name is one of a sink; most names are not.</summary>
    private bool MayBe(ISymbol member) =>
        _names.Contains(member is IMethodSymbol { MethodKind: MethodKind.Constructor } ? member.ContainingType.Name : member.Name);

    private ImmutableArray<SinkValue> OfArguments(ImmutableArray<IArgumentOperation> arguments, IMethodSymbol method, ApiRole? role)
    {
        var found = ImmutableArray<SinkValue>.Empty;
        var entries = EntriesOf(method);
        if (entries.IsEmpty)
        {
            return found;
        }

        foreach (var argument in arguments)
        {
            foreach (var entry in entries)
            {
                if ((role is null || entry.Role == role) && argument.Parameter is { } parameter && Takes(entry, parameter.Name))
                {
                    foreach (var value in ValuesIn(argument))
                    {
                        found = found.Add(new SinkValue(entry, value, argument, method));
                    }
                }
            }
        }

        return found;
    }

    /// <summary>What is listed for a <c>params</c> parameter are values of their own; the array around them is nobody's.</summary>
    private static ImmutableArray<IOperation> ValuesIn(IArgumentOperation argument) => argument switch
    {
        { ArgumentKind: ArgumentKind.ParamArray, Value: IArrayCreationOperation { Initializer: { } listed } } => listed.ElementValues,
        _ => [argument.Value],
    };

    private ImmutableArray<SinkValue> OfAssignment(ISimpleAssignmentOperation assignment, IPropertySymbol property, ApiRole? role)
    {
        var found = ImmutableArray<SinkValue>.Empty;
        foreach (var entry in EntriesOf(property))
        {
            if (role is null || entry.Role == role)
            {
                found = found.Add(new SinkValue(entry, assignment.Value, assignment, property));
            }
        }

        return found;
    }

    /// <summary>The entries of the member, or of the one it overrides or implements.</summary>
    private ImmutableArray<ApiEntry> EntriesOf(ISymbol member)
    {
        for (ISymbol? symbol = member; symbol is not null; symbol = Overridden(symbol))
        {
            if (_members.TryGetValue(symbol.OriginalDefinition, out var entries))
            {
                return entries;
            }
        }

        foreach (var contract in member.ContainingType?.AllInterfaces ?? [])
        {
            foreach (var promised in contract.GetMembers(member.Name))
            {
                if (_members.TryGetValue(promised.OriginalDefinition, out var entries)
                    && SymbolEqualityComparer.Default.Equals(member.ContainingType!.FindImplementationForInterfaceMember(promised), member))
                {
                    return entries;
                }
            }
        }

        return [];
    }

    private static ISymbol? Overridden(ISymbol symbol) => symbol switch
    {
        IMethodSymbol method => method.OverriddenMethod,
        IPropertySymbol property => property.OverriddenProperty,
        _ => null,
    };

    /// <summary>Names of parameters, with <c>|</c> between them.</summary>
    private static bool Takes(ApiEntry entry, string parameter)
    {
        var names = entry.Arguments[0];
        return names == parameter || (names.IndexOf('|') >= 0 && names.Split('|').Contains(parameter));
    }

    private void Add(INamedTypeSymbol type, ApiEntry entry)
    {
        foreach (var member in type.GetMembers(entry.SimpleName))
        {
            if (entry.Member.IndexOf('(') < 0 || member.GetDocumentationCommentId() == entry.Member)
            {
                _members[member] = _members.TryGetValue(member, out var others) ? others.Add(entry) : [entry];
                _names.Add(entry.SimpleName == ".ctor" ? type.Name : entry.SimpleName);
                _typeNames.Add(type.Name);
                HasAbstractTypes |= type is { IsAbstract: true, IsStatic: false, DeclaringSyntaxReferences.IsEmpty: true, Name: not "WebRequest" };
                if (entry.Role != ApiRole.TokenSink)
                {
                    Follow(member, entry);
                }
            }
        }
    }

    private void Follow(ISymbol member, ApiEntry entry)
    {
        if (member is not IMethodSymbol method)
        {
            Followed.AddProperty(member.Name);
            return;
        }

        foreach (var parameter in method.Parameters)
        {
            if (Takes(entry, parameter.Name))
            {
                Followed.Add(parameter);
            }
        }
    }
}
