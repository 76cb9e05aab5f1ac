namespace SocketSecurity.Tool.Tests.Loading;

/// <summary>API catalogues of users reach the rules, and their wrong lines are reported.</summary>
public sealed class CatalogueTests
{
    private const string Line = "accept-any-switch  P:House.Options.TrustAll  true  false\n";

    private const string Code = """
        namespace House { class Options { public bool TrustAll { get; set; } } }
        class Client { object options = new House.Options { TrustAll = true }; }
        """;

    [Theory]
    [InlineData("SocketSecurity.Apis.txt", "scan", ".")]
    [InlineData("src/SocketSecurity.Apis.txt", "scan", ".")]
    [InlineData("../house.txt", "scan", ".", "--catalogue", "../house.txt")]
    public async Task A_catalogue_teaches_the_rules_an_api(string path, params string[] args)
    {
        using var run = new ToolRun();
        run.Write("inner/Client.cs", Code);
        run.Write(Path.Combine("inner", path), Line);

        var result = await run.Run([.. args.Select(arg => arg == "." ? "inner" : arg.Replace("../", "", StringComparison.Ordinal)), "--format", "json"]);

        Assert.Equal(["SOCK1001 inner/Client.cs:2"], result.Findings);
    }

    [Fact]
    public async Task Without_it_the_api_is_unknown()
    {
        using var run = new ToolRun();
        run.Write("Client.cs", Code);

        Assert.Equal(0, (await run.Run("scan", ".")).ExitCode);
    }

    [Theory]
    [InlineData("SocketSecurity.Apis.txt", "scan", ".")]
    [InlineData("house.txt", "scan", "Client.cs", "--catalogue", "house.txt")]
    public async Task A_malformed_line_is_reported_where_it_stands_and_the_others_count(string path, params string[] args)
    {
        using var run = new ToolRun();
        run.Write("Client.cs", Code);
        run.Write(path, "no-such-role  P:House.Options.Other\n" + Line);

        var result = await run.Run(args);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains($"{path}\n  1:1  warning SOCK0001  ", result.Output);
        Assert.Contains("    1 │ no-such-role  P:House.Options.Other\n", result.Output);
        Assert.Contains("2:64  warning SOCK1001", result.Output);
    }
}
