using SocketSecurity.Analyzers.CodeFixes.PeerAuthentication;
using SocketSecurity.Analyzers.PeerAuthentication;
using SocketSecurity.Analyzers.Tests.Verification;
using Test = SocketSecurity.Analyzers.Tests.Verification.RuleTest<
    SocketSecurity.Analyzers.PeerAuthentication.RevocationAnalyzer,
    SocketSecurity.Analyzers.CodeFixes.PeerAuthentication.RevocationFix>;

namespace SocketSecurity.Analyzers.Tests.PeerAuthentication;

/// <summary>SOCK1005, <see cref="RevocationAnalyzer"/> and <see cref="RevocationFix"/>.</summary>
public sealed class RevocationTests
{
    private static string Method(string body) => $$"""
        using System.Net;
        using System.Net.Http;
        using System.Net.Security;
        using System.Security.Authentication;
        using System.Security.Cryptography.X509Certificates;

        class Settings { public bool CheckRevocation { get; set; } }

        class Peer
        {
            async void Run(SslStream stream, string host, Settings settings, SslClientAuthenticationOptions client, SslServerAuthenticationOptions server, X509Certificate2 certificate, X509ChainPolicy policy, object sender)
            {
                {{body.ReplaceLineEndings("\n        ")}}
            }

            static void Configure(HttpClientHandler handler) => handler.CheckCertificateRevocationList = true;
        }
        """;

    private static void Strict(Setup setup) => setup.EditorConfig.Add("build_property.SocketSecurityMode = Strict");

    [Theory]
    [InlineData("client.CertificateRevocationCheckMode = [|X509RevocationMode.NoCheck|];")]
    [InlineData("client.CertificateRevocationCheckMode = [|(X509RevocationMode)0|];")]
    [InlineData("const X509RevocationMode Mode = X509RevocationMode.NoCheck; client.CertificateRevocationCheckMode = [|Mode|];")]
    [InlineData("var mode = X509RevocationMode.NoCheck; client.CertificateRevocationCheckMode = [|mode|];")]
    [InlineData("var options = new SslClientAuthenticationOptions { TargetHost = host, CertificateRevocationCheckMode = [|X509RevocationMode.NoCheck|] };")]
    [InlineData("var options = new SslServerAuthenticationOptions { ClientCertificateRequired = true, CertificateRevocationCheckMode = [|X509RevocationMode.NoCheck|] };")]
    [InlineData("using var handler = new SocketsHttpHandler { SslOptions = { CertificateRevocationCheckMode = [|X509RevocationMode.NoCheck|] } };")]
    [InlineData("using var handler = new HttpClientHandler { CheckCertificateRevocationList = [|false|] };")]
    [InlineData("policy.RevocationMode = [|X509RevocationMode.NoCheck|];")]
    [InlineData("using var chain = new X509Chain { ChainPolicy = { RevocationMode = [|X509RevocationMode.NoCheck|] } }; if (!chain.Build(certificate)) { throw new AuthenticationException(); }")]
    [InlineData("stream.AuthenticateAsClient(host, null, [|false|]);")]
    [InlineData("await stream.AuthenticateAsClientAsync(host, null, SslProtocols.None, [|checkCertificateRevocation: false|]);")]
    [InlineData("stream.AuthenticateAsServer(certificate, clientCertificateRequired: true, [|checkCertificateRevocation: false|]);")]
    [InlineData("if (sender is SslStream) { client.CertificateRevocationCheckMode = [|X509RevocationMode.NoCheck|]; }")]
    [InlineData("if (client != null) { client.CertificateRevocationCheckMode = [|X509RevocationMode.NoCheck|]; }")]
    public Task A_check_that_is_switched_off_is_found(string body) => Test.Finds(Method(body));

