using System.Net;
using System.Net.Http;
using System.Text;
using SocketSecurity.Tls;
using SocketSecurity.Trust;

namespace SocketSecurity.SecureDefaults.Tests.Tls;

/// <summary>HTTP by a handler of the library: the host, the authority and the encryption are not negotiable.</summary>
public sealed class TlsHttpTests : IDisposable
{
    private readonly DevAuthority _authority = DevCertificates.CreateAuthority();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _authority.Dispose();

    [Fact]
    public async Task A_good_server_answers()
    {
        await using var listener = Serve("localhost");
        using var client = new HttpClient(TlsHttp.CreateHandler(new TlsClientOptions { Trust = _authority.CreateTrustPolicy() }));

        Assert.Equal("hello", await client.GetStringAsync($"https://localhost:{Port(listener)}/", Token));
    }

    [Theory]
    [InlineData("other.test", true, PeerProblem.WrongHost)]
    [InlineData("localhost", false, PeerProblem.UntrustedAuthority)]
    public async Task A_server_that_is_not_meant_is_refused_with_its_report(string name, bool isTrusted, PeerProblem problem)
    {
        await using var listener = Serve(name);
        using var stranger = DevCertificates.CreateAuthority("Somebody else");
        using var client = new HttpClient(TlsHttp.CreateHandler(new TlsClientOptions { Trust = (isTrusted ? _authority : stranger).CreateTrustPolicy() }));

        var failure = await Assert.ThrowsAsync<HttpRequestException>(() => client.GetStringAsync($"https://localhost:{Port(listener)}/", Token));

        Assert.True(Find<PeerCertificateException>(failure)?.Report.Has(problem), failure.ToString());
    }

    [Fact]
    public async Task A_request_without_encryption_fails()
    {
        await using var server = RawServer.Start(async (stream, token) => await stream.WriteAsync(Answer(), token));
        using var client = new HttpClient(TlsHttp.CreateHandler());

        var failure = await Assert.ThrowsAnyAsync<Exception>(() => client.GetStringAsync($"http://localhost:{server.Port}/", Token));

        Assert.NotNull(Find<TlsNegotiationException>(failure));
    }

    private static T? Find<T>(Exception? exception)
        where T : Exception
    {
        while (exception is not null and not T)
        {
            exception = exception.InnerException;
        }

        return (T?)exception;
    }

    private static byte[] Answer() => Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello");

    private static int Port(TlsListener listener) => ((IPEndPoint)listener.LocalEndPoint).Port;

    private TlsListener Serve(string host)
    {
        using var certificate = _authority.IssueServer(host);
        var listener = TlsListener.Start(new IPEndPoint(IPAddress.Loopback, 0), ServerCertificateSource.FromCertificate(certificate));
        _ = listener.RunAsync(
            async (connection, token) =>
            {
                var request = new byte[4096];
                await connection.Stream.ReadAtLeastAsync(request, 1, throwOnEndOfStream: false, token);
                await connection.Stream.WriteAsync(Answer(), token);
            },
            Token);
        return listener;
    }
}
