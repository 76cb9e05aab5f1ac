using System.Diagnostics;
using System.Reflection;

namespace SocketSecurity.Package.Tests;

/// <summary>The samples run as their README says. They are built before these tests, which is the test that they compile.</summary>
public sealed class SamplesTests
{
    private static readonly string Root = Metadata("RepositoryRoot");

    public static TheoryData<string> Topics =>
        [.. Directory.GetDirectories(Path.Combine(Root, "samples")).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Topics))]
    public void A_topic_is_shown_insecure_and_fixed(string topic) =>
        Assert.All(["Insecure", "Fixed"], kind => Assert.True(File.Exists(Program(topic, kind)), Program(topic, kind)));

    [Theory]
    [InlineData("Insecure")]
    [InlineData("Fixed")]
    public async Task Messages_arrive(string kind)
    {
        using var program = Start(Directory.GetCurrentDirectory(), "MessageEncryption", kind);

        Assert.Equal("attack at dawn", await NextLine(program));
        await program.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, program.ExitCode);
    }

    [Theory]
    [InlineData("Insecure", "hello ann")]
    [InlineData("Fixed", "hello ann, by certificate", "certificate")]
    [InlineData("Fixed", "hello ann, by password", "password")]
    [InlineData("Fixed", "hello ann, by token", "token")]
    public async Task Clients_log_in(string kind, string expected, params string[] arguments)
    {
        using var program = Start(Directory.GetCurrentDirectory(), "Authentication", kind, arguments);

        Assert.Equal(expected, await NextLine(program));
        await program.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, program.ExitCode);
    }

    [Theory]
    [InlineData("Insecure")]
    [InlineData("Fixed")]
    public Task Client_and_server_talk(string kind) => WithServer(kind, async (folder, port) =>
    {
        using var client = Start(folder, "TlsClient", kind, "localhost", port);

        Assert.Equal("hello", await NextLine(client));
        await client.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, client.ExitCode);
    });

    [Fact]
    public Task The_fixed_client_refuses_the_certificate_that_the_insecure_one_takes() => WithServer("Insecure", async (folder, port) =>
    {
        using var client = Start(folder, "TlsClient", "Fixed", "localhost", port);

        await client.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1, client.ExitCode);
        Assert.Contains("certificate", await client.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    });

    private static async Task WithServer(string kind, Func<string, string, Task> test)
    {
        var folder = Directory.CreateTempSubdirectory("socketsecurity-samples-").FullName;
        using var server = Start(folder, "TlsServer", kind, "0");
        try
        {
            await test(folder, (await NextLine(server)).Split(':')[^1]);
        }
        finally
        {
            server.Kill();
            await server.WaitForExitAsync(CancellationToken.None);
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Process Start(string folder, string topic, string kind, params IEnumerable<string> arguments) =>
        Process.Start(new ProcessStartInfo("dotnet", [Program(topic, kind), .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;

    private static async Task<string> NextLine(Process program)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        return await program.StandardOutput.ReadLineAsync(limit.Token)
            ?? throw new InvalidOperationException(await program.StandardError.ReadToEndAsync(limit.Token));
    }

    private static string Program(string topic, string kind) =>
        Path.Combine(Root, "samples", topic, kind, "bin", Metadata("Configuration"), "net10.0", $"{topic}.{kind}.dll");

    private static string Metadata(string key) => typeof(SamplesTests).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == key).Value!;
}
