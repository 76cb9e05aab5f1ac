using SocketSecurity.Analyzers.CodeFixes.PeerAuthentication;
using SocketSecurity.Analyzers.PeerAuthentication;
using SocketSecurity.Analyzers.Tests.Verification;
using Test = SocketSecurity.Analyzers.Tests.Verification.RuleTest<
    SocketSecurity.Analyzers.PeerAuthentication.CertificateDownloadAnalyzer,
    SocketSecurity.Analyzers.CodeFixes.PeerAuthentication.CertificateDownloadFix>;

namespace SocketSecurity.Analyzers.Tests.PeerAuthentication;

/// <summary>SOCK1011, <see cref="CertificateDownloadAnalyzer"/> and <see cref="CertificateDownloadFix"/>.</summary>
public sealed class CertificateDownloadTests
{
    private static string Method(string body) => $$"""
        using System.Net.Security;
        using System.Security.Authentication;
        using System.Security.Cryptography.X509Certificates;
        using System.Threading.Tasks;

        class Server
        {
            private SslStreamCertificateContext _context;
            private SslStreamCertificateContext _clientContext;

            async Task Serve(SslStream stream, X509Certificate2 certificate, X509ChainPolicy given, SslServerAuthenticationOptions handed, bool setting)
            {
                {{body.ReplaceLineEndings("\n        ")}}
            }

            void Connect(SslClientAuthenticationOptions options) => options.ClientCertificateContext = _clientContext;

            void Use(SslServerAuthenticationOptions options) => options.ServerCertificateContext = _context;

            static void Configure(SslServerAuthenticationOptions options) => options.CertificateChainPolicy = new X509ChainPolicy { DisableCertificateDownloads = true };
        }
        """;

    [Theory]
    [InlineData("var options = new SslServerAuthenticationOptions { ServerCertificate = certificate, [|ClientCertificateRequired = true|] };")]
    [InlineData("var options = new SslServerAuthenticationOptions(); [|options.ClientCertificateRequired = true|];")]
    [InlineData("stream.AuthenticateAsServer(new SslServerAuthenticationOptions { [|ClientCertificateRequired = true|], CertificateChainPolicy = new X509ChainPolicy() });")]
    [InlineData("var policy = new X509ChainPolicy { DisableCertificateDownloads = false }; stream.AuthenticateAsServer(new SslServerAuthenticationOptions { [|ClientCertificateRequired = true|], CertificateChainPolicy = policy });")]
    [InlineData("stream.AuthenticateAsServer(certificate, [|clientCertificateRequired: true|], checkCertificateRevocation: false);")]
    [InlineData("await stream.AuthenticateAsServerAsync(certificate, [|true|], SslProtocols.None, false);")]
    public Task A_server_that_downloads_for_its_clients_is_found(string body) => Test.Finds(Method(body));

    [Theory]
    [InlineData("var options = new SslServerAuthenticationOptions { ServerCertificate = certificate };")]
    [InlineData("var options = new SslServerAuthenticationOptions { ClientCertificateRequired = false };")]
    [InlineData("var options = new SslServerAuthenticationOptions { ClientCertificateRequired = setting };")]
    [InlineData("var options = new SslServerAuthenticationOptions { ClientCertificateRequired = true, CertificateChainPolicy = new X509ChainPolicy { DisableCertificateDownloads = true } };")]
    [InlineData("var options = new SslServerAuthenticationOptions { ClientCertificateRequired = true, CertificateChainPolicy = new() }; options.CertificateChainPolicy.DisableCertificateDownloads = true;")]
    [InlineData("var policy = new X509ChainPolicy(); policy.DisableCertificateDownloads = true; var options = new SslServerAuthenticationOptions { ClientCertificateRequired = true, CertificateChainPolicy = policy };")]
    [InlineData("var options = new SslServerAuthenticationOptions { ClientCertificateRequired = true, CertificateChainPolicy = given };")]
    [InlineData("var options = new SslServerAuthenticationOptions { ClientCertificateRequired = true }; Configure(options);")]
    [InlineData("handed.ClientCertificateRequired = true;")]
    [InlineData("stream.AuthenticateAsServer(certificate, clientCertificateRequired: false, checkCertificateRevocation: false);")]
    [InlineData("stream.AuthenticateAsServer(certificate);")]
    public Task A_server_without_client_certificates_or_without_downloads_is_not_reported(string body) => Test.Silent(Method(body));

    [Theory]
    [InlineData("handed.ServerCertificateContext = [|SslStreamCertificateContext.Create(certificate, null)|];")]
    [InlineData("var context = [|SslStreamCertificateContext.Create(certificate, null, offline: false)|]; handed.ServerCertificateContext = context;")]
    [InlineData("_context = [|SslStreamCertificateContext.Create(certificate, null)|];")]
    public Task A_server_context_that_downloads_is_found(string body) => Test.Finds(Method(body));

