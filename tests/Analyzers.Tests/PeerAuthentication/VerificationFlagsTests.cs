using SocketSecurity.Analyzers.CodeFixes.PeerAuthentication;
using SocketSecurity.Analyzers.PeerAuthentication;
using SocketSecurity.Analyzers.Tests.Verification;
using Test = SocketSecurity.Analyzers.Tests.Verification.RuleTest<
    SocketSecurity.Analyzers.PeerAuthentication.VerificationFlagsAnalyzer,
    SocketSecurity.Analyzers.CodeFixes.PeerAuthentication.VerificationFlagsFix>;

namespace SocketSecurity.Analyzers.Tests.PeerAuthentication;

/// <summary>SOCK1006, <see cref="VerificationFlagsAnalyzer"/> and <see cref="VerificationFlagsFix"/>.</summary>
public sealed class VerificationFlagsTests
{
    private static string Method(string body) => $$"""
        using System;
        using System.Collections.Generic;
        using System.Security.Cryptography.X509Certificates;
        using Flags = System.Security.Cryptography.X509Certificates.X509VerificationFlags;

        class Peer
        {
            void Set(X509ChainPolicy policy, bool lax, int number, X509VerificationFlags given)
            {
                {{body.ReplaceLineEndings("\n        ")}}
            }

            static void Configure(X509ChainPolicy policy, X509VerificationFlags flags) => policy.VerificationFlags = flags;
        }
        """;

    [Theory]
    [InlineData("policy.VerificationFlags = [|X509VerificationFlags.AllFlags|];")]
    [InlineData("policy.VerificationFlags = [|X509VerificationFlags.IgnoreNotTimeValid|];")]
    [InlineData("policy.VerificationFlags = [|X509VerificationFlags.IgnoreInvalidBasicConstraints|];")]
    [InlineData("policy.VerificationFlags = [|X509VerificationFlags.IgnoreWrongUsage|];")]
    [InlineData("policy.VerificationFlags = [|X509VerificationFlags.IgnoreInvalidName|];")]
    [InlineData("policy.VerificationFlags = [|Flags.AllowUnknownCertificateAuthority|];")]
    [InlineData("policy.VerificationFlags = X509VerificationFlags.IgnoreEndRevocationUnknown | [|X509VerificationFlags.IgnoreNotTimeValid|];")]
    [InlineData("policy.VerificationFlags = [|X509VerificationFlags.IgnoreWrongUsage | X509VerificationFlags.IgnoreNotTimeValid|];")]
    [InlineData("policy.VerificationFlags |= [|X509VerificationFlags.AllowUnknownCertificateAuthority|];")]
    [InlineData("policy.VerificationFlags = [|(X509VerificationFlags)16|];")]
    [InlineData("policy.VerificationFlags = [|(X509VerificationFlags)0xfff|];")]
    [InlineData("policy.VerificationFlags = lax ? [|X509VerificationFlags.AllFlags|] : X509VerificationFlags.NoFlag;")]
    [InlineData("policy.VerificationFlags = [|X509VerificationFlags.AllFlags|] & ~X509VerificationFlags.IgnoreNotTimeValid;")]
    [InlineData("var flags = [|X509VerificationFlags.AllFlags|]; policy.VerificationFlags = flags;")]
    [InlineData("const X509VerificationFlags All = [|X509VerificationFlags.AllFlags|]; policy.VerificationFlags = All;")]
    [InlineData("var other = new X509ChainPolicy { VerificationFlags = [|X509VerificationFlags.AllFlags|] };")]
    [InlineData("var chain = new X509Chain { ChainPolicy = { VerificationFlags = [|X509VerificationFlags.AllFlags|] } };")]
    [InlineData("Configure(policy, [|X509VerificationFlags.AllFlags|]);")]
    [InlineData("Func<X509VerificationFlags> choose = () => [|X509VerificationFlags.AllFlags|];")]
    [InlineData("policy.VerificationFlags = [|X509VerificationFlags.AllFlags|]; if (lax) { policy.VerificationFlags = X509VerificationFlags.NoFlag; }")]
    public Task A_flag_that_takes_effect_is_found(string body) => Test.Finds(Method(body));

