using SocketSecurity.Analyzers.CodeFixes.PeerAuthentication;
using SocketSecurity.Analyzers.PeerAuthentication;
using SocketSecurity.Analyzers.Tests.Verification;
using Test = SocketSecurity.Analyzers.Tests.Verification.RuleTest<
    SocketSecurity.Analyzers.PeerAuthentication.RootStoreAnalyzer,
    SocketSecurity.Analyzers.CodeFixes.PeerAuthentication.RootStoreFix>;

namespace SocketSecurity.Analyzers.Tests.PeerAuthentication;

/// <summary>SOCK1013, <see cref="RootStoreAnalyzer"/> and <see cref="RootStoreFix"/>.</summary>
public sealed class RootStoreTests
{
    private static string Method(string body) => $$"""
        using System.Security.Cryptography.X509Certificates;

        class Peer
        {
            private readonly X509Store _roots = new X509Store(StoreName.Root);
            private readonly X509Store _mine = new X509Store(StoreName.My);

            void Install(X509Certificate2 certificate, X509Certificate2Collection several, StoreName given, X509Chain chain)
            {
                {{body.ReplaceLineEndings("\n        ")}}
            }
        }
        """;

    [Theory]
    [InlineData("using var store = new X509Store(StoreName.Root, StoreLocation.LocalMachine); store.Open(OpenFlags.ReadWrite); [|store.Add(certificate)|];")]
    [InlineData("using (var store = new X509Store(StoreName.Root)) { store.Open(OpenFlags.ReadWrite); [|store.AddRange(several)|]; }")]
    [InlineData("X509Store store; store = new X509Store(\"Root\"); [|store.Add(certificate)|];")]
    [InlineData("var store = new X509Store(\"root\", StoreLocation.CurrentUser); [|store.Add(certificate)|];")]
    [InlineData("var store = new X509Store((StoreName)6, (StoreLocation)2); [|store.Add(certificate)|];")]
    [InlineData("var name = StoreName.AuthRoot; var store = new X509Store(name); [|store.Add(certificate)|];")]
    [InlineData("const StoreName People = StoreName.TrustedPeople; var store = new X509Store(People); [|store.Add(certificate)|];")]
    [InlineData("[|new X509Store(StoreName.Root).Add(certificate)|];")]
    [InlineData("[|_roots.Add(certificate)|];")]
    public Task Adding_to_a_trusted_store_is_found(string body) => Test.Finds(Method(body));

    [Theory]
    [InlineData("using var store = new X509Store(StoreName.My); store.Add(certificate);")]
    [InlineData("using var store = new X509Store(StoreName.CertificateAuthority, StoreLocation.LocalMachine); store.Add(certificate);")]
    [InlineData("using var store = new X509Store(\"MyRoots\"); store.Add(certificate);")]
    [InlineData("using var store = new X509Store(); store.Add(certificate);")]
    [InlineData("using var store = new X509Store(given); store.Add(certificate);")]
    [InlineData("using var store = new X509Store(StoreName.Root); store.Open(OpenFlags.ReadOnly); var all = store.Certificates;")]
    [InlineData("using var store = new X509Store(StoreName.Root); store.Remove(certificate);")]
    [InlineData("using var store = new X509Store(StoreName.Root); several.Add(store.Certificates[0]);")]
    [InlineData("var store = new X509Store(StoreName.Root); store = new X509Store(StoreName.My); store.Add(certificate);")]
    [InlineData("chain.ChainPolicy.CustomTrustStore.Add(certificate);")]
    [InlineData("_mine.Add(certificate);")]
    public Task Reading_and_other_stores_are_not_reported(string body) => Test.Silent(Method(body));

    [Fact]
    public Task A_helper_that_is_told_the_store_is_found() => Test.Finds("""
        using System.Security.Cryptography.X509Certificates;

        class Peer
        {
            void Trust(X509Certificate2 certificate) => Install(certificate, StoreName.Root, StoreLocation.LocalMachine);

            static void Install(X509Certificate2 certificate, StoreName name, StoreLocation location)
            {
                var store = new X509Store(name, location);
                store.Open(OpenFlags.ReadWrite);
                [|store.Add(certificate)|];
            }
        }
        """);

