namespace SocketSecurity.Tool.Tests.Commands;

/// <summary>Each wrong input gets one clear message and exit code 2, and the rest is still analysed.</summary>
public sealed class BadInputTests
{
    [Theory]
    [InlineData("There is no rule 'SOCK1O01'. Did you mean SOCK1001", "scan", ".", "--rules", "SOCK1O01")]
    [InlineData("'xml' is not a value of --format: use text, json, sarif.", "scan", ".", "--format", "xml")]
    [InlineData("'low' is not a value of --fail-on", "scan", ".", "--fail-on", "low")]
    [InlineData("'loud' is not a value of --mode", "scan", ".", "--mode", "loud")]
    [InlineData("is not a pattern for --exclude", "scan", ".", "--exclude", "/")]
    [InlineData("Required argument missing for option: '--format'", "scan", ".", "--format")]
    [InlineData("Required argument 'PATH' missing", "scan")]
    [InlineData("Required command was not provided", "")]
    [InlineData("There is no rule 'SOCK9999'.", "explain", "SOCK9999")]
    public async Task Wrong_usage_says_what_would_be_right(string message, params string[] args)
    {
        using var run = new ToolRun();
        run.Write("Client.cs", ToolRun.Insecure);

        var result = await run.Run([.. args.Where(arg => arg.Length > 0)]);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(message, result.Error);
        Assert.Empty(result.Output);
    }

    [Fact]
    public async Task A_missing_path() => await Reports("nowhere: error: there is no such file or folder", "nowhere");

    [Fact]
    public async Task A_file_that_cannot_be_opened()
    {
        using var run = new ToolRun();
        run.Write("Client.cs", ToolRun.Insecure);
        File.CreateSymbolicLink(Path.Combine(run.Folder, "Broken.cs"), Path.Combine(run.Folder, "missing"));

        await Reports(run, "Broken.cs: error: the file cannot be read: ");
    }

    [Fact]
    public async Task A_file_that_is_not_text()
    {
        using var run = new ToolRun();
        run.Write("Client.cs", ToolRun.Insecure);
        File.WriteAllBytes(Path.Combine(run.Folder, "Binary.cs"), [1, 0, 0, 0, 2]);

        await Reports(run, "Binary.cs: error: the file is not text");
    }

    [Theory]
    [InlineData("<Project>\n  <PropertyGroup>\n</Project>", "App.csproj:3: error: this is not valid XML: ")]
    [InlineData("<Solution />", "App.csproj:1: error: this is not an MSBuild project")]
    [InlineData("<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>\n<Project>&e;</Project>", "App.csproj:1: error: this is not valid XML: ")]
    public async Task A_broken_project(string text, string message)
    {
        using var run = new ToolRun();
        run.Write("Client.cs", ToolRun.Insecure);
        run.Write("App.csproj", text);

        await Reports(run, message);
    }

    [Fact]
    public async Task A_catalogue_that_is_missing() =>
        await Reports("apis.txt: error: the file cannot be read: ", ".", "--catalogue", "apis.txt");

    [Fact]
    public async Task A_solution_without_the_option_that_loads_it()
    {
        using var run = new ToolRun();
        run.Write("Client.cs", ToolRun.Insecure);
        run.Write("App.slnx", "<Solution />");

        await Reports(run, "App.slnx: error: a solution or project is only loaded with --projects", ".", "App.slnx");
    }

    [Theory]
    [InlineData("socketsecurity.minimum_tls_version = 1.3", "2:1  warning SOCK0002  Option 'socketsecurity.minimum_tls_version' is set to '1.3'")]
    [InlineData("dotnet_diagnostic.SOCK1001.severity = wraning", ".editorconfig:2: error: 'wraning' is not a severity, so SOCK1001 keeps its own")]
    [InlineData("dotnet_diagnostic.SOCK1999.severity = none", ".editorconfig:2: error: there is no rule SOCK1999")]
    public async Task A_wrong_line_of_configuration(string line, string message)
    {
        using var run = new ToolRun();
        run.Write("Client.cs", ToolRun.Insecure);
        run.Write(".editorconfig", $"[*.cs]\n{line}\n");

        await Reports(run, message);
    }

    private static async Task Reports(string message, params string[] args)
    {
        using var run = new ToolRun();
        run.Write("Client.cs", ToolRun.Insecure);
        await Reports(run, message, [.. args.Prepend("Client.cs")]);
    }

    private static async Task Reports(ToolRun run, string message, params string[] args)
    {
        var result = await run.Run(["scan", .. args.Length == 0 ? ["."] : args]);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(message, result.Output);
        Assert.Equal(result.Output.IndexOf(message, StringComparison.Ordinal), result.Output.LastIndexOf(message, StringComparison.Ordinal));
        Assert.Contains("warning SOCK1001", result.Output);
    }
}
