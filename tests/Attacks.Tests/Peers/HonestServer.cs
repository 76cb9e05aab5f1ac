using System.Net.Security;
using SocketSecurity.Attacks.Tests.World;

namespace SocketSecurity.Attacks.Tests.Peers;

/// <summary>The server that victims mean to reach.</summary>
internal sealed class HonestServer(SslServerAuthenticationOptions options) : TlsPeer(options)
{
    public static HonestServer Of(GenuinePeer peer) => new(new SslServerAuthenticationOptions { ServerCertificate = peer.Server });

    protected override async Task TalkAsync(SslStream client, CancellationToken cancellationToken)
    {
        var request = await Wire.ReadRequestAsync(client, cancellationToken);
        Heard.Enqueue(request);
        await client.WriteAsync(Wire.Answer(request, Wire.GenuineAnswer), cancellationToken);
    }
}
