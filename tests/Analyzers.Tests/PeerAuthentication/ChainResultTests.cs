using SocketSecurity.Analyzers.CodeFixes.PeerAuthentication;
using SocketSecurity.Analyzers.PeerAuthentication;
using Test = SocketSecurity.Analyzers.Tests.Verification.RuleTest<
    SocketSecurity.Analyzers.PeerAuthentication.ChainResultAnalyzer,
    SocketSecurity.Analyzers.CodeFixes.PeerAuthentication.ChainResultFix>;

namespace SocketSecurity.Analyzers.Tests.PeerAuthentication;

/// <summary>SOCK1009, <see cref="ChainResultAnalyzer"/> and <see cref="ChainResultFix"/>.</summary>
public sealed class ChainResultTests
{
    /// <summary>A method with a certificate; the body is what differs between tests.</summary>
    private static string Method(string body, string returns = "void") => $$"""
        using System;
        using System.Diagnostics;
        using System.Linq;
        using System.Security.Cryptography.X509Certificates;

        class Peer
        {
            private readonly X509Chain _chain = new X509Chain();

            {{returns}} Check(X509Certificate2 certificate, X509Certificate2 root, X509Chain given, Action<X509Chain> inspect)
            {
                {{body.ReplaceLineEndings("\n        ")}}
            }

            static void Fail() => throw new InvalidOperationException();
        }
        """;

    [Theory]
    [InlineData("[|new X509Chain().Build(certificate)|];")]
    [InlineData("var chain = new X509Chain(); [|chain.Build(certificate)|];")]
    [InlineData("using var chain = new X509Chain(); _ = [|chain.Build(certificate)|];")]
    [InlineData("var chain = new X509Chain(); bool ok = [|chain.Build(certificate)|];")]
    [InlineData("var chain = new X509Chain(); bool ok; ok = [|chain.Build(certificate)|];")]
    [InlineData("var chain = new X509Chain(); var ok = [|chain.Build(certificate)|]; Console.WriteLine($\"trusted: {ok}\");")]
    [InlineData("var chain = new X509Chain(); Console.WriteLine(\"trusted: \" + [|chain.Build(certificate)|]);")]
    [InlineData("var chain = new X509Chain(); Console.WriteLine([|chain.Build(certificate)|] ? \"trusted\" : \"untrusted\");")]
    [InlineData("var chain = new X509Chain(); Debug.Assert([|chain.Build(certificate)|]);")]
    [InlineData("var chain = new X509Chain(); if (![|chain.Build(certificate)|]) { Console.Error.WriteLine(\"untrusted\"); }")]
    [InlineData("var chain = new X509Chain(); if ([|chain.Build(certificate)|]) { Trace.WriteLine(\"ok\"); } else { Trace.WriteLine(\"bad\"); }")]
    [InlineData("var chain = new X509Chain(); [|chain.Build(certificate)|]; foreach (var status in chain.ChainStatus) { Console.WriteLine(status.StatusInformation); }")]
    [InlineData("var chain = new X509Chain { ChainPolicy = { RevocationMode = X509RevocationMode.Online } }; [|chain.Build(certificate)|];")]
    [InlineData("Action check = () => [|new X509Chain().Build(certificate)|];")]
    [InlineData("[|certificate.Verify()|];")]
    [InlineData("var ok = [|certificate.Verify()|]; Console.WriteLine(ok);")]
    public Task A_result_that_nobody_acts_on_is_found(string body) => Test.Finds(Method(body));

    [Theory]
    [InlineData("var chain = new X509Chain(); if (!chain.Build(certificate)) { throw new InvalidOperationException(); }")]
    [InlineData("var chain = new X509Chain(); if (!chain.Build(certificate)) { Fail(); }")]
    [InlineData("var chain = new X509Chain(); if (!chain.Build(certificate)) { Console.WriteLine(\"bad\"); return; } Fail();")]
    [InlineData("var chain = new X509Chain(); var ok = chain.Build(certificate); if (!ok) { Fail(); }")]
    [InlineData("var chain = new X509Chain(); chain.Build(certificate); if (chain.ChainStatus.Length > 0) { Fail(); }")]
    [InlineData("var chain = new X509Chain(); chain.Build(certificate); foreach (var status in chain.ChainStatus) { if (status.Status != X509ChainStatusFlags.NoError) { Fail(); } }")]
    [InlineData("var chain = new X509Chain(); chain.Build(certificate); inspect(chain);")]
    [InlineData("var chain = new X509Chain(); chain.Build(certificate); Action later = () => inspect(chain);")]
    [InlineData("given.Build(certificate);")]
    [InlineData("_chain.Build(certificate);")]
    [InlineData("if (!certificate.Verify()) { Fail(); }")]
    public Task A_result_or_status_that_decides_is_not_reported(string body) => Test.Silent(Method(body));

    [Fact]
    public Task Collecting_the_elements_of_ones_own_chain_is_no_decision() => Test.Silent(Method(
        """
        var chain = new X509Chain();
        chain.Build(certificate);
        var intermediates = new X509Certificate2Collection();
        foreach (var element in chain.ChainElements)
        {
            intermediates.Add(element.Certificate);
        }
        """));

    [Fact]
    public Task An_answer_taken_from_the_elements_of_an_unverified_chain_is_found() => Test.Finds(Method(
        """
        var chain = new X509Chain();
        [|chain.Build(certificate)|];
        return chain.ChainElements[chain.ChainElements.Count - 1].Certificate.Thumbprint == root.Thumbprint;
        """,
        returns: "bool"));

