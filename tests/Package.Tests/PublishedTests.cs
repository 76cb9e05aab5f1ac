using System.Diagnostics;

namespace SocketSecurity.Package.Tests;

/// <summary>
/// Programs with the library, trimmed and compiled ahead of time: no warning of the trimmer or the compiler, and they do
/// what they do otherwise. The toolchain for native code has a linker that .NET does not bring; without one, the analyzers
/// look at the program and the trimmed one runs.
/// </summary>
public sealed class PublishedTests(PackedFeed feed)
{
    private static readonly string[] Linkers = ["clang", "gcc", "link.exe"];

    [Fact]
    public async Task A_trimmed_program_does_its_round_trips() => await PublishAndRunAsync("-p:PublishTrimmed=true");

    [Fact]
    public async Task A_native_program_does_its_round_trips()
    {
        var isNative = IsNativeToolchainThere();

        var folder = await PublishAndRunAsync(isNative ? ["-p:PublishAot=true"] : ["-p:PublishTrimmed=true", "-p:IsAotCompatible=true"]);

        Assert.NotEqual(isNative, File.Exists(Path.Combine(folder, "App.dll")));
    }

    private async Task<string> PublishAndRunAsync(params string[] how)
    {
        var app = feed.CreateConsumer(Consumer.Library, ("Program.cs", Programs.RoundTrips));

        (await app.Run(
            [
                "publish", "-tl:off", "--output", "published", "--runtime", PackedFeed.RuntimeIdentifier, "--self-contained", "-warnaserror",
                "-p:TrimmerSingleWarn=false", "-p:DisableTransitiveFrameworkReferenceDownloads=true", .. how,
            ])).Succeeded();

        var folder = Path.Combine(app.Folder, "published");
        var program = Path.Combine(folder, OperatingSystem.IsWindows() ? "App.exe" : "App");
        using var process = Process.Start(new ProcessStartInfo(program) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(["received tls", "opened box"], output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        Assert.Equal(0, process.ExitCode);
        return folder;
    }

    private static bool IsNativeToolchainThere() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => Linkers.Any(name => File.Exists(Path.Combine(folder, name))));
}
