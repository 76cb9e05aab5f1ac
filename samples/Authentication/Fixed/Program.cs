using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using SocketSecurity.Tls;
using SocketSecurity.Trust;

namespace Samples.Authentication.Fixed;

/// <summary>
/// Three ways to say who a client is, all inside TLS: a certificate, a password, a token. Run it with the name of one of them,
/// or without for all three; server and client are both in this program.
/// </summary>
internal static class Program
{
    private static async Task<int> Main(string[] arguments)
    {
        // In production the authority is your company's, and server and clients are different machines.
        using var authority = DevCertificates.CreateAuthority();
        using var serverCertificate = authority.IssueServer("localhost");
        using var clientCertificate = authority.IssueClient("ann");
        using var passwords = new PasswordService();
        using var tokens = new TokenService();

        foreach (var method in arguments.Length > 0 ? arguments : ["certificate", "password", "token"])
        {
            Func<TlsConnection, byte[], byte[]>? answer = method switch
            {
                "certificate" => (connection, _) => Encoding.UTF8.GetBytes($"hello {connection.Peer!.DnsNames[0]}, by certificate"),
                "password" => (_, request) => passwords.Answer(request),
                "token" => (_, request) => tokens.Answer(request),
                _ => null,
            };
            if (answer is null)
            {
                await Console.Error.WriteLineAsync("Name one of: certificate, password, token.");
                return 2;
            }

            var request = method switch
            {
                "password" => PasswordService.Request("ann", "correct horse"),
                "token" => tokens.IssueTo("ann"),
                _ => [],
            };
            var identity = method == "certificate" ? clientCertificate : null;
            Console.WriteLine(await Ask(authority, serverCertificate, identity, answer, request));
        }

        return 0;
    }

    private static async Task<string> Ask(
        DevAuthority authority,
        X509Certificate2 serverCertificate,
        X509Certificate2? identity,
        Func<TlsConnection, byte[], byte[]> answer,
        byte[] request)
    {
        var trust = authority.CreateTrustPolicy();
        await using var listener = TlsListener.Start(
            new IPEndPoint(IPAddress.Loopback, 0),
            ServerCertificateSource.FromCertificate(serverCertificate),
            new TlsListenerOptions
            {
                Handshake = new TlsServerOptions
                {
                    ClientAuthentication = identity is null ? ClientAuthentication.None : ClientAuthentication.Required(trust),
                },
            });
        _ = listener.RunAsync(async (connection, cancellation) =>
        {
            await using var channel = await MessageChannel.OpenAsync(connection, cancellationToken: cancellation);
            if (await channel.ReceiveAsync(cancellation) is { } message)
            {
                await channel.SendAsync(answer(connection, message), cancellation);
                await channel.CompleteAsync(cancellation);
            }
        });

        var options = new TlsClientOptions
        {
            Trust = trust,
            Identity = identity is null ? null : ClientCertificateSource.FromCertificate(identity),
        };
        var server = await TlsClient.ConnectAsync("localhost", ((IPEndPoint)listener.LocalEndPoint).Port, options);
        await using var client = await MessageChannel.OpenAsync(server);
        await client.SendAsync(request);
        return Encoding.UTF8.GetString(await client.ReceiveAsync() ?? []);
    }
}
