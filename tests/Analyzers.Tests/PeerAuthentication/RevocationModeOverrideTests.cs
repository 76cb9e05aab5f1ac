using SocketSecurity.Analyzers.CodeFixes.PeerAuthentication;
using SocketSecurity.Analyzers.PeerAuthentication;
using SocketSecurity.Analyzers.Tests.Verification;
using Test = SocketSecurity.Analyzers.Tests.Verification.RuleTest<
    SocketSecurity.Analyzers.PeerAuthentication.RevocationModeOverrideAnalyzer,
    SocketSecurity.Analyzers.CodeFixes.PeerAuthentication.RevocationModeOverrideFix>;

namespace SocketSecurity.Analyzers.Tests.PeerAuthentication;

/// <summary>SOCK1007, <see cref="RevocationModeOverrideAnalyzer"/> and <see cref="RevocationModeOverrideFix"/>.</summary>
public sealed class RevocationModeOverrideTests
{
    private static string Method(string body) => $$"""
        using System.Net.Security;
        using System.Security.Cryptography.X509Certificates;

        class Peer
        {
            private readonly SslClientAuthenticationOptions _options = new SslClientAuthenticationOptions();

            void Set(string host, X509RevocationMode mode, X509ChainPolicy given, SslServerAuthenticationOptions server)
            {
                {{body.ReplaceLineEndings("\n        ")}}
            }
        }
        """;

    [Theory]
    [InlineData("var options = new SslClientAuthenticationOptions { TargetHost = host, [|CertificateRevocationCheckMode = X509RevocationMode.Online|], CertificateChainPolicy = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck } };")]
    [InlineData("var options = new SslClientAuthenticationOptions { CertificateChainPolicy = new X509ChainPolicy(), [|CertificateRevocationCheckMode = X509RevocationMode.NoCheck|] };")]
    [InlineData("var options = new SslClientAuthenticationOptions { CertificateChainPolicy = new() }; [|options.CertificateRevocationCheckMode = mode|];")]
    [InlineData("var options = new SslClientAuthenticationOptions { [|CertificateRevocationCheckMode = X509RevocationMode.Online|] }; options.CertificateChainPolicy = given;")]
    [InlineData("var policy = new X509ChainPolicy(); var options = new SslClientAuthenticationOptions { [|CertificateRevocationCheckMode = mode|], CertificateChainPolicy = policy };")]
    [InlineData("[|server.CertificateRevocationCheckMode = X509RevocationMode.Online|]; server.CertificateChainPolicy = given;")]
    [InlineData("[|_options.CertificateRevocationCheckMode = X509RevocationMode.Online|]; this._options.CertificateChainPolicy = given;")]
    [InlineData("var policy = new X509ChainPolicy(); policy.RevocationMode = X509RevocationMode.NoCheck; server.CertificateChainPolicy = policy; [|server.CertificateRevocationCheckMode = X509RevocationMode.Online|];")]
    [InlineData("new SslStream(null).AuthenticateAsClient(new SslClientAuthenticationOptions { [|CertificateRevocationCheckMode = mode|], CertificateChainPolicy = given });")]
    public Task A_mode_beside_a_policy_is_found(string body) => Test.Finds(Method(body));

    [Theory]
    [InlineData("var options = new SslClientAuthenticationOptions { CertificateRevocationCheckMode = X509RevocationMode.Online };")]
    [InlineData("var options = new SslClientAuthenticationOptions { CertificateChainPolicy = given };")]
    [InlineData("var options = new SslClientAuthenticationOptions { CertificateRevocationCheckMode = mode, CertificateChainPolicy = null };")]
    [InlineData("var one = new SslClientAuthenticationOptions { CertificateRevocationCheckMode = mode }; var two = new SslClientAuthenticationOptions { CertificateChainPolicy = given };")]
    [InlineData("var options = new SslClientAuthenticationOptions { CertificateRevocationCheckMode = mode }; options = new SslClientAuthenticationOptions { CertificateChainPolicy = given };")]
    [InlineData("server.CertificateChainPolicy = given; server.CertificateChainPolicy.RevocationMode = mode;")]
    public Task A_mode_that_counts_is_not_reported(string body) => Test.Silent(Method(body));

    [Fact]
    public Task The_same_mode_said_twice_is_not_reported() => Test.Silent(Method(
        "var options = new SslClientAuthenticationOptions { CertificateRevocationCheckMode = X509RevocationMode.Online, CertificateChainPolicy = new X509ChainPolicy { RevocationMode = X509RevocationMode.Online } };"));

