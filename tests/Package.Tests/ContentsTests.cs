namespace SocketSecurity.Package.Tests;

public sealed class ContentsTests(PackedFeed feed)
{
    [Fact]
    public void The_analyzer_package_has_exactly_these_files() =>
        Assert.Equal(
            [
                "README.md",
                "SocketSecurity.Analyzers.nuspec",
                "analyzers/dotnet/cs/SocketSecurity.Analyzers.CodeFixes.dll",
                "analyzers/dotnet/cs/SocketSecurity.Analyzers.dll",
                "buildTransitive/SocketSecurity.Analyzers.props",
                "buildTransitive/SocketSecurity.Analyzers.targets",
                "config/audit.globalconfig",
                "config/audit.props",
                "config/none.globalconfig",
                "config/strict.globalconfig",
            ],
            feed.Entries(Consumer.Analyzers));

    [Fact]
    public void The_library_package_has_exactly_these_files() =>
        Assert.Equal(
            [
                "README.md",
                "SocketSecurity.SecureDefaults.nuspec",
                "lib/net10.0/SocketSecurity.SecureDefaults.dll",
                "lib/net10.0/SocketSecurity.SecureDefaults.xml",
            ],
            feed.Entries(Consumer.Library));

    [Fact]
    public void The_package_for_ASP_NET_Core_has_exactly_these_files_and_needs_the_shared_framework()
    {
        const string Package = "SocketSecurity.SecureDefaults.AspNetCore";
        var manifest = feed.ReadEntry(Package, $"{Package}.nuspec");

        Assert.Equal(
            [
                "README.md",
                $"{Package}.nuspec",
                $"lib/net10.0/{Package}.dll",
                $"lib/net10.0/{Package}.xml",
            ],
            feed.Entries(Package));
        Assert.Contains($"<dependency id=\"{Consumer.Library}\" version=\"{feed.Version}\"", manifest, StringComparison.Ordinal);
        Assert.Equal(2, manifest.Split("<dependency ").Length);
        Assert.Contains("<frameworkReference name=\"Microsoft.AspNetCore.App\" />", manifest, StringComparison.Ordinal);
    }

    [Fact]
    public void The_analyzer_package_adds_nothing_to_a_program()
    {
        var manifest = feed.ReadEntry(Consumer.Analyzers, "SocketSecurity.Analyzers.nuspec");

        Assert.Contains("<developmentDependency>true</developmentDependency>", manifest, StringComparison.Ordinal);
        Assert.DoesNotContain("<dependency ", manifest, StringComparison.Ordinal);
    }

    [Fact]
    public void The_library_depends_on_the_analyzers_alone_and_passes_all_of_them_on()
    {
        var manifest = feed.ReadEntry(Consumer.Library, "SocketSecurity.SecureDefaults.nuspec");

        Assert.Contains($"<dependency id=\"{Consumer.Analyzers}\" version=\"{feed.Version}\" include=\"All\" />", manifest, StringComparison.Ordinal);
        Assert.Equal(2, manifest.Split("<dependency ").Length);
    }
}
