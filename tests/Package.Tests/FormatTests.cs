namespace SocketSecurity.Package.Tests;

public sealed class FormatTests(PackedFeed feed)
{
    [Theory]
    [InlineData(Consumer.Analyzers)]
    [InlineData(Consumer.Library)]
    public async Task Dotnet_format_applies_the_fix_and_the_next_build_is_clean(string package)
    {
        var app = feed.CreateConsumer(package, ("Program.cs", Programs.Insecure));
        (await app.Build()).Succeeded().Reports("warning", "SOCK1001");

        // A fix that throws is only a line of output for this command, so the exit code alone proves nothing.
        var format = await app.Run("format", "analyzers", app.ProjectFile, "--no-restore", "--diagnostics", "SOCK1001", "--severity", "info");
        format.Succeeded();
        Assert.NotEqual(Programs.Insecure, app.Read("Program.cs"));

        (await app.Build("-p:SocketSecurityMode=Strict", "--no-restore")).Succeeded().ReportsNo("SOCK1001");
    }
}
