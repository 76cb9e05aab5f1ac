using System.Security.Authentication;
using SocketSecurity.Tls;
using SocketSecurity.Trust;

namespace SocketSecurity.SecureDefaults.Tests.Tls.Peers;

/// <summary>OpenSSL and Python as servers of our client, with and without client certificates.</summary>
public sealed class ServersOfOurClientTests : IDisposable
{
    private readonly DevAuthority _authority = DevCertificates.CreateAuthority();
    private readonly TemporaryFolder _folder = new();

    public ServersOfOurClientTests()
    {
        PemFiles.WriteAuthority(_folder, _authority.Certificate);
        using var server = _authority.IssueServer();
        PemFiles.Write(_folder, "server", server);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _folder.Dispose();
        _authority.Dispose();
    }

    [Theory]
    [InlineData("-tls1_3", "worker", true)]
    [InlineData("-tls1_2", "worker", true)]
    [InlineData("-tls1_3", "stranger", false)]
    [InlineData("-tls1_2", "stranger", false)]
    [InlineData("-tls1_3", "nobody", false)]
    [InlineData("-tls1_2", "nobody", false)]
    public async Task An_OpenSSL_server_knows_its_clients(string version, string who, bool isServed)
    {
        await using var server = await OpenSslServer.StartAsync(_folder, $"{version} -Verify 1 -verify_return_error -x509_strict -CAfile ca.pem");

        var failure = await Record.ExceptionAsync(async () => Assert.Equal("olleh", await AskAsync(server.Port, who)));

        Assert.Equal(isServed, failure is null);
        Assert.True(failure is null or TlsException or IOException, $"{failure}");
    }

    [Theory]
    [InlineData("TLSv1_3", "worker", true)]
    [InlineData("TLSv1_2", "worker", true)]
    [InlineData("TLSv1_3", "stranger", false)]
    [InlineData("TLSv1_2", "stranger", false)]
    [InlineData("TLSv1_3", "nobody", false)]
    [InlineData("TLSv1_2", "nobody", false)]
    public async Task A_Python_server_knows_its_clients(string version, string who, bool isServed)
    {
        await using var server = Python(version, "ca.pem");
        var port = int.Parse(await server.WaitForLineAsync("port "));

        var failure = await Record.ExceptionAsync(async () => Assert.Equal("hello", await AskAsync(port, who)));

        Assert.Equal(isServed, failure is null);
        Assert.True(failure is null or TlsException or IOException, $"{failure}");
        Assert.Equal(0, await server.WaitForExitAsync());
        Assert.Contains(isServed ? $"client worker-1 {version.Replace('_', '.')}" : "failed SSL", server.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TLSv1_3", SslProtocols.Tls13)]
    [InlineData("TLSv1_2", SslProtocols.Tls12)]
    public async Task A_Python_server_is_spoken_to(string version, SslProtocols expected)
    {
        await using var server = Python(version);
        var port = int.Parse(await server.WaitForLineAsync("port "));

        await using var connection = await ConnectAsync(port, "nobody");

        Assert.Equal(expected, connection.Protocol);
        Assert.Equal("hello", await AskAsync(connection));
    }

    private ExternalProgram Python(string version, params string[] authority) => ExternalProgram.Start(
        "python3", [Path.Combine(Repository.Root, "tests/interop/tls_server.py"), "server.crt", "server.key", version, .. authority], _folder.Path);

    private async Task<string> AskAsync(int port, string who)
    {
        await using var connection = await ConnectAsync(port, who);
        return await AskAsync(connection);
    }

    private static async Task<string> AskAsync(TlsConnection connection)
    {
        await connection.Stream.WriteAsync("hello\n"u8.ToArray(), Token);
        var answer = new byte[5];
        await connection.Stream.ReadExactlyAsync(answer, Token);
        return System.Text.Encoding.ASCII.GetString(answer);
    }

    private async Task<TlsConnection> ConnectAsync(int port, string who)
    {
        using var stranger = DevCertificates.CreateAuthority("Somebody else");
        using var certificate = (who == "stranger" ? stranger : _authority).IssueClient("worker-1");
        var options = new TlsClientOptions
        {
            Trust = _authority.CreateTrustPolicy(),
            Identity = who == "nobody" ? null : ClientCertificateSource.FromCertificate(certificate),
        };
        return await TlsClient.ConnectAsync("127.0.0.1", port, options, Token);
    }
}