    [Fact]
    public Task A_helper_that_is_told_another_store_is_not_reported() => Test.Silent("""
        using System.Security.Cryptography.X509Certificates;

        class Peer
        {
            void Trust(X509Certificate2 certificate) => Install(certificate, StoreName.My, StoreLocation.LocalMachine);

            bool IsTrusted(X509Certificate2 certificate) => Find(StoreName.Root).Contains(certificate);

            static X509Certificate2Collection Find(StoreName name) => new X509Store(name).Certificates;

            static void Install(X509Certificate2 certificate, StoreName name, StoreLocation location) => new X509Store(name, location).Add(certificate);
        }
        """);

    [Fact]
    public Task The_message_says_who_will_trust_it() => Test.Finds(
        Method("""
            new X509Store(StoreName.Root, StoreLocation.LocalMachine).Add(certificate);
            new X509Store(StoreName.Root).Add(certificate);
            """),
        setup =>
        {
            setup.Expected.Add(new Microsoft.CodeAnalysis.Testing.DiagnosticResult(Rules.RootCertificateInstalled)
                .WithSpan(10, 9, 10, 83).WithSpan(10, 23, 10, 37).WithArguments("Root", "machine", ""));
            setup.Expected.Add(new Microsoft.CodeAnalysis.Testing.DiagnosticResult(Rules.RootCertificateInstalled)
                .WithSpan(11, 9, 11, 55).WithSpan(11, 23, 11, 37).WithArguments("Root", "user account", ""));
        });

    [Fact]
    public Task Test_code_is_information() => Test.Finds(
        """
        using Xunit;
        using System.Security.Cryptography.X509Certificates;

        namespace Xunit { }

        class Peer
        {
            void Install(X509Certificate2 certificate) => {|#0:new X509Store(StoreName.Root).Add(certificate)|};
        }
        """,
        setup => setup.Expected.Add(new Microsoft.CodeAnalysis.Testing.DiagnosticResult(
                Rules.RootCertificateInstalled.Id, Microsoft.CodeAnalysis.DiagnosticSeverity.Info)
            .WithLocation(0).WithSpan(8, 65, 8, 79).WithArguments("Root", "user account", "; this is test code")));

    [Fact]
    public Task Unfinished_code_is_survived() => Test.Silent(
        """
        using System.Security.Cryptography.X509Certificates;

        class Peer
        {
            void Install(X509Certificate2 certificate)
            {
                var store = new X509Store(StoreName.);
                store.Add(certificate);
                new X509Store().Add();
                unknown.Add(certificate);
                new X509Store(StoreName.Root).Add
            }
        }
        """,
        setup => setup.CompilerDiagnostics = Microsoft.CodeAnalysis.Testing.CompilerDiagnostics.None);

    [Fact]
    public Task With_the_library_a_trust_policy_takes_its_place() => Test.Fixes(
        Method("""
            var trustPolicy = 1;
            new X509Store(StoreName.My).Add(certificate);
            // our own authority
            [|_roots.Add(certificate)|]; // until it is on the machine
            """),
        Method("""
            var trustPolicy = 1;
            new X509Store(StoreName.My).Add(certificate);
            // our own authority
            var trustPolicy2 = TrustPolicy.PrivateRoots(new[] { certificate }); // until it is on the machine
            """).Replace("using System.Security.Cryptography.X509Certificates;\n", "using System.Security.Cryptography.X509Certificates;\nusing SocketSecurity.Trust;\n", StringComparison.Ordinal),
        RootStoreFix.PrivateRootsKey,
        setup => setup.WithSecureDefaults());

    [Fact]
    public Task With_the_library_several_roots_become_one_policy() => Test.Fixes(
        Method("[|_roots.AddRange(several)|];"),
        Method("var trustPolicy = TrustPolicy.PrivateRoots(several);").Replace("using System.Security.Cryptography.X509Certificates;\n", "using System.Security.Cryptography.X509Certificates;\nusing SocketSecurity.Trust;\n", StringComparison.Ordinal),
        RootStoreFix.PrivateRootsKey,
        setup => setup.WithSecureDefaults());

    [Fact]
    public Task Without_the_library_nothing_is_offered() => Test.Fixes(
        Method("[|_roots.Add(certificate)|];"),
        Method("[|_roots.Add(certificate)|];"),
        RootStoreFix.PrivateRootsKey);
}
