namespace SocketSecurity.Package.Tests;

public sealed class ConfigurationTests(PackedFeed feed)
{
    [Theory]
    [InlineData("socketsecurity.minimum_tls_version = tls11")]
    [InlineData("socketsecurity.minimum_tls = tls13")]
    public async Task A_wrong_option_is_reported_at_its_line(string line)
    {
        var result = await App(Programs.Empty, line).Build();

        result.Succeeded();
        Assert.Matches(@"\.editorconfig\(4,1\): warning SOCK0002: ", result.Output);
    }

    [Fact]
    public async Task A_right_option_is_silent() =>
        (await App(Programs.Empty, "socketsecurity.minimum_tls_version = tls13").Build()).Succeeded().ReportsNo("SOCK0002");

    private Consumer App(string program, string line) => feed.CreateConsumer(
        Consumer.Analyzers,
        ("Program.cs", program),
        (".editorconfig", $"root = true\n\n[*.cs]\n{line}\n"));
}
