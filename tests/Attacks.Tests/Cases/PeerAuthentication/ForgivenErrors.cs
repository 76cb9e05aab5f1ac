using SocketSecurity.Attacks.Tests.Scenarios;
using SocketSecurity.Attacks.Tests.World;

namespace SocketSecurity.Attacks.Tests.Cases.PeerAuthentication;

/// <summary>SOCK1002: each error that a validator forgives admits the forgeries that have just this error.</summary>
internal static class ForgivenErrors
{
    private const string Rule = "SOCK1002";

    public static IEnumerable<AttackCase> Cases { get; } =
    [
        Client(
            "host name masked out",
            "(sender, certificate, chain, errors) => (errors & ~SslPolicyErrors.RemoteCertificateNameMismatch) == SslPolicyErrors.None",
            Forgery.WrongHost),
        Client(
            "chain errors forgiven",
            "(sender, certificate, chain, errors) => errors == SslPolicyErrors.None || errors == SslPolicyErrors.RemoteCertificateChainErrors",
            Forgery.SelfSigned, Forgery.UntrustedAuthority, Forgery.Expired),
        Client(
            "any certificate will do",
            "(sender, certificate, chain, errors) => !errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable)",
            Forgery.SelfSigned, Forgery.UntrustedAuthority, Forgery.WrongHost, Forgery.Expired),
        Client(
            "logged and accepted",
            """
            (sender, certificate, chain, errors) =>
                    {
                        if (errors == SslPolicyErrors.RemoteCertificateNotAvailable)
                        {
                            return false;
                        }

                        System.Diagnostics.Trace.TraceWarning($"certificate problem: {errors}");
                        return true;
                    }
            """,
            Forgery.SelfSigned, Forgery.WrongHost),
        new AttackCase(Rule, "method that inverts the test")
        {
            Source = VictimSource.SslStreamClient(
                """
                using var tls = new SslStream(tcp.GetStream(), false, Check);
                await tls.AuthenticateAsClientAsync(host);
                """,
                """
                private static bool Check(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors) =>
                    errors != SslPolicyErrors.None;
                """),
            Attacks = [new ImpersonatedServer(Forgery.SelfSigned), new ImpersonatedServer(Forgery.WrongHost), new ImpersonatedServer(Forgery.Expired)],
            HonestPeer = new GenuineServer(),
            Remedies = Remedies.MethodOfClient,
        },
    ];

    private static AttackCase Client(string name, string validator, params IReadOnlyList<Forgery> forgeries) => new(Rule, name)
    {
        Source = VictimSource.SslStreamClient($"""
            using var tls = new SslStream(tcp.GetStream(), false, {validator});
            await tls.AuthenticateAsClientAsync(host);
            """),
        Attacks = [.. forgeries.Select(forgery => new ImpersonatedServer(forgery))],
        HonestPeer = new GenuineServer(),
        Remedies = Remedies.ValidatorOfClient,
    };
}
