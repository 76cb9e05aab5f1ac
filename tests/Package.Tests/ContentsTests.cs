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

    [Theory]
    [InlineData(Consumer.AspNetCore)]
    [InlineData(Consumer.Redis)]
    [InlineData(Consumer.Sodium)]
    public void A_package_beside_the_library_has_exactly_these_files(string package) =>
        Assert.Equal(
            [
                "README.md",
                $"{package}.nuspec",
                $"lib/net10.0/{package}.dll",
                $"lib/net10.0/{package}.xml",
            ],
            feed.Entries(package));

    [Theory]
    [InlineData(Consumer.AspNetCore, "<frameworkReference name=\"Microsoft.AspNetCore.App\" />", 1)]
    [InlineData(Consumer.Redis, "<dependency id=\"StackExchange.Redis\" ", 2)]
    [InlineData(Consumer.Sodium, "<dependency id=\"NSec.Cryptography\" ", 2)]
    public void A_package_beside_the_library_needs_it_and_one_thing_more_and_passes_the_analyzers_on(string package, string oneThing, int dependencies)
    {
        var manifest = feed.ReadEntry(package, $"{package}.nuspec");

        Assert.Contains($"<dependency id=\"{Consumer.Library}\" version=\"{feed.Version}\" include=\"All\" />", manifest, StringComparison.Ordinal);
        Assert.Contains(oneThing, manifest, StringComparison.Ordinal);
        Assert.Equal(dependencies + 1, manifest.Split("<dependency ").Length);
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
