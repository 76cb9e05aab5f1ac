namespace SocketSecurity.Package.Tests;

public sealed class ConfigurationTests(PackedFeed feed)
{
    [Theory]
    [InlineData("none", "")]
    [InlineData("error", "")]
    [InlineData("warning", "-p:SocketSecurityMode=Strict")]
    [InlineData("none", "-p:SocketSecurityMode=Strict")]
    public async Task The_severity_in_editorconfig_wins_over_the_mode(string severity, string mode)
    {
        var result = await App(Programs.Insecure, $"dotnet_diagnostic.SOCK1001.severity = {severity}").Build(Arguments(mode));

        if (severity == "none")
        {
            result.Succeeded().ReportsNo("SOCK1001");
        }
        else
        {
            result.Reports(severity, "SOCK1001");
            Assert.Equal(severity == "error", result.ExitCode != 0);
        }
    }

    [Fact]
    public async Task A_whole_family_can_be_set_in_editorconfig() =>
        (await App(Programs.Insecure, "dotnet_analyzer_diagnostic.category-PeerAuthentication.severity = error").Build())
            .Failed().Reports("error", "SOCK1001");

    [Theory]
    [InlineData("socketsecurity.minimum_tls_version = tls11")]
    [InlineData("socketsecurity.minimum_tls = tls13")]
    public async Task A_wrong_option_is_reported_at_its_line(string line)
    {
        var result = await App(Programs.Empty, line).Build();

        result.Succeeded();
        Assert.Matches(@"\.editorconfig\(4,1\): warning SOCK0002: ", result.Output);
    }

    [Theory]
    [InlineData("false", true)]
    [InlineData("true", false)]
    public async Task In_a_project_of_tests_a_finding_is_no_warning(string isTest, bool warns)
    {
        var result = (await feed.CreateConsumer(Consumer.Analyzers, ("Program.cs", Programs.Insecure)).Build($"-p:IsTestProject={isTest}")).Succeeded();

        _ = warns ? result.Reports("warning", "SOCK1001") : result.ReportsNo("SOCK1001");
    }

    [Fact]
    public async Task A_right_option_is_silent() =>
        (await App(Programs.Empty, "socketsecurity.minimum_tls_version = tls13").Build()).Succeeded().ReportsNo("SOCK0002");

    [Fact]
    public async Task A_weakness_in_a_settings_file_is_reported_at_its_line()
    {
        var result = await feed.CreateConsumer(
            Consumer.Analyzers,
            ("Program.cs", Programs.Empty),
            ("appsettings.json", "{\n  \"ConnectionStrings\": {\n    \"Main\": \"Server=db.example.com;Encrypt=false\"\n  }\n}\n"),
            ("runtimeconfig.template.json", "{\n  \"configProperties\": { \"System.Net.Security.NoRevocationCheckByDefault\": true }\n}\n")).Build();

        result.Succeeded();
        Assert.Matches(@"appsettings\.json\(3,\d+\): warning SOCK5006: ", result.Output);
        Assert.Matches(@"runtimeconfig\.template\.json\(2,\d+\): warning SOCK2007: ", result.Output);
    }

    private Consumer App(string program, string line) => feed.CreateConsumer(
        Consumer.Analyzers,
        ("Program.cs", program),
        (".editorconfig", $"root = true\n\n[*.cs]\n{line}\n"));

    private static string[] Arguments(string argument) => argument.Length == 0 ? [] : [argument];
}