    [Theory]
    [InlineData("handed.ServerCertificateContext = SslStreamCertificateContext.Create(certificate, null, offline: true);")]
    [InlineData("_context = SslStreamCertificateContext.Create(certificate, null, true);")]
    [InlineData("_clientContext = SslStreamCertificateContext.Create(certificate, null);")]
    [InlineData("var options = new SslClientAuthenticationOptions { ClientCertificateContext = SslStreamCertificateContext.Create(certificate, null) };")]
    [InlineData("var context = SslStreamCertificateContext.Create(certificate, null);")]
    public Task A_context_that_is_offline_or_a_clients_is_not_reported(string body) => Test.Silent(Method(body));

    [Fact]
    public Task Frameworks_without_the_setting_are_not_looked_at() => Test.Silent(
        """
        using System.Net.Security;
        using System.Security.Authentication;
        using System.Security.Cryptography.X509Certificates;

        class Server
        {
            void Serve(SslStream stream, X509Certificate certificate) => stream.AuthenticateAsServer(certificate, true, SslProtocols.Tls12, true);
        }
        """,
        setup => setup.OnNet472());

    [Fact]
    public Task Unfinished_code_is_survived() => Test.Silent(
        """
        using System.Net.Security;

        class Server
        {
            void Serve(SslStream stream)
            {
                var options = new SslServerAuthenticationOptions { ClientCertificateRequired = };
                stream.AuthenticateAsServer(clientCertificateRequired: );
                options.ServerCertificateContext = SslStreamCertificateContext.Create(
            }
        }
        """,
        setup => setup.CompilerDiagnostics = Microsoft.CodeAnalysis.Testing.CompilerDiagnostics.None);

    [Fact]
    public Task Options_get_a_policy_with_the_revocation_mode_they_had() => Test.Fixes(
        Method("""
            var one = new SslServerAuthenticationOptions { ServerCertificate = certificate, [|ClientCertificateRequired = true|] };
            var two = new SslServerAuthenticationOptions
            {
                [|ClientCertificateRequired = true|],
                CertificateRevocationCheckMode = X509RevocationMode.Online,
                ServerCertificate = certificate,
            };
            var three = new SslServerAuthenticationOptions
            {
                [|ClientCertificateRequired = true|],
                CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust },
            };
            var policy = new X509ChainPolicy();
            var four = new SslServerAuthenticationOptions { CertificateChainPolicy = policy };
            [|four.ClientCertificateRequired = true|];
            """),
        Method("""
            var one = new SslServerAuthenticationOptions { ServerCertificate = certificate, ClientCertificateRequired = true, CertificateChainPolicy = new X509ChainPolicy { DisableCertificateDownloads = true, RevocationMode = X509RevocationMode.NoCheck } };
            var two = new SslServerAuthenticationOptions
            {
                ClientCertificateRequired = true,
                CertificateChainPolicy = new X509ChainPolicy { DisableCertificateDownloads = true, RevocationMode = X509RevocationMode.Online },
                ServerCertificate = certificate,
            };
            var three = new SslServerAuthenticationOptions
            {
                ClientCertificateRequired = true,
                CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, DisableCertificateDownloads = true },
            };
            var policy = new X509ChainPolicy { DisableCertificateDownloads = true };
            var four = new SslServerAuthenticationOptions { CertificateChainPolicy = policy };
            four.ClientCertificateRequired = true;
            """),
        CertificateDownloadFix.DisableKey);

    [Fact]
    public Task A_handshake_without_options_gets_them() => Test.Fixes(
        Method("""
            await stream.AuthenticateAsServerAsync(certificate, [|true|], SslProtocols.None, setting);
            stream.AuthenticateAsServer(certificate, [|clientCertificateRequired: true|], checkCertificateRevocation: false);
            """),
        Method("""
            await stream.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate, ClientCertificateRequired = true, EnabledSslProtocols = SslProtocols.None, CertificateChainPolicy = new X509ChainPolicy { DisableCertificateDownloads = true, RevocationMode = setting ? X509RevocationMode.Online : X509RevocationMode.NoCheck } });
            stream.AuthenticateAsServer(new SslServerAuthenticationOptions { ServerCertificate = certificate, ClientCertificateRequired = true, CertificateChainPolicy = new X509ChainPolicy { DisableCertificateDownloads = true, RevocationMode = X509RevocationMode.NoCheck } });
            """),
        CertificateDownloadFix.DisableKey);

    [Fact]
    public Task A_context_goes_offline() => Test.Fixes(
        Method("""
            handed.ServerCertificateContext = [|SslStreamCertificateContext.Create(certificate, null)|];
            _context = [|SslStreamCertificateContext.Create(certificate, null, false)|];
            """),
        Method("""
            handed.ServerCertificateContext = SslStreamCertificateContext.Create(certificate, null, offline: true);
            _context = SslStreamCertificateContext.Create(certificate, null, true);
            """),
        CertificateDownloadFix.DisableKey);
}
