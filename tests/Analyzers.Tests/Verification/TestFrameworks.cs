using System.Collections.Immutable;
using System.Reflection;
using Basic.Reference.Assemblies;
using Microsoft.CodeAnalysis;

namespace SocketSecurity.Analyzers.Tests.Verification;

/// <summary>Reference assemblies that test sources are compiled against; nothing is downloaded while tests run.</summary>
internal static class TestFrameworks
{
    public static ImmutableArray<MetadataReference> Net100 { get; } = [.. Net100References()];

    /// <summary>.NET Framework 4.7.2: <c>ServicePointManager</c> and friends without obsoletion, older API defaults.</summary>
    public static ImmutableArray<MetadataReference> Net472 { get; } = FolderOf("Net472References");

    /// <summary>Kestrel and the rest of ASP.NET Core, on top of <see cref="Net100"/>.</summary>
    public static ImmutableArray<MetadataReference> AspNetCore { get; } = FolderOf("AspNetCoreReferences");

    /// <summary>The libraries whose members the API catalogue names: their newest build for .NET, each once.</summary>
    public static ImmutableArray<MetadataReference> Libraries { get; } =
    [
        .. typeof(TestFrameworks).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Where(attribute => attribute.Key == "LibraryReferences")
            .SelectMany(attribute => NewestBuild(attribute.Value!))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    public static MetadataReference SecureDefaults { get; } =
        MetadataReference.CreateFromFile(Path.Combine(AppContext.BaseDirectory, "SocketSecurity.SecureDefaults.dll"));

    public static string RepositoryRoot { get; } = Metadata("RepositoryRoot");

    private static IEnumerable<MetadataReference> Net100References() => Basic.Reference.Assemblies.Net100.References.All;

    private static string[] NewestBuild(string folder)
    {
        string[] preferred = ["net10.0", "net9.0", "net8.0", "net6.0", "netstandard2.1", "netstandard2.0", "netstandard1.3"];
        var build = preferred.Select(name => Path.Combine(folder, name)).First(Directory.Exists);
        return Directory.GetFiles(build, "*.dll");
    }

    private static ImmutableArray<MetadataReference> FolderOf(string key) =>
    [
        .. Directory.GetFiles(Metadata(key), "*.dll", SearchOption.AllDirectories)
            .Where(path => !Path.GetFileName(path).StartsWith("System.EnterpriseServices.", StringComparison.Ordinal)) // native code inside
            .Order(StringComparer.Ordinal)
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    private static string Metadata(string key) => typeof(TestFrameworks).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == key).Value!;
}
