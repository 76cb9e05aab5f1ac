using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace SocketSecurity.Analyzers.KnownApis;

/// <summary>
/// Which member plays which role, as data: the embedded text files beside this one, and what users add in
/// <c>SocketSecurity.Apis.txt</c>. Immutable; nothing is referenced and nothing is looked up until its simple name occurs.
/// </summary>
public sealed class ApiCatalogue
{
    /// <summary>The name of the additional files by which users extend the catalogue.</summary>
    public const string UserFileName = "SocketSecurity.Apis.txt";

    private static readonly ConditionalWeakTable<AdditionalText, StrongBox<ImmutableArray<ApiEntry>>> UserEntries = new();

    private readonly Dictionary<string, List<ApiEntry>> _byName = new(StringComparer.Ordinal);
    private readonly ImmutableArray<ApiEntry> _entries;

    private ApiCatalogue(ImmutableArray<ApiEntry> entries)
    {
        _entries = entries;
        foreach (var entry in entries)
        {
            if (!_byName.TryGetValue(entry.SimpleName, out var list))
            {
                _byName.Add(entry.SimpleName, list = []);
            }

            list.Add(entry);
        }
    }

    /// <summary>The catalogue that ships with the analyzers.</summary>
    public static ApiCatalogue BuiltIn { get; } = new(ReadEmbedded());

    /// <summary>The built-in catalogue with the project's own additions.</summary>
    public static ApiCatalogue For(AnalyzerOptions options, CancellationToken cancellationToken)
    {
        var added = ImmutableArray<ApiEntry>.Empty;
        foreach (var file in options.AdditionalFiles)
        {
            if (IsUserFile(file.Path))
            {
                added = added.AddRange(UserEntries.GetValue(file, text => new(ReadUserFile(text, cancellationToken))).Value);
            }
        }

        return added.IsEmpty ? BuiltIn : new ApiCatalogue(BuiltIn._entries.AddRange(added));
    }

    public static bool IsUserFile(string path) => string.Equals(Path.GetFileName(path), UserFileName, StringComparison.OrdinalIgnoreCase);

    public IEnumerable<ApiEntry> Entries(ApiRole role) => _entries.Where(entry => entry.Role == role);

    /// <summary>The names of the members that have one of the roles, and of the types that declare them.</summary>
    public IEnumerable<string> NamesOf(params ApiRole[] roles)
    {
        foreach (var entry in _entries)
        {
            if (roles.Contains(entry.Role))
            {
                yield return WithoutArity(entry.TypeName);
                if (entry.SimpleName != ".ctor")
                {
                    yield return WithoutArity(entry.SimpleName);
                }
            }
        }
    }

    /// <summary>The entry that gives the member this role. Overrides and implementations have the role of what they stand for.</summary>
    public bool TryGet(ISymbol member, ApiRole role, [NotNullWhen(true)] out ApiEntry? entry)
    {
        entry = null;
        if (!_byName.TryGetValue(member.Name, out var candidates))
        {
            return false;
        }

        for (var symbol = member; symbol is not null; symbol = Overridden(symbol))
        {
            if ((entry = Match(symbol, role, candidates)) is not null)
            {
                return true;
            }
        }

        foreach (var contract in member.ContainingType?.AllInterfaces ?? [])
        {
            foreach (var promised in contract.GetMembers(member.Name))
            {
                if (SymbolEqualityComparer.Default.Equals(member.ContainingType!.FindImplementationForInterfaceMember(promised), member)
                    && (entry = Match(promised, role, candidates)) is not null)
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static ApiEntry? Match(ISymbol symbol, ApiRole role, List<ApiEntry> candidates)
    {
        string? id = null;
        foreach (var candidate in candidates)
        {
            if (candidate.Role != role)
            {
                continue;
            }

            id ??= symbol.OriginalDefinition.GetDocumentationCommentId() ?? "";
            if (id.StartsWith(candidate.Member, StringComparison.Ordinal)
                && (id.Length == candidate.Member.Length || id[candidate.Member.Length] is '(' or '`'))
            {
                return candidate;
            }
        }

        return null;
    }

    private static string WithoutArity(string name) => name.IndexOf('`') is var end and > 0 ? name.Substring(0, end) : name;

    private static ISymbol? Overridden(ISymbol symbol) => symbol switch
    {
        IMethodSymbol method => method.OverriddenMethod,
        IPropertySymbol property => property.OverriddenProperty,
        IEventSymbol @event => @event.OverriddenEvent,
        _ => null,
    };

    private static ImmutableArray<ApiEntry> ReadUserFile(AdditionalText file, CancellationToken cancellationToken)
    {
        var entries = ImmutableArray.CreateBuilder<ApiEntry>();
        if (file.GetText(cancellationToken) is { } text)
        {
            foreach (var line in text.Lines)
            {
                if (ApiCatalogueLine.Read(line.ToString(), out _) is { } entry)
                {
                    entries.Add(entry);
                }
            }
        }

        return entries.ToImmutable();
    }

    private static ImmutableArray<ApiEntry> ReadEmbedded()
    {
        var assembly = typeof(ApiCatalogue).Assembly;
        var entries = ImmutableArray.CreateBuilder<ApiEntry>();
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith("KnownApis.", StringComparison.Ordinal)).OrderBy(name => name, StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            while (reader.ReadLine() is { } line)
            {
                if (ApiCatalogueLine.Read(line, out var problem) is { } entry)
                {
                    entries.Add(entry);
                }
                else if (problem is not null)
                {
                    throw new InvalidDataException($"{name}: {line}: {problem}");
                }
            }
        }

        return entries.ToImmutable();
    }
}