    [Theory]
    [InlineData("policy.VerificationFlags = X509VerificationFlags.NoFlag;")]
    [InlineData("policy.VerificationFlags = X509VerificationFlags.IgnoreEndRevocationUnknown | X509VerificationFlags.IgnoreRootRevocationUnknown;")]
    [InlineData("policy.VerificationFlags = (X509VerificationFlags)0x100;")]
    [InlineData("policy.VerificationFlags = (X509VerificationFlags)number;")]
    [InlineData("policy.VerificationFlags = given;")]
    [InlineData("policy.VerificationFlags &= ~X509VerificationFlags.AllFlags;")]
    [InlineData("policy.VerificationFlags = given & ~X509VerificationFlags.AllowUnknownCertificateAuthority;")]
    [InlineData("policy.VerificationFlags = X509VerificationFlags.AllFlags; policy.VerificationFlags = X509VerificationFlags.NoFlag;")]
    [InlineData("if (given == X509VerificationFlags.AllFlags || given.HasFlag(X509VerificationFlags.IgnoreNotTimeValid)) { throw new ArgumentException(); }")]
    [InlineData("if ((given & X509VerificationFlags.AllowUnknownCertificateAuthority) != 0) { throw new ArgumentException(); }")]
    [InlineData("switch (given) { case X509VerificationFlags.AllFlags: throw new ArgumentException(); }")]
    [InlineData("if (given is X509VerificationFlags.AllFlags) { throw new ArgumentException(); }")]
    [InlineData("Console.WriteLine(X509VerificationFlags.AllFlags.ToString() + nameof(X509VerificationFlags.AllFlags));")]
    [InlineData("Console.WriteLine(X509VerificationFlags.AllFlags);")]
    [InlineData("var names = new Dictionary<X509VerificationFlags, string> { [X509VerificationFlags.AllFlags] = \"all\" };")]
    [InlineData("var list = new List<X509VerificationFlags> { X509VerificationFlags.AllFlags };")]
    [InlineData("X509VerificationFlags[] all = [X509VerificationFlags.AllFlags];")]
    public Task A_flag_that_is_compared_masked_or_listed_is_not_reported(string body) => Test.Silent(Method(body));

    [Fact]
    public Task Defaults_of_fields_properties_and_parameters_are_found() => Test.Finds("""
        using System.Security.Cryptography.X509Certificates;

        class Peer
        {
            private const X509VerificationFlags Lax = [|X509VerificationFlags.AllFlags|];
            private static readonly X509VerificationFlags s_flags = [|(X509VerificationFlags)0x10|];

            public X509VerificationFlags Flags { get; set; } = [|X509VerificationFlags.IgnoreNotTimeValid|];

            X509VerificationFlags Computed => [|X509VerificationFlags.IgnoreInvalidName|];

            void Set(X509ChainPolicy policy, X509VerificationFlags flags = [|X509VerificationFlags.AllFlags|]) => policy.VerificationFlags = flags;
        }
        """);

    [Fact]
    public Task A_function_that_translates_a_setting_is_not_reported() => Test.Silent("""
        using System.Security.Cryptography.X509Certificates;

        class Settings
        {
            static X509VerificationFlags Parse(string text) => text switch
            {
                "all" => X509VerificationFlags.AllFlags,
                _ => X509VerificationFlags.NoFlag,
            };

            static X509VerificationFlags ParseOld(string text)
            {
                switch (text)
                {
                    case "time": return X509VerificationFlags.IgnoreNotTimeValid;
                    default: return X509VerificationFlags.NoFlag;
                }
            }
        }
        """);

    private static string PrivateRoot(string trust, string decision) => $$"""
        using System.Linq;
        using System.Security.Cryptography.X509Certificates;

        class Peer
        {
            static bool Check(X509Certificate2 certificate, X509Certificate2 root)
            {
                using var chain = new X509Chain();
                {{trust}}
                chain.ChainPolicy.VerificationFlags = {{(decision.Contains("root", StringComparison.Ordinal) ? "X509VerificationFlags.AllowUnknownCertificateAuthority" : "[|X509VerificationFlags.AllowUnknownCertificateAuthority|]")}};
                if (!chain.Build(certificate)) { return false; }
                {{decision}}
            }
        }
        """;

