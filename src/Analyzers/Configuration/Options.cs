using System.Collections.Immutable;
using System.Reflection;

namespace SocketSecurity.Analyzers.Configuration;

/// <summary>Every option of the analyzers. An option added here is known to SOCK0002 and to the documentation tests.</summary>
public static class Options
{
    /// <summary>What all keys begin with.</summary>
    public const string KeyPrefix = "socketsecurity.";

    /// <summary>RFC 9325 §3.1.1 requires TLS 1.2 and forbids everything older; stricter houses ask for 1.3.</summary>
    public static readonly AnalyzerOption<TlsVersion> MinimumTlsVersion = new(
        KeyPrefix + "minimum_tls_version",
        TlsVersion.Tls12,
        "tls12",
        OptionParsers.Choice(("tls12", TlsVersion.Tls12), ("tls13", TlsVersion.Tls13)),
        "tls12 or tls13",
        "The oldest TLS version that code may enable.");

    /// <summary>Projects that test insecure peers on purpose keep that code in folders of their own.</summary>
    public static readonly AnalyzerOption<ImmutableArray<PathPattern>> TestCodePaths = new(
        KeyPrefix + "test_code_paths",
        [],
        "",
        OptionParsers.List<PathPattern>(PathPattern.TryParse),
        "a comma-separated list of path patterns such as tests/**, *Tests.cs",
        "More paths whose code counts as test code, where certificate findings are only suggestions.");

    /// <summary>All options in the order of their keys.</summary>
    public static ImmutableArray<AnalyzerOption> All { get; } = typeof(Options)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Where(field => typeof(AnalyzerOption).IsAssignableFrom(field.FieldType))
        .Select(field => (AnalyzerOption)field.GetValue(null)!)
        .OrderBy(option => option.Key, StringComparer.Ordinal)
        .ToImmutableArray();
}
