using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using SocketSecurity.Attacks.Tests.World;

namespace SocketSecurity.Attacks.Tests.Peers;

/// <summary>A server that makes its client repeat the handshake after the request, as often as it likes.</summary>
internal sealed class Renegotiator : TlsPeer
{
    private const int Rounds = 3;

    private readonly Counter _handshakes;

    public Renegotiator(GenuinePeer peer)
        : this(peer, new Counter())
    {
    }

    private Renegotiator(GenuinePeer peer, Counter handshakes)
        : base(new SslServerAuthenticationOptions
        {
            ServerCertificate = peer.Server,
#pragma warning disable SOCK2002, SOCK2006 // This peer exists to renegotiate, which TLS 1.3 cannot.
            EnabledSslProtocols = SslProtocols.Tls12,
            AllowRenegotiation = true,
#pragma warning restore SOCK2002, SOCK2006
            RemoteCertificateValidationCallback = handshakes.Count,
        }) => _handshakes = handshakes;

    /// <summary>Handshakes that the client went through again.</summary>
    public int Repeated { get; private set; }

    protected override async Task TalkAsync(SslStream client, CancellationToken cancellationToken)
    {
        var request = await Wire.ReadRequestAsync(client, cancellationToken);
        var first = _handshakes.Value;
        for (var round = 0; round < Rounds; round++)
        {
            // Asking for a client certificate is what makes the framework's server renegotiate.
            await client.NegotiateClientCertificateAsync(cancellationToken);
            Repeated = _handshakes.Value - first;
        }

        await client.WriteAsync(Wire.Answer(request, Wire.GenuineAnswer), cancellationToken);
    }

    /// <summary>
    /// Counts the handshakes that were completed: the call that starts one also returns when the client refuses. That the
    /// client has no certificate is as expected.
    /// </summary>
    private sealed class Counter
    {
        private int _value;

        public int Value => Volatile.Read(ref _value);

        public bool Count(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
        {
            Interlocked.Increment(ref _value);
            return certificate is null;
        }
    }
}
