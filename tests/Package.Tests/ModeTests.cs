namespace SocketSecurity.Package.Tests;

public sealed class ModeTests(PackedFeed feed)
{
    [Fact]
    public async Task By_default_a_weakness_is_a_warning_of_the_build() =>
        (await Insecure().Build()).Succeeded().Reports("warning", "SOCK1001");

    [Fact]
    public async Task Warnings_as_errors_break_the_build() =>
        (await Insecure().Build("-warnaserror")).Failed().Reports("error", "SOCK1001");

    [Theory]
    [InlineData("Strict")]
    [InlineData("strict")]
    public async Task Strict_breaks_the_build(string mode) =>
        (await Insecure().Build($"-p:SocketSecurityMode={mode}")).Failed().Reports("error", "SOCK1001");

    [Fact]
    public async Task A_mode_can_stand_in_the_directory_and_its_change_compiles_again()
    {
        var app = Insecure();
        app.Write("Directory.Build.props", "<Project />");
        (await app.Build()).Succeeded().Reports("warning", "SOCK1001");

        app.Write("Directory.Build.props", "<Project><PropertyGroup><SocketSecurityMode>Strict</SocketSecurityMode></PropertyGroup></Project>");
        (await app.Build("--no-restore")).Failed().Reports("error", "SOCK1001");
    }

    [Fact]
    public async Task Audit_shows_the_weakness_and_does_not_break_where_warnings_are_errors()
    {
        var app = Insecure();
        (await app.Build("-p:TreatWarningsAsErrors=true")).Failed().Reports("error", "SOCK1001");
        (await app.Build("-p:TreatWarningsAsErrors=true", "-p:SocketSecurityMode=Audit")).Succeeded().Reports("warning", "SOCK1001");
    }

    [Fact]
    public async Task None_is_silent() =>
        (await Insecure().Build("-p:SocketSecurityMode=None")).Succeeded().ReportsNo("SOCK1001");

    [Fact]
    public async Task An_unknown_mode_is_an_error_that_names_the_known_ones()
    {
        var result = await feed.CreateConsumer(Consumer.Analyzers, ("Program.cs", Programs.Empty)).Build("-p:SocketSecurityMode=Strickt");

        result.Failed();
        Assert.Contains("'Strickt', which is not a mode. Use Default, Strict, Audit or None.", result.Output, StringComparison.Ordinal);
    }

    private Consumer Insecure() => feed.CreateConsumer(Consumer.Analyzers, ("Program.cs", Programs.Insecure));
}
