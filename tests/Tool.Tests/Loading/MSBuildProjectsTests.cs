using System.Diagnostics;

namespace SocketSecurity.Tool.Tests.Loading;

public sealed class MSBuildProjectsTests
{
    private const string Project = """
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <TargetFramework>net10.0</TargetFramework>
            <OutputType>Exe</OutputType>
            <ImplicitUsings>enable</ImplicitUsings>
          </PropertyGroup>
        </Project>
        """;

    [Fact]
    public async Task A_solution_is_loaded_as_the_build_sees_it_and_a_broken_project_does_not_stop_it()
    {
        using var run = new ToolRun();
        run.Write("App/App.csproj", Project);
        run.Write("App/Client.cs", "var handler = new HttpClientHandler { ServerCertificateCustomValidationCallback = (_, _, _, _) => true };");
        run.Write("App/Excluded/Client.cs", ToolRun.Insecure);
        run.Write("App/Directory.Build.targets", """<Project><ItemGroup><Compile Remove="Excluded/**" /></ItemGroup></Project>""");
        run.Write("App/.editorconfig", "root = true\n[*.cs]\ndotnet_diagnostic.SOCK1001.severity = error\nsocketsecurity.minimum_tls_version = 9\n");
        run.Write("Broken/Broken.csproj", "<Project>");
        run.Write("All.slnx", """<Solution><Project Path="App/App.csproj" /></Solution>""");
        Restore(run);

        var result = await run.Run("scan", "--projects", "All.slnx", "Broken/Broken.csproj", "--format", "json");

        Assert.Contains("runs their build logic", result.Error);
        Assert.Equal(2, result.ExitCode);
        Assert.Equal(["SOCK0002 App/.editorconfig:4", "SOCK1001 App/Client.cs:1"], result.Findings);
        Assert.Equal("error", result.Json.GetProperty("findings")[1].GetProperty("severity").GetString());
        Assert.Contains(
            result.Json.GetProperty("problems").EnumerateArray(),
            problem => problem.GetProperty("file").GetString() == "Broken/Broken.csproj");
    }

    [Fact]
    public async Task A_folder_stands_for_its_projects()
    {
        using var run = new ToolRun();
        run.Write("App/App.csproj", Project);
        run.Write("App/Client.cs", ToolRun.Insecure);
        Restore(run, "App");

        var result = await run.Run("scan", "--projects", ".", "--mode", "strict", "--format", "json");

        Assert.Equal(1, result.ExitCode);
        Assert.Equal("error", Assert.Single(result.Json.GetProperty("findings").EnumerateArray()).GetProperty("severity").GetString());
    }

    [Fact]
    public async Task A_folder_without_projects_is_an_error()
    {
        using var run = new ToolRun();
        run.Write("Client.cs", ToolRun.Insecure);

        var result = await run.Run("scan", "--projects", ".");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("the folder has no solution and no C# project", result.Output);
    }

    private static void Restore(ToolRun run, string folder = ".")
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", ["restore", "-v", "q"])
        {
            WorkingDirectory = Path.Combine(run.Folder, folder),
            RedirectStandardOutput = true,
        })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, output);
    }
}
