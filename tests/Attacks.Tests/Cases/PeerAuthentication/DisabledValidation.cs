using SocketSecurity.Attacks.Tests.Scenarios;
using SocketSecurity.Attacks.Tests.World;

namespace SocketSecurity.Attacks.Tests.Cases.PeerAuthentication;

/// <summary>SOCK1001: whoever answers is believed, and whoever calls is served.</summary>
internal static class DisabledValidation
{
    private const string Rule = "SOCK1001";

    private static readonly string LambdaInConstructor = VictimSource.SslStreamClient("""
        using var tls = new SslStream(tcp.GetStream(), false, (sender, certificate, chain, errors) => true);
        await tls.AuthenticateAsClientAsync(host);
        """);

    private static readonly string HttpHandler = VictimSource.HttpClient("""
        using var handler = new HttpClientHandler { ServerCertificateCustomValidationCallback = (_, _, _, _) => true };
        """);

    private static readonly string ReadyMadeDelegate = VictimSource.HttpClient("""
        using var handler = new HttpClientHandler { ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator };
        """);

    private static readonly string SocketsHandler = VictimSource.HttpClient("""
        using var handler = new SocketsHttpHandler();
        handler.SslOptions.RemoteCertificateValidationCallback = delegate { return true; };
        """);

    private static readonly string MethodGroupInOptions = VictimSource.SslStreamClient(
        """
        using var tls = new SslStream(tcp.GetStream());
        var options = new SslClientAuthenticationOptions { TargetHost = host, RemoteCertificateValidationCallback = Accept };
        await tls.AuthenticateAsClientAsync(options);
        """,
        """
        private static bool Accept(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
        {
            System.Diagnostics.Trace.TraceWarning($"certificate errors: {errors}");
            return true;
        }
        """);

    private static readonly string ServerOfKnownClients = VictimSource.SslStreamServer("""
        using var tls = new SslStream(tcp.GetStream(), false, (sender, client, chain, errors) => true);
        await tls.AuthenticateAsServerAsync(certificate, clientCertificateRequired: true, checkCertificateRevocation: false);
        """);

    public static IEnumerable<AttackCase> Cases { get; } =
    [
        Client("lambda in the SslStream constructor", LambdaInConstructor, Remedies.ValidatorOfClient),
        Client("HttpClientHandler", HttpHandler, Remedies.ValidatorOfClient),
        Client("ready-made delegate", ReadyMadeDelegate, Remedies.ReadyMadeDelegate),
        Client("SocketsHttpHandler", SocketsHandler, Remedies.ValidatorOfClient),
        Client("method group in an options object", MethodGroupInOptions, Remedies.MethodOfClient),
        new AttackCase(Rule, "name in the subject only")
        {
            Source = LambdaInConstructor,
            Attacks = [new ImpersonatedServer(Forgery.CommonNameOnly)],
            HonestPeer = new GenuineServer(),
            Remedies = Remedies.LibraryForClient,
        },
        new AttackCase(Rule, "server that knows its clients by certificate")
        {
            Source = ServerOfKnownClients,
            Attacks = [new Intruder(Forgery.SelfSigned), new Intruder(Forgery.UntrustedAuthority), new Intruder(Forgery.Expired)],
            HonestPeer = new GenuineClient(),
            Remedies = Remedies.ValidatorOfServer,
        },
    ];

    private static AttackCase Client(string name, string source, IReadOnlyList<Remedy> remedies) => new(Rule, name)
    {
        Source = source,
        Attacks =
        [
            new ImpersonatedServer(Forgery.SelfSigned),
            new ImpersonatedServer(Forgery.UntrustedAuthority),
            new ImpersonatedServer(Forgery.WrongHost),
            new ImpersonatedServer(Forgery.Expired),
        ],
        HonestPeer = new GenuineServer(),
        Remedies = remedies,
    };
}
