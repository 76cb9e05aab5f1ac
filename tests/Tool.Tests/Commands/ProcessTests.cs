using System.Diagnostics;
using System.Reflection;

namespace SocketSecurity.Tool.Tests.Commands;

/// <summary>The program as people start it.</summary>
public sealed class ProcessTests
{
    [Fact]
    public async Task The_program_scans_and_returns_its_exit_code()
    {
        using var run = new ToolRun();
        run.Write("Client.cs", ToolRun.Insecure);

        using var process = Start("dotnet", run.Folder, Program, "scan", ".");
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(1, process.ExitCode);
        Assert.Contains("warning SOCK1001", output);
        Assert.DoesNotContain('\u001b', output);
        Assert.Empty(await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_samples_have_findings()
    {
        using var process = Start("dotnet", Metadata("RepositoryRoot"), Program, "scan", "samples");
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(1, process.ExitCode);
        Assert.Contains("samples/TlsClient/Insecure/Program.cs", output);
        Assert.DoesNotContain("/Fixed/", output);
    }

    [Fact]
    public async Task The_package_installs_as_a_tool_that_has_everything_it_needs()
    {
        using var run = new ToolRun();
        run.Write("code/Old.csproj", """<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net472</TargetFramework></PropertyGroup></Project>""");
        run.Write("code/Client.cs", ToolRun.Insecure);
        run.Write("code/web/Web.cs", "using Microsoft.AspNetCore.Builder;\n");
        run.Write("code/web/Web.csproj", """<Project Sdk="Microsoft.NET.Sdk.Web" />""");
        var version = $"0.1.0-test.{Environment.ProcessId}";

        await Succeed("dotnet", run.Folder,
            "pack", Path.Combine(Metadata("RepositoryRoot"), "src", "Tool"), "--no-build", "--configuration", Metadata("Configuration"),
            "--output", "feed", $"-p:PackageVersion={version}", "-tl:off");
        await Succeed("dotnet", run.Folder,
            "tool", "install", "socketsec", "--version", version, "--source", Path.Combine(run.Folder, "feed"), "--tool-path", "tools");
        using var scan = Start(Path.Combine(run.Folder, "tools", "socketsec"), run.Folder, "scan", "code");
        var output = await scan.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await scan.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(1, scan.ExitCode);
        Assert.Contains("code/Client.cs\n  2:53  warning SOCK1001", output);
        Assert.DoesNotContain("Not known to this scan", output);
    }

    private static string Program => Path.Combine(AppContext.BaseDirectory, "socketsec.dll");

    private static string Metadata(string key) => typeof(ProcessTests).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;

    private static async Task Succeed(string program, string folder, params string[] args)
    {
        using var process = Start(program, folder, args);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, output);
    }

    private static Process Start(string program, string folder, params string[] args) => Process.Start(new ProcessStartInfo(program, args)
    {
        WorkingDirectory = folder,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;
}
