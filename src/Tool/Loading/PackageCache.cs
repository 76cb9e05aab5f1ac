using System.Collections.Immutable;
using System.Xml;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace SocketSecurity.Tool.Loading;

/// <summary>
/// Finds the assemblies of packages that are already on this machine. They are read as metadata; nothing is downloaded and
/// nothing in them runs.
/// </summary>
internal sealed class PackageCache(string? folder)
{
    /// <summary>Nearest first. Modern projects may use everything on the first list, .NET Framework everything on the second.</summary>
    private static readonly string[] ModernFolders =
    [
        "net10.0", "net9.0", "net8.0", "net7.0", "net6.0", "net5.0", "netcoreapp3.1", "netcoreapp3.0", "netcoreapp2.1", "netcoreapp2.0",
        "netstandard2.1", "netstandard2.0", "netstandard1.6", "netstandard1.3", "netstandard1.1", "netstandard1.0",
    ];

    private static readonly string[] NetFrameworkFolders =
    [
        "net472", "net471", "net47", "net462", "net461", "net46", "net452", "net451", "net45", "net40", "net35", "net20",
        "netstandard2.0", "netstandard1.6", "netstandard1.3", "netstandard1.1", "netstandard1.0",
    ];

    private readonly Dictionary<string, MetadataReference> _assemblies = new(StringComparer.Ordinal);

    /// <summary>The cache of the user, where <c>dotnet restore</c> puts packages.</summary>
    public static PackageCache OfUser() => new(
        Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } configured
            ? configured
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages"));

    /// <summary>A cache that has nothing.</summary>
    public static PackageCache None() => new(null);

    /// <summary>The assemblies of the packages and of what those depend on, and the names of packages that are not here.</summary>
    public (ImmutableArray<MetadataReference> References, ImmutableArray<string> Missing) Resolve(
        IEnumerable<PackageName> packages, TargetFramework framework)
    {
        var assemblies = new Dictionary<string, MetadataReference>(StringComparer.OrdinalIgnoreCase);
        var missing = ImmutableArray.CreateBuilder<string>();
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var open = new Queue<(PackageName Package, bool IsDirect)>(packages.Select(package => (package, true)));
        while (open.TryDequeue(out var next))
        {
            if (!seen.Add(next.Package.Id))
            {
                continue;
            }

            if (FolderOf(next.Package) is not { } package)
            {
                if (next.IsDirect)
                {
                    missing.Add(next.Package.Id);
                }

                continue;
            }

            foreach (var path in Assemblies(package, framework))
            {
                assemblies.TryAdd(Path.GetFileName(path), Reference(path));
            }

            foreach (var dependency in Dependencies(package))
            {
                open.Enqueue((dependency, false));
            }
        }

        return ([.. assemblies.Values], missing.ToImmutable());
    }

    private static IEnumerable<string> Assemblies(string package, TargetFramework framework)
    {
        foreach (var kind in new[] { "ref", "lib" })
        {
            foreach (var name in framework.Kind == FrameworkKind.Framework ? NetFrameworkFolders : ModernFolders)
            {
                var candidate = Path.Combine(package, kind, name);
                if (Directory.Exists(candidate))
                {
                    return Directory.GetFiles(candidate, "*.dll").Order(StringComparer.Ordinal);
                }
            }
        }

        return [];
    }

    /// <summary>Dependencies of all target frameworks together: one too many adds nothing wrong.</summary>
    private static IEnumerable<PackageName> Dependencies(string package)
    {
        try
        {
            return Directory.GetFiles(package, "*.nuspec").Take(1)
                .SelectMany(path => XDocument.Load(path).Descendants().Where(element => element.Name.LocalName == "dependency"))
                .Select(element => new PackageName(element.Attribute("id")?.Value ?? "", element.Attribute("version")?.Value))
                .Where(dependency => dependency.Id.Length > 0)
                .ToList();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or XmlException)
        {
            return [];
        }
    }

    /// <summary>The wanted version when it is here, or else the highest that is.</summary>
    private string? FolderOf(PackageName package)
    {
        if (folder is null || package.Id.AsSpan().ContainsAny('/', '\\') || package.Id.Contains("..", StringComparison.Ordinal))
        {
            return null;
        }

        var versions = Path.Combine(folder, package.Id.ToLowerInvariant());
        if (!Directory.Exists(versions))
        {
            return null;
        }

        var wanted = package.Version?.Trim('[', ']', '(', ')', ' ').Split(',')[0].Trim();
        var present = Directory.GetDirectories(versions);
        return present.FirstOrDefault(path => string.Equals(Path.GetFileName(path), wanted, StringComparison.OrdinalIgnoreCase))
            ?? present.MaxBy(path => VersionOf(Path.GetFileName(path)));
    }

    private static Version VersionOf(string text) => Version.TryParse(text.Split('-', '+')[0], out var version) ? version : new Version(0, 0);

    private MetadataReference Reference(string path)
    {
        if (!_assemblies.TryGetValue(path, out var reference))
        {
            reference = MetadataReference.CreateFromFile(path);
            _assemblies.Add(path, reference);
        }

        return reference;
    }
}
