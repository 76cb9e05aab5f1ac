using System.Diagnostics;

namespace SocketSecurity.Tool.Tests.Commands;

/// <summary>The program as people start it.</summary>
public sealed class ProcessTests
{
    [Fact]
    public async Task The_program_scans_and_returns_its_exit_code()
    {
        using var run = new ToolRun();
        run.Write("Client.cs", ToolRun.Insecure);

        using var process = Start(run.Folder, "scan", ".");
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
        var root = typeof(ProcessTests).Assembly.GetCustomAttributes(typeof(System.Reflection.AssemblyMetadataAttribute), false)
            .Cast<System.Reflection.AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "RepositoryRoot").Value!;

        using var process = Start(root, "scan", "samples");
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(1, process.ExitCode);
        Assert.Contains("samples/TlsClient/Insecure/Program.cs", output);
        Assert.DoesNotContain("/Fixed/", output);
    }

    private static Process Start(string folder, params string[] args) => Process.Start(new ProcessStartInfo(
        "dotnet", [Path.Combine(AppContext.BaseDirectory, "socketsec.dll"), .. args])
    {
        WorkingDirectory = folder,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;
}
