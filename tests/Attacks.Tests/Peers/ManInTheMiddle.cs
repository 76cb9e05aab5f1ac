using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using SocketSecurity.Attacks.Tests.World;

namespace SocketSecurity.Attacks.Tests.Peers;

/// <summary>
/// Sits between a victim and the server it means, as whoever controls a router, an access point or a name server can. To
/// the victim it shows a certificate of its own; to the server it is an ordinary client. It reads what the victim sends,
/// passes it on, and changes the answer on the way back.
/// </summary>
internal sealed class ManInTheMiddle(X509Certificate2 forged, int genuinePort, X509Certificate2 genuine)
    : TlsPeer(new SslServerAuthenticationOptions { ServerCertificate = forged })
{
    protected override async Task TalkAsync(SslStream client, CancellationToken cancellationToken)
    {
        var request = await Wire.ReadRequestAsync(client, cancellationToken);
        if (request.Length == 0)
        {
            return;
        }

        Heard.Enqueue(request);
        var answer = await PassOnAsync(request, cancellationToken);
        await client.WriteAsync(Encoding.ASCII.GetBytes(answer.Replace(Wire.GenuineAnswer, Wire.FalsifiedAnswer, StringComparison.Ordinal)), cancellationToken);
    }

    private async Task<string> PassOnAsync(string request, CancellationToken cancellationToken)
    {
        using var connection = new TcpClient();
        await connection.ConnectAsync("127.0.0.1", genuinePort, cancellationToken);
        using var stream = new SslStream(connection.GetStream());
        await stream.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = Names.Host,
                RemoteCertificateValidationCallback = (_, certificate, _, _) =>
                    certificate is not null && certificate.GetRawCertData().AsSpan().SequenceEqual(genuine.RawData),
            },
            cancellationToken);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request), cancellationToken);
        using var reader = new StreamReader(stream, Encoding.ASCII);
        return await reader.ReadToEndAsync(cancellationToken);
    }
}
