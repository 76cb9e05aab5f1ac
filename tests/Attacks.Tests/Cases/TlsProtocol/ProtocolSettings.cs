using SocketSecurity.Analyzers.CodeFixes.TlsProtocol;
using SocketSecurity.Attacks.Tests.Scenarios;
using SocketSecurity.Attacks.Tests.World;

namespace SocketSecurity.Attacks.Tests.Cases.TlsProtocol;

/// <summary>SOCK2xxx: settings that let a connection become weaker than it could be, on a system that does not forbid it.</summary>
internal static class ProtocolSettings
{
    public static IEnumerable<AttackCase> Cases { get; } =
    [
        new AttackCase("SOCK2001", "old versions beside a new one")
        {
            Source = VictimSource.SslStreamClient("""
                using var tls = new SslStream(tcp.GetStream());
                await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
                {
                    TargetHost = host,
                    EnabledSslProtocols = SslProtocols.Tls | SslProtocols.Tls11 | SslProtocols.Tls12,
                });
                """),
            Attacks = [new OldTlsServer("-tls1", "TLS 1.0"), new OldTlsServer("-tls1_1", "TLS 1.1")],
            HonestPeer = new GenuineServer(),
            Remedies = [new Remedy(TlsVersionFix.RemoveKey, GenuinePeer.Public)],
            OwnProcess = PermissiveOpenSsl.Environment,
        },
        new AttackCase("SOCK2004", "suites without encryption allowed")
        {
            Source = VictimSource.SslStreamClient("""
                using var tls = new SslStream(tcp.GetStream(), false, null, null, EncryptionPolicy.AllowNoEncryption);
                await tls.AuthenticateAsClientAsync(host);
                """),
            Attacks = [new UnencryptedServer()],
            HonestPeer = new GenuineServer(),
            Remedies = [new Remedy(EncryptionPolicyFix.RequireKey, GenuinePeer.Public)],
            OwnProcess = PermissiveOpenSsl.Environment,
        },
        new AttackCase("SOCK2005", "suites with CBC alone")
        {
            Source = VictimSource.SslStreamClient("""
                using var tls = new SslStream(tcp.GetStream());
                await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
                {
                    TargetHost = host,
                    EnabledSslProtocols = SslProtocols.Tls12,
                    CipherSuitesPolicy = new CipherSuitesPolicy([TlsCipherSuite.TLS_RSA_WITH_AES_128_CBC_SHA, TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256, TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA]),
                });
                """),
            Attacks = [new CbcServer()],
            HonestPeer = new GenuineServer(),
            Remedies = [new Remedy(CipherSuiteFix.RemoveKey, GenuinePeer.Public)],
            OwnProcess = PermissiveOpenSsl.Environment,
        },
        new AttackCase("SOCK2006", "client that allows renegotiation")
        {
            Source = VictimSource.SslStreamClient("""
                using var tls = new SslStream(tcp.GetStream());
                await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = host, AllowRenegotiation = true });
                """),
            Attacks = [new RenegotiatingServer()],
            HonestPeer = new GenuineServer(),

            // The client declines and goes on with the connection that it has.
            Remedies = [new Remedy(RenegotiationFix.ForbidKey, GenuinePeer.Public) { Refusal = null }],
        },
    ];
}
