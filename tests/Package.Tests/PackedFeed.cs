using System.IO.Compression;
using System.Reflection;

[assembly: AssemblyFixture(typeof(SocketSecurity.Package.Tests.PackedFeed))]

namespace SocketSecurity.Package.Tests;

/// <summary>
/// Packs the packages once per run into a feed of its own, from what is already built, with a version nobody else has:
/// no cache can hand the tests an older package.
/// </summary>
public sealed class PackedFeed : IAsyncLifetime
{
    private readonly string _root = Directory.CreateTempSubdirectory("socketsecurity-packages-").FullName;

    public string Version { get; } = $"0.1.0-test.{DateTime.UtcNow:yyyyMMddHHmmss}.{Environment.ProcessId}";

    public string Feed => Path.Combine(_root, "feed");

    /// <summary>The packages folder of the consumers; it starts empty, so all they can get of ours is what was just packed.</summary>
    public string PackagesFolder => Path.Combine(_root, "packages");

    /// <summary>What other people's packages were restored to when the repository was built.</summary>
    public static string RestoredPackages => Metadata("NuGetPackageRoot");

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(Feed);
        foreach (var project in new[] { "Package", "SecureDefaults", "SecureDefaults.AspNetCore", "SecureDefaults.Redis", "SecureDefaults.Sodium" })
        {
            var pack = await Dotnet.Run(
                Metadata("RepositoryRoot"),
                new Dictionary<string, string>(),
                "pack", $"src/{project}", "--no-build", "--configuration", Metadata("Configuration"), "--output", Feed, $"-p:PackageVersion={Version}", "-tl:off");
            pack.Succeeded();
        }
    }

    /// <summary>The system that programs are published for: this one.</summary>
    public static string RuntimeIdentifier => Metadata("RuntimeIdentifier");

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_root, recursive: true);
        return default;
    }

    /// <summary>A new project folder with the given files, which restores from this feed and nowhere else.</summary>
    internal Consumer CreateConsumer(string package, params IEnumerable<(string Path, string Text)> files) =>
        new(this, Directory.CreateDirectory(Path.Combine(_root, Path.GetRandomFileName())).FullName, package, files);

    /// <summary>The file names inside a package, without those that NuGet itself adds to every package.</summary>
    internal IReadOnlyList<string> Entries(string package)
    {
        using var archive = ZipFile.OpenRead(Path.Combine(Feed, $"{package}.{Version}.nupkg"));
        return
        [
            .. archive.Entries.Select(entry => entry.FullName)
                .Where(name => name != "[Content_Types].xml" && !name.StartsWith("_rels/", StringComparison.Ordinal) && !name.StartsWith("package/", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal),
        ];
    }

    internal string ReadEntry(string package, string name)
    {
        using var archive = ZipFile.OpenRead(Path.Combine(Feed, $"{package}.{Version}.nupkg"));
        using var reader = new StreamReader(archive.GetEntry(name)!.Open());
        return reader.ReadToEnd();
    }

    private static string Metadata(string key) => typeof(PackedFeed).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == key).Value!;
}