    [Theory]
    [InlineData("return chain.ChainElements[^1].Certificate.RawData.SequenceEqual(root.RawData);")]
    [InlineData("var last = chain.ChainElements[^1].Certificate; return last.RawData.SequenceEqual(root.RawData);")]
    public Task An_unknown_root_that_is_compared_afterwards_is_not_reported(string decision) =>
        Test.Silent(PrivateRoot("chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust; chain.ChainPolicy.CustomTrustStore.Add(root);", decision));

    [Fact]
    public Task The_comparison_that_came_before_custom_root_trust_is_not_reported() => Test.Silent(
        PrivateRoot("chain.ChainPolicy.ExtraStore.Add(root);", "return chain.ChainElements[chain.ChainElements.Count - 1].Certificate.Thumbprint == root.Thumbprint;"),
        setup => setup.OnNet472());

    [Fact]
    public Task A_root_that_is_looked_for_in_a_loop_is_not_reported() => Test.Silent(PrivateRoot(
        "chain.ChainPolicy.ExtraStore.Add(root);",
        "foreach (var element in chain.ChainElements) { using var above = element.Certificate; if (above.RawData.SequenceEqual(root.RawData)) return true; } return false;"));

    [Fact]
    public Task An_unknown_root_that_is_not_compared_is_found() =>
        Test.Finds(PrivateRoot("chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust; chain.ChainPolicy.CustomTrustStore.Add(root);", "return true;"));

    [Fact]
    public Task Unfinished_code_is_survived() => Test.Silent(
        """
        using System.Security.Cryptography.X509Certificates;

        class Peer
        {
            void Set(X509ChainPolicy policy)
            {
                policy.VerificationFlags = X509VerificationFlags.;
                policy.VerificationFlags = (X509VerificationFlags);
                policy.VerificationFlags |= 
            }
        }
        """,
        setup => setup.CompilerDiagnostics = Microsoft.CodeAnalysis.Testing.CompilerDiagnostics.None);

    [Fact]
    public Task The_flag_goes_and_harmless_ones_stay() => Test.Fixes(
        """
        using System.Security.Cryptography.X509Certificates;

        class Peer
        {
            const X509VerificationFlags Lax = [|X509VerificationFlags.AllFlags|];

            void Set(X509ChainPolicy policy, X509ChainPolicy other, X509ChainPolicy third)
            {
                policy.VerificationFlags = X509VerificationFlags.IgnoreEndRevocationUnknown | [|X509VerificationFlags.IgnoreNotTimeValid|]; // why
                other.VerificationFlags = [|X509VerificationFlags.IgnoreWrongUsage | (X509VerificationFlags.IgnoreNotTimeValid | X509VerificationFlags.IgnoreRootRevocationUnknown)|];
                // expired peers
                policy.VerificationFlags |= [|X509VerificationFlags.IgnoreNotTimeValid|];
                third.VerificationFlags = [|(X509VerificationFlags)16|];
                var chain = new X509Chain { ChainPolicy = { VerificationFlags = [|X509VerificationFlags.AllFlags|], RevocationMode = X509RevocationMode.Online } };
            }
        }
        """,
        """
        using System.Security.Cryptography.X509Certificates;

        class Peer
        {
            const X509VerificationFlags Lax = X509VerificationFlags.NoFlag;

            void Set(X509ChainPolicy policy, X509ChainPolicy other, X509ChainPolicy third)
            {
                policy.VerificationFlags = X509VerificationFlags.IgnoreEndRevocationUnknown; // why
                other.VerificationFlags = X509VerificationFlags.IgnoreRootRevocationUnknown;
                // expired peers
                third.VerificationFlags = X509VerificationFlags.NoFlag;
                var chain = new X509Chain { ChainPolicy = { VerificationFlags = X509VerificationFlags.NoFlag, RevocationMode = X509RevocationMode.Online } };
            }
        }
        """,
        VerificationFlagsFix.RemoveKey);
}
