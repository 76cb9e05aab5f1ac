using System.Collections.Immutable;
using System.Reflection;

namespace SocketSecurity.Analyzers.Configuration;

/// <summary>Every option of the analyzers. An option added here is known to SOCK0002 and to the documentation tests.</summary>
public static class Options
{
    /// <summary>What all keys begin with.</summary>
    public const string KeyPrefix = "socketsecurity.";

    /// <summary>More than this for one message of a peer needs a reason.</summary>
    public static readonly AnalyzerOption<int> MaximumPeerAllocation = new(
        KeyPrefix + "maximum_peer_allocation",
        64 << 20,
        "67108864",
        OptionParsers.Number(1, int.MaxValue),
        "a number of bytes from 1 to 2147483647",
        "A size from a peer counts as limited when it is compared with at most this.");

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

    /// <summary>Machines of the same rack, or behind a tunnel, which only the developer knows of.</summary>
    public static readonly AnalyzerOption<ImmutableArray<string>> CleartextHosts = new(
        KeyPrefix + "cleartext_hosts",
        [],
        "",
        OptionParsers.List<string>(OptionParsers.Text),
        "a comma-separated list of hosts such as printer.lan, *.svc.cluster.local",
        "Hosts that may be reached without TLS, because something else protects the way to them.");

    /// <summary>OWASP Password Storage Cheat Sheet: 600 000 iterations of HMAC-SHA-256.</summary>
    public static readonly AnalyzerOption<int> MinimumPbkdf2Iterations = new(
        KeyPrefix + "minimum_pbkdf2_iterations",
        600_000,
        "600000",
        OptionParsers.Number(1, int.MaxValue),
        "a whole number greater than zero",
        "The fewest iterations of PBKDF2 with SHA-256 that are not reported; SHA-512, which costs more, needs 220 for every 600 of them.");

    /// <summary>All options in the order of their keys.</summary>
    public static ImmutableArray<AnalyzerOption> All { get; } = typeof(Options)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Where(field => typeof(AnalyzerOption).IsAssignableFrom(field.FieldType))
        .Select(field => (AnalyzerOption)field.GetValue(null)!)
        .OrderBy(option => option.Key, StringComparer.Ordinal)
        .ToImmutableArray();
}