    [Theory]
    [InlineData("client.CertificateRevocationCheckMode = X509RevocationMode.Online;")]
    [InlineData("client.CertificateRevocationCheckMode = X509RevocationMode.Offline;")]
    [InlineData("client.CertificateRevocationCheckMode = settings.CheckRevocation ? X509RevocationMode.Online : X509RevocationMode.NoCheck;")]
    [InlineData("if (settings.CheckRevocation) { client.CertificateRevocationCheckMode = X509RevocationMode.Online; } else { client.CertificateRevocationCheckMode = X509RevocationMode.NoCheck; }")]
    [InlineData("client.CertificateRevocationCheckMode = X509RevocationMode.NoCheck; if (settings.CheckRevocation) { client.CertificateRevocationCheckMode = X509RevocationMode.Online; }")]
    [InlineData("var options = new SslServerAuthenticationOptions { CertificateRevocationCheckMode = X509RevocationMode.NoCheck };")]
    [InlineData("server.CertificateRevocationCheckMode = X509RevocationMode.NoCheck;")]
    [InlineData("stream.AuthenticateAsServer(certificate, clientCertificateRequired: false, checkCertificateRevocation: false);")]
    [InlineData("stream.AuthenticateAsClient(host, null, settings.CheckRevocation);")]
    [InlineData("stream.AuthenticateAsClient(host, null, true);")]
    [InlineData("policy.RevocationMode = X509RevocationMode.NoCheck; policy.TrustMode = X509ChainTrustMode.CustomRootTrust;")]
    [InlineData("policy.RevocationMode = X509RevocationMode.NoCheck; policy.CustomTrustStore.Add(certificate);")]
    [InlineData("var own = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck, TrustMode = X509ChainTrustMode.CustomRootTrust, CustomTrustStore = { certificate } };")]
    [InlineData("using var chain = new X509Chain(); chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck; chain.Build(certificate);")]
    [InlineData("if (client.CertificateRevocationCheckMode == X509RevocationMode.NoCheck) { throw new AuthenticationException(); }")]
    [InlineData("stream.AuthenticateAsClient(host);")]
    [InlineData("using var handler = new HttpClientHandler();")]
    public Task A_check_that_is_on_chosen_by_a_setting_or_of_no_use_is_not_reported(string body) => Test.Silent(Method(body));

    [Fact]
    public Task The_process_wide_switch_is_found() => Test.Finds(
        """
        using System.Net;

        class Program
        {
            static void Main() => ServicePointManager.CheckCertificateRevocationList = [|false|];
        }
        """,
        setup => setup.OnNet472());

    [Fact]
    public Task Kestrel_is_found_when_it_asks_for_certificates() => Test.Finds(
        """
        using Microsoft.AspNetCore.Server.Kestrel.Https;

        class Program
        {
            static void Required(HttpsConnectionAdapterOptions options)
            {
                options.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
                options.CheckCertificateRevocation = [|false|];
            }

            static void NotAsked(HttpsConnectionAdapterOptions options) => options.CheckCertificateRevocation = false;
        }
        """,
        setup => setup.WithAspNetCore());

    [Fact]
    public Task Libraries_are_found_by_their_own_settings() => Test.Finds("""
        using System.Security.Cryptography.X509Certificates;

        namespace MailKit
        {
            public abstract class MailService { public bool CheckCertificateRevocation { get; set; } }
            public class ImapClient : MailService { }
        }

        namespace MQTTnet
        {
            public class MqttClientTlsOptions { public bool IgnoreCertificateRevocationErrors { get; set; } }

            public class MqttClientTlsOptionsBuilder
            {
                public MqttClientTlsOptionsBuilder WithRevocationMode(X509RevocationMode mode) => this;
                public MqttClientTlsOptionsBuilder WithIgnoreCertificateRevocationErrors(bool value = true) => this;
            }
        }

        class Mine { public bool CheckCertificateRevocation { get; set; } }

        class Program
        {
            static void Main()
            {
                new MailKit.ImapClient().CheckCertificateRevocation = [|false|];
                new MQTTnet.MqttClientTlsOptions().IgnoreCertificateRevocationErrors = [|true|];
                new MQTTnet.MqttClientTlsOptions().IgnoreCertificateRevocationErrors = false;
                new MQTTnet.MqttClientTlsOptionsBuilder().WithRevocationMode([|X509RevocationMode.NoCheck|]).WithIgnoreCertificateRevocationErrors(false);
                [|new MQTTnet.MqttClientTlsOptionsBuilder().WithIgnoreCertificateRevocationErrors()|];
                new Mine().CheckCertificateRevocation = false;
            }
        }
        """);

    [Fact]
    public Task The_librarys_policy_for_system_roots_is_found_without_revocation() => Test.Finds(
        """
        using System.Security.Cryptography.X509Certificates;
        using SocketSecurity.Trust;

        class Program
        {
            static TrustPolicy Public() => TrustPolicy.System.WithRevocation([|RevocationPolicy.None|]);

            static TrustPolicy Private(X509Certificate2Collection roots) => TrustPolicy.PrivateRoots(roots).WithRevocation(RevocationPolicy.None);
        }
        """,
        setup => setup.WithSecureDefaults());

    [Theory]
    [InlineData("[|stream.AuthenticateAsClient(host)|];")]
    [InlineData("await [|stream.AuthenticateAsClientAsync(host)|];")]
    [InlineData("stream.AuthenticateAsClient([|new SslClientAuthenticationOptions { TargetHost = host }|]);")]
    [InlineData("var options = [|new SslClientAuthenticationOptions()|]; options.TargetHost = host; stream.AuthenticateAsClient(options);")]
    public Task In_strict_mode_a_default_without_check_is_found(string body) => Test.Finds(Method(body), Strict);

