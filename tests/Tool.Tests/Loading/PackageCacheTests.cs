using Microsoft.CodeAnalysis;
using SocketSecurity.Tool.Loading;

namespace SocketSecurity.Tool.Tests.Loading;

public sealed class PackageCacheTests
{
    private static readonly TargetFramework NetFramework = TargetFramework.TryParse("net472")!;

    [Fact]
    public void The_wanted_version_is_taken_and_otherwise_the_newest()
    {
        using var run = new ToolRun();
        Package(run, "lib", "1.9.0", "net8.0");
        Package(run, "lib", "1.10.0", "net8.0");

        Assert.EndsWith("1.9.0/lib/net8.0/Lib.dll", Only(run, new("Lib", "1.9.0"), TargetFramework.Newest));
        Assert.EndsWith("1.10.0/lib/net8.0/Lib.dll", Only(run, new("Lib", "2.0.0"), TargetFramework.Newest));
        Assert.EndsWith("1.10.0/lib/net8.0/Lib.dll", Only(run, new("LIB", null), TargetFramework.Newest));
    }

    [Fact]
    public void The_nearest_framework_is_taken()
    {
        using var run = new ToolRun();
        foreach (var framework in new[] { "net45", "netstandard2.0", "net6.0" })
        {
            Package(run, "lib", "1.0.0", framework);
        }

        Assert.EndsWith("/net6.0/Lib.dll", Only(run, new("Lib", "1.0.0"), TargetFramework.Newest));
        Assert.EndsWith("/net45/Lib.dll", Only(run, new("Lib", "1.0.0"), NetFramework));
    }

    [Fact]
    public void Dependencies_are_followed_and_only_direct_ones_are_missed()
    {
        using var run = new ToolRun();
        Package(run, "lib", "1.0.0", "net8.0", "other", "gone");
        Package(run, "other", "1.0.0", "net8.0", "lib");

        var (references, missing) = new PackageCache(run.Folder).Resolve([new("Lib", "1.0.0"), new("Absent", "1.0.0")], TargetFramework.Newest);

        Assert.Equal(["Lib.dll", "Other.dll"], references.Select(reference => Path.GetFileName(reference.Display)));
        Assert.Equal(["Absent"], missing);
    }

    [Theory]
    [InlineData("../lib")]
    [InlineData("..")]
    [InlineData("")]
    public void A_name_cannot_lead_out_of_the_cache(string id)
    {
        using var run = new ToolRun();
        Package(run, "lib", "1.0.0", "net8.0");
        Directory.CreateDirectory(Path.Combine(run.Folder, "cache"));

        var (references, _) = new PackageCache(Path.Combine(run.Folder, "cache")).Resolve([new(id, "1.0.0")], TargetFramework.Newest);

        Assert.Empty(references);
    }

    [Fact]
    public void No_cache_has_no_package()
    {
        var (references, missing) = PackageCache.None().Resolve([new("Lib", "1.0.0")], TargetFramework.Newest);

        Assert.Empty(references);
        Assert.Equal(["Lib"], missing);
    }

    private static string Only(ToolRun run, PackageName package, TargetFramework framework) =>
        Assert.Single(new PackageCache(run.Folder).Resolve([package], framework).References).Display!.Replace('\\', '/');

    private static void Package(ToolRun run, string id, string version, string framework, params string[] dependencies)
    {
        var name = char.ToUpperInvariant(id[0]) + id[1..];
        var path = run.Write($"{id}/{version}/lib/{framework}/{name}.dll", "");
        File.Copy(typeof(PackageCacheTests).Assembly.Location, path, overwrite: true);
        run.Write($"{id}/{version}/{id}.nuspec", $"""
            <package><metadata><dependencies>
            {string.Concat(dependencies.Select(dependency => $"<dependency id=\"{dependency}\" version=\"[1.0.0, )\" />"))}
            </dependencies></metadata></package>
            """);
    }
}
