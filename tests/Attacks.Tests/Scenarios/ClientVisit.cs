using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using SocketSecurity.Attacks.Tests.Programs;
using SocketSecurity.Attacks.Tests.World;

namespace SocketSecurity.Attacks.Tests.Scenarios;

/// <summary>A server victim is visited by a client, which asks for what the server keeps for clients that it knows.</summary>
internal static class ClientVisit
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    public static async Task<Outcome> PlayAsync(
        IProgram program, X509Certificate2 serverCertificate, X509Certificate2? clientCertificate, string secret, CancellationToken cancellationToken)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = program.RunAsync("Server", "Serve", [listener, serverCertificate, secret], cancellationToken);
        var answer = await AskAsync(((IPEndPoint)listener.LocalEndpoint).Port, serverCertificate, clientCertificate, Limit, cancellationToken);
        listener.Stop();

        var server = await serving;
        return new Outcome(answer.Contains(secret, StringComparison.Ordinal) ? ["the client was told the secret"] : [], server);
    }

    /// <summary>What the server said; empty when it turned the client away or did not answer in time.</summary>
    public static async Task<string> AskAsync(
        int port, X509Certificate2 serverCertificate, X509Certificate2? clientCertificate, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(limit);
        try
        {
            using var connection = new TcpClient();
            await connection.ConnectAsync("127.0.0.1", port, deadline.Token);
            using var stream = new SslStream(connection.GetStream());
            await stream.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = Names.Host,

                    // Every visit is a first one. All servers of this process share a name and a certificate, so a session that
                    // began at one that asks for no client certificate would be taken up again at one that does, without it.
                    AllowTlsResume = false,

                    // Offline: the visitor does not fetch what its own certificate names; only a server that does is seen.
                    ClientCertificateContext = clientCertificate is null
                        ? null
                        : SslStreamCertificateContext.Create(clientCertificate, additionalCertificates: null, offline: true),
                    RemoteCertificateValidationCallback = (_, certificate, _, _) =>
                        certificate is not null && certificate.GetRawCertData().AsSpan().SequenceEqual(serverCertificate.RawData),
                },
                deadline.Token);
            await stream.WriteAsync("what is the secret?\n"u8.ToArray(), deadline.Token);
            using var reader = new StreamReader(stream, Encoding.ASCII);
            return await reader.ReadToEndAsync(deadline.Token);
        }
        catch (Exception refused) when (refused is AuthenticationException or IOException
            || (refused is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return "";
        }
    }
}