    [Theory]
    [InlineData("stream.AuthenticateAsClient(new SslClientAuthenticationOptions { CertificateRevocationCheckMode = X509RevocationMode.Online });")]
    [InlineData("stream.AuthenticateAsClient(new SslClientAuthenticationOptions { CertificateChainPolicy = policy });")]
    [InlineData("using var handler = new SocketsHttpHandler { SslOptions = new SslClientAuthenticationOptions() };")]
    [InlineData("stream.AuthenticateAsServer(certificate);")]
    [InlineData("using var handler = new HttpClientHandler();")]
    public Task In_strict_mode_other_defaults_are_not_reported(string body) => Test.Silent(Method(body), Strict);

    [Fact]
    public Task In_strict_mode_handlers_before_net_10_are_found() => Test.Finds(
        """
        using System.Net.Http;

        class Program
        {
            static HttpClient Client() => new HttpClient([|new HttpClientHandler()|]);

            static HttpClient Checked()
            {
                var handler = new HttpClientHandler();
                handler.CheckCertificateRevocationList = true;
                return new HttpClient(handler);
            }

            static HttpClient Elsewhere()
            {
                var handler = new HttpClientHandler();
                Configure(handler);
                return new HttpClient(handler);
            }

            static void Configure(HttpClientHandler handler) => handler.CheckCertificateRevocationList = true;
        }
        """,
        setup =>
        {
            setup.OnNet472();
            Strict(setup);
        });

    [Fact]
    public Task Unfinished_code_is_survived() => Test.Silent(
        """
        using System.Net.Security;
        using System.Security.Cryptography.X509Certificates;

        class Peer
        {
            void Run(SslStream stream, SslClientAuthenticationOptions client)
            {
                client.CertificateRevocationCheckMode = X509RevocationMode.;
                client.CertificateRevocationCheckMode = ;
                stream.AuthenticateAsClient(checkCertificateRevocation: );
                unknown.CheckCertificateRevocationList = false;
            }
        }
        """,
        setup =>
        {
            setup.CompilerDiagnostics = Microsoft.CodeAnalysis.Testing.CompilerDiagnostics.None;
            Strict(setup);
        });

    [Fact]
    public Task The_check_is_switched_on() => Test.Fixes(
        Method("""
            client.CertificateRevocationCheckMode = [|X509RevocationMode.NoCheck|]; // faster
            policy.RevocationMode = [|(X509RevocationMode)0|];
            using var handler = new HttpClientHandler { CheckCertificateRevocationList = [|false|] };
            stream.AuthenticateAsClient(host, null, [|false|]);
            stream.AuthenticateAsClient(host, null, SslProtocols.None, [|checkCertificateRevocation: false|]);
            """),
        Method("""
            client.CertificateRevocationCheckMode = X509RevocationMode.Online; // faster
            policy.RevocationMode = X509RevocationMode.Online;
            using var handler = new HttpClientHandler { CheckCertificateRevocationList = true };
            stream.AuthenticateAsClient(host, null, true);
            stream.AuthenticateAsClient(host, null, SslProtocols.None, checkCertificateRevocation: true);
            """),
        RevocationFix.CheckKey);

    [Fact]
    public Task A_switch_that_ignores_is_switched_off() => Test.Fixes(
        """
        namespace MQTTnet { public class MqttClientTlsOptions { public bool IgnoreCertificateRevocationErrors { get; set; } } }

        class Program
        {
            static void Main() => new MQTTnet.MqttClientTlsOptions { IgnoreCertificateRevocationErrors = [|true|] }.ToString();
        }
        """,
        """
        namespace MQTTnet { public class MqttClientTlsOptions { public bool IgnoreCertificateRevocationErrors { get; set; } } }

        class Program
        {
            static void Main() => new MQTTnet.MqttClientTlsOptions { IgnoreCertificateRevocationErrors = false }.ToString();
        }
        """,
        RevocationFix.CheckKey);

    [Fact]
    public Task In_strict_mode_the_check_is_added() => Test.Fixes(
        Method("""
            await [|stream.AuthenticateAsClientAsync(host)|];
            stream.AuthenticateAsClient([|new SslClientAuthenticationOptions { TargetHost = host }|]);
            """),
        Method("""
            await stream.AuthenticateAsClientAsync(host, null, checkCertificateRevocation: true);
            stream.AuthenticateAsClient(new SslClientAuthenticationOptions { TargetHost = host, CertificateRevocationCheckMode = X509RevocationMode.Online });
            """),
        RevocationFix.CheckKey,
        Strict);

    [Fact]
    public Task The_librarys_policy_checks_when_the_authority_publishes() => Test.Fixes(
        """
        using SocketSecurity.Trust;

        class Program
        {
            static TrustPolicy Public() => TrustPolicy.System.WithRevocation([|RevocationPolicy.None|]);
        }
        """,
        """
        using SocketSecurity.Trust;

        class Program
        {
            static TrustPolicy Public() => TrustPolicy.System.WithRevocation(RevocationPolicy.WhenAvailable);
        }
        """,
        RevocationFix.WhenAvailableKey,
        setup => setup.WithSecureDefaults());
}
