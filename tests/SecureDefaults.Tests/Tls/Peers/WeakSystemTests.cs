using System.Security.Cryptography.X509Certificates;

namespace SocketSecurity.SecureDefaults.Tests.Tls.Peers;

/// <summary>
/// The library on a system whose OpenSSL configuration allows everything: a bare SslStream negotiates what the peer wants,
/// the library refuses it.
/// </summary>
public sealed class WeakSystemTests : IDisposable
{
    private static readonly string Peer = Repository.ProgramOf("tests/WeakSystemPeer", "WeakSystemPeer");

    private readonly TestCertificates _certificates = new();
    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, string> _environment;

    public WeakSystemTests()
    {
        File.WriteAllText(_folder.File("openssl.cnf"), """
            openssl_conf = everything

            [everything]
            ssl_conf = tls

            [tls]
            system_default = defaults

            [defaults]
            MinProtocol = TLSv1
            CipherString = ALL:COMPLEMENTOFALL:@SECLEVEL=0
            Ciphersuites = TLS_AES_128_CCM_8_SHA256:TLS_AES_128_GCM_SHA256

            """);
        _environment = new Dictionary<string, string> { ["OPENSSL_CONF"] = _folder.File("openssl.cnf") };
        using X509Certificate2 certificate = _certificates.Issue();
        PemFiles.Write(_folder, "server", certificate);
        PemFiles.WriteAuthority(_folder, _certificates.Authority);
    }

    public static TheoryData<string, string> WeakServers { get; } = new()
    {
        { "-tls1 -cipher ALL:@SECLEVEL=0", "Tls " },
        { "-tls1_1 -cipher ALL:@SECLEVEL=0", "Tls11 " },
        { "-tls1_2 -cipher ECDHE-RSA-AES128-SHA256", "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256" },
        { "-tls1_2 -cipher AES128-SHA:@SECLEVEL=0", "TLS_RSA_WITH_AES_128_CBC_SHA" },
        { "-tls1_2 -cipher AECDH-AES128-SHA:@SECLEVEL=0", "TLS_ECDH_anon_WITH_AES_128_CBC_SHA" },
        { "-tls1_3 -ciphersuites TLS_AES_128_CCM_8_SHA256", "TLS_AES_128_CCM_8_SHA256" },
    };

    public static TheoryData<string> WeakClients { get; } =
    [
        "-tls1 -cipher ALL:@SECLEVEL=0",
        "-tls1_1 -cipher ALL:@SECLEVEL=0",
        "-tls1_2 -cipher ECDHE-RSA-AES128-SHA256",
        "-tls1_2 -cipher AES128-SHA:@SECLEVEL=0",
        "-tls1_2 -cipher AECDH-AES128-SHA:@SECLEVEL=0",
        "-tls1_3 -ciphersuites TLS_AES_128_CCM_8_SHA256",
    ];

    public void Dispose()
    {
        _folder.Dispose();
        _certificates.Dispose();
    }

    [Theory]
    [MemberData(nameof(WeakServers))]
    public async Task A_client_refuses_what_the_system_allows(string offer, string negotiated)
    {
        var bare = await ConnectAsync("bare-client", offer);
        var ours = await ConnectAsync("client", offer);
        var byOptions = await ConnectAsync("options-client", offer);

        Assert.StartsWith("accepted", bare, StringComparison.Ordinal);
        Assert.Contains(negotiated, bare, StringComparison.Ordinal);
        Assert.Matches("^(TlsNegotiationException|PeerCertificateException|HandshakeRefusedException): .+", ours);
        Assert.DoesNotContain("accepted", byOptions, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_takes_what_is_strong_all_the_same() =>
        Assert.StartsWith("accepted Tls13 TLS_AES_128_GCM_SHA256", await ConnectAsync("client", "-tls1_3 -ciphersuites TLS_AES_128_GCM_SHA256"), StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(WeakClients))]
    public async Task A_server_refuses_what_the_system_allows(string offer)
    {
        Assert.True(await IsServedAsync("bare-server", offer));
        Assert.False(await IsServedAsync("server", offer));
    }

    [Theory]
    [InlineData("-tls1_3 -ciphersuites TLS_AES_128_CCM_8_SHA256", false)]
    [InlineData("-tls1_3 -ciphersuites TLS_AES_128_GCM_SHA256", true)]
    public async Task A_server_by_our_options_verifies_the_suite_where_nothing_restricts_it_before(string offer, bool isServed) =>
        Assert.Equal(isServed, await IsServedAsync("options-server", offer));

    [Fact]
    public async Task A_server_takes_what_is_strong_all_the_same() =>
        Assert.True(await IsServedAsync("server", "-tls1_2 -cipher ECDHE-RSA-AES128-GCM-SHA256"));

    private async Task<string> ConnectAsync(string mode, string offer)
    {
        await using var server = await OpenSslServer.StartAsync(_folder, offer);
        await using var client = ExternalProgram.Start("dotnet", [Peer, mode, _folder.Path, $"{server.Port}"], _folder.Path, _environment);
        await client.WaitForExitAsync();
        return client.Output;
    }

    private async Task<bool> IsServedAsync(string mode, string offer)
    {
        await using var server = ExternalProgram.Start("dotnet", [Peer, mode, _folder.Path], _folder.Path, _environment);
        var port = await server.WaitForLineAsync("port ");
        var (_, output) = await ExternalProgram.RunAsync(
            "openssl", ["s_client", "-connect", $"127.0.0.1:{port}", "-ign_eof", "-quiet", .. offer.Split(' ')], _folder.Path, "are you there\n");
        return output.Contains("are you there", StringComparison.Ordinal);
    }
}