    [Fact]
    public Task An_answer_taken_from_the_status_of_the_elements_is_not_reported() => Test.Silent(Method(
        """
        var chain = new X509Chain();
        chain.Build(certificate);
        return chain.ChainElements.All(element => element.ChainElementStatus.Length == 0);
        """,
        returns: "bool"));

    [Fact]
    public Task The_chain_that_a_validator_is_given_is_found() => Test.Finds("""
        using System.Net.Security;
        using System.Security.Cryptography.X509Certificates;

        class Peer
        {
            static bool Validate(object sender, X509Certificate certificate, X509Chain chain, SslPolicyErrors errors)
            {
                [|chain.Build((X509Certificate2)certificate)|];
                return errors == SslPolicyErrors.None;
            }
        }
        """);

    [Fact]
    public Task Methods_of_other_types_that_share_the_name_are_not_reported() => Test.Silent("""
        class X509Chain { public bool Build(object certificate) => true; }
        class Message { public bool Verify() => true; }

        class Peer
        {
            void Check(Message message)
            {
                new X509Chain().Build(message);
                message.Verify();
            }
        }
        """);

    [Fact]
    public Task Unfinished_code_is_survived() => Test.Silent(
        """
        using System.Security.Cryptography.X509Certificates;

        class Peer
        {
            void Check(X509Certificate2 certificate)
            {
                var chain = new X509Chain();
                chain.Build();
                unknown.Build(certificate);
                var ok = chain.Build(
                if (ok) { }
            }
        }
        """,
        setup => setup.CompilerDiagnostics = Microsoft.CodeAnalysis.Testing.CompilerDiagnostics.None);

    [Fact]
    public Task A_validator_returns_false() => Test.Fixes(
        """
        using System.Security.Cryptography.X509Certificates;

        class Peer
        {
            static bool Check(X509Certificate2 certificate)
            {
                using var chain = new X509Chain();
                // Revocation is checked by default.
                [|chain.Build(certificate)|]; // see the policy
                _ = [|certificate.Verify()|];
                return true;
            }
        }
        """,
        """
        using System.Security.Cryptography.X509Certificates;

        class Peer
        {
            static bool Check(X509Certificate2 certificate)
            {
                using var chain = new X509Chain();
                // Revocation is checked by default.
                if (!chain.Build(certificate))
                {
                    return false;
                } // see the policy
                if (!certificate.Verify())
                {
                    return false;
                }
                return true;
            }
        }
        """,
        ChainResultFix.RejectKey);

    /// <summary>A method that returns nothing, before or after the fix.</summary>
    private static string Throwing(string body, bool isFixed = false) => $$"""
        using System;
        using System.Diagnostics;{{(isFixed ? "\nusing System.Security.Authentication;" : "")}}
        using System.Security.Cryptography.X509Certificates;

        class Peer
        {
            static void Check(X509Certificate2 certificate, X509Chain chain, bool strict)
            {
                {{body.ReplaceLineEndings("\n        ").Replace("\n        \n", "\n\n", StringComparison.Ordinal)}}
            }
        }
        """;

    [Theory]
    [InlineData(
        "[|new X509Chain().Build(certificate)|];",
        """
        if (!new X509Chain().Build(certificate))
        {
            throw new AuthenticationException("The certificate is not trusted.");
        }
        """)]
    [InlineData(
        """
        if (strict)
            [|certificate.Verify()|];
        else
            Console.WriteLine("not checked");
        """,
        """
        if (strict)
        {
            if (!certificate.Verify())
            {
                throw new AuthenticationException("The certificate is not trusted.");
            }
        }
        else
            Console.WriteLine("not checked");
        """)]
    [InlineData(
        """
        var trusted = [|certificate.Verify()|];
        Console.WriteLine(trusted);
        Console.WriteLine("next");
        """,
        """
        var trusted = certificate.Verify();
        Console.WriteLine(trusted);
        if (!trusted)
        {
            throw new AuthenticationException("The certificate is not trusted.");
        }

        Console.WriteLine("next");
        """)]
    [InlineData(
        "Debug.Assert([|certificate.Verify()|], \"untrusted\");",
        """
        if (!certificate.Verify())
        {
            throw new AuthenticationException("The certificate is not trusted.");
        }
        """)]
    [InlineData(
        """
        if (![|certificate.Verify()|])
        {
            Console.WriteLine("untrusted");
        }
        """,
        """
        if (!certificate.Verify())
        {
            Console.WriteLine("untrusted");
            throw new AuthenticationException("The certificate is not trusted.");
        }
        """)]
    [InlineData(
        """
        if ([|certificate.Verify()|])
            Console.WriteLine("trusted");
        """,
        """
        if (certificate.Verify())
            Console.WriteLine("trusted");
        else
        {
            throw new AuthenticationException("The certificate is not trusted.");
        }
        """)]
    public Task Other_code_throws(string body, string fixedBody) =>
        Test.Fixes(Throwing(body), Throwing(fixedBody, isFixed: true), ChainResultFix.RejectKey);

    [Fact]
    public Task All_of_a_file_are_fixed_at_once() => Test.Fixes(
        Throwing("""
            [|certificate.Verify()|];
            Console.WriteLine("and");
            _ = [|certificate.Verify()|];
            """),
        Throwing(
            """
            if (!certificate.Verify())
            {
                throw new AuthenticationException("The certificate is not trusted.");
            }
            Console.WriteLine("and");
            if (!certificate.Verify())
            {
                throw new AuthenticationException("The certificate is not trusted.");
            }
            """,
            isFixed: true),
        ChainResultFix.RejectKey);
}