    [Fact]
    public Task Unfinished_code_is_survived() => Test.Silent(
        """
        using System.Net.Security;

        class Peer
        {
            void Set()
            {
                var options = new SslClientAuthenticationOptions { CertificateRevocationCheckMode = };
                options.CertificateChainPolicy = null;
                unknown.CertificateRevocationCheckMode = 1;
                options.CertificateRevocationCheckMode =
            }
        }
        """,
        setup => setup.CompilerDiagnostics = Microsoft.CodeAnalysis.Testing.CompilerDiagnostics.None);

    [Fact]
    public Task Frameworks_without_chain_policy_on_the_options_are_not_looked_at() => Test.Silent(
        """
        class SslClientAuthenticationOptions { public int CertificateRevocationCheckMode { get; set; } public object CertificateChainPolicy { get; set; } }

        class Peer
        {
            object Options() => new SslClientAuthenticationOptions { CertificateRevocationCheckMode = 1, CertificateChainPolicy = new object() };
        }
        """,
        setup => setup.OnNet472());

    [Fact]
    public Task The_mode_moves_to_the_policy() => Test.Fixes(
        """
        using System.Net.Security;
        using System.Security.Cryptography.X509Certificates;

        class Peer
        {
            SslClientAuthenticationOptions Inline(string host) => new SslClientAuthenticationOptions
            {
                TargetHost = host,
                [|CertificateRevocationCheckMode = X509RevocationMode.Online|],
                CertificateChainPolicy = new X509ChainPolicy
                {
                    TrustMode = X509ChainTrustMode.System,
                    RevocationMode = X509RevocationMode.NoCheck,
                },
            };

            SslClientAuthenticationOptions Last(string host) => new SslClientAuthenticationOptions
            {
                CertificateChainPolicy = new X509ChainPolicy(),
                [|CertificateRevocationCheckMode = X509RevocationMode.Online|]
            };

            void Local(X509RevocationMode mode, X509ChainPolicy given, SslServerAuthenticationOptions server, SslServerAuthenticationOptions other)
            {
                var policy = new X509ChainPolicy
                {
                    TrustMode = X509ChainTrustMode.System
                };
                var options = new SslClientAuthenticationOptions { CertificateChainPolicy = policy };
                [|options.CertificateRevocationCheckMode = mode|];
                server.CertificateChainPolicy = given;
                [|server.CertificateRevocationCheckMode = mode|];
            }
        }
        """,
        """
        using System.Net.Security;
        using System.Security.Cryptography.X509Certificates;

        class Peer
        {
            SslClientAuthenticationOptions Inline(string host) => new SslClientAuthenticationOptions
            {
                TargetHost = host,
                CertificateChainPolicy = new X509ChainPolicy
                {
                    TrustMode = X509ChainTrustMode.System,
                    RevocationMode = X509RevocationMode.Online,
                },
            };

            SslClientAuthenticationOptions Last(string host) => new SslClientAuthenticationOptions
            {
                CertificateChainPolicy = new X509ChainPolicy { RevocationMode = X509RevocationMode.Online }
            };

            void Local(X509RevocationMode mode, X509ChainPolicy given, SslServerAuthenticationOptions server, SslServerAuthenticationOptions other)
            {
                var policy = new X509ChainPolicy
                {
                    TrustMode = X509ChainTrustMode.System,
                    RevocationMode = mode
                };
                var options = new SslClientAuthenticationOptions { CertificateChainPolicy = policy };
                server.CertificateChainPolicy = given;
                server.CertificateChainPolicy.RevocationMode = mode;
            }
        }
        """,
        RevocationModeOverrideFix.MoveKey);

    [Fact]
    public Task A_mode_that_would_weaken_the_policy_is_removed() => Test.Fixes(
        """
        using System.Net.Security;
        using System.Security.Cryptography.X509Certificates;

        class Peer
        {
            SslClientAuthenticationOptions Options(string host) => new SslClientAuthenticationOptions
            {
                TargetHost = host,
                CertificateChainPolicy = new X509ChainPolicy(),
                [|CertificateRevocationCheckMode = X509RevocationMode.NoCheck|],
            };
        }
        """,
        """
        using System.Net.Security;
        using System.Security.Cryptography.X509Certificates;

        class Peer
        {
            SslClientAuthenticationOptions Options(string host) => new SslClientAuthenticationOptions
            {
                TargetHost = host,
                CertificateChainPolicy = new X509ChainPolicy(),
            };
        }
        """,
        RevocationModeOverrideFix.RemoveKey);
}
