using SocketSecurity.Analyzers.CodeFixes.PeerAuthentication;
using SocketSecurity.Analyzers.PeerAuthentication;
using Test = SocketSecurity.Analyzers.Tests.Verification.RuleTest<
    SocketSecurity.Analyzers.PeerAuthentication.CommonNameAnalyzer,
    SocketSecurity.Analyzers.CodeFixes.PeerAuthentication.CommonNameFix>;

namespace SocketSecurity.Analyzers.Tests.PeerAuthentication;

/// <summary>SOCK1010, <see cref="CommonNameAnalyzer"/> and <see cref="CommonNameFix"/>.</summary>
public sealed class CommonNameTests
{
    private static string Method(string body, string returns = "bool") => $$"""
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using System.Net.Security;
        using System.Security.Cryptography.X509Certificates;
        using System.Text.RegularExpressions;

        class Peer
        {
            private readonly string _expectedHost = "db.example.com";

            {{returns}} Check(X509Certificate2 certificate, string host, string label, bool setting, IEnumerable<X509Certificate2> own)
            {
                {{body.ReplaceLineEndings("\n        ")}}
            }
        }
        """;

    [Theory]
    [InlineData("return certificate.MatchesHostname(host, true, [|true|]);")]
    [InlineData("return certificate.MatchesHostname(host, [|allowCommonName: true|]);")]
    [InlineData("const bool CommonName = true; return certificate.MatchesHostname(host, [|allowCommonName: CommonName|]);")]
    [InlineData("return [|certificate.MatchesHostname(host)|];")]
    [InlineData("return [|certificate.MatchesHostname(host, allowWildcards: false)|];")]
    public Task Framework_matching_with_the_common_name_is_found(string body) => Test.Finds(Method(body));

    [Theory]
    [InlineData("return certificate.MatchesHostname(host, allowCommonName: false);")]
    [InlineData("return certificate.MatchesHostname(host, true, false);")]
    [InlineData("return certificate.MatchesHostname(host, true, setting);")]
    public Task Framework_matching_without_it_is_not_reported(string body) => Test.Silent(Method(body));

    [Theory]
    [InlineData("return [|certificate.GetNameInfo(X509NameType.SimpleName, false)|] == host;")]
    [InlineData("return host.Length > 0 && string.Equals([|certificate.GetNameInfo(X509NameType.SimpleName, false)|], host, StringComparison.OrdinalIgnoreCase);")]
    [InlineData("var cn = [|certificate.GetNameInfo(X509NameType.SimpleName, false)|]; if (cn != _expectedHost) { throw new InvalidOperationException(); } return true;")]
    [InlineData("return [|certificate.Subject|].Contains(\"CN=\" + host);")]
    [InlineData("return [|certificate.Subject|].StartsWith($\"CN={host}\", StringComparison.Ordinal);")]
    [InlineData("return [|certificate.SubjectName.Name|] == \"CN=\" + host;")]
    [InlineData("var name = [|certificate.Subject|].Split(',')[0].Replace(\"CN=\", \"\"); return name.Equals(host);")]
    [InlineData("foreach (var part in [|certificate.Subject|].Split(',')) { if (part.Trim() == \"CN=\" + host) { return true; } } return false;")]
    [InlineData("var match = Regex.Match([|certificate.Subject|], \"CN=([^,]+)\"); return match.Groups[1].Value == host;")]
    public Task A_hand_written_comparison_that_decides_is_found(string body) => Test.Finds(Method(body));

    [Theory]
    [InlineData("Console.WriteLine(certificate.GetNameInfo(X509NameType.SimpleName, false) == host); return true;")]
    [InlineData("return certificate.GetNameInfo(X509NameType.DnsName, false) == host;")]
    [InlineData("return certificate.GetNameInfo(X509NameType.SimpleName, true) == host;")]
    [InlineData("return certificate.GetNameInfo(X509NameType.SimpleName, false) == label;")]
    [InlineData("return certificate.Subject == certificate.Issuer;")]
    [InlineData("return certificate.Subject.Contains(\"O=Example\");")]
    [InlineData("return own.Any(candidate => candidate.GetNameInfo(X509NameType.SimpleName, false) == host);")]
    public Task Names_that_are_shown_looked_up_or_something_else_are_not_reported(string body) => Test.Silent(Method(body));

    [Fact]
    public Task Choosing_ones_own_certificate_for_a_host_is_not_reported() => Test.Silent(Method(
        """
        foreach (var candidate in own)
        {
            if (candidate.GetNameInfo(X509NameType.SimpleName, false) == host)
            {
                return candidate;
            }
        }

        return null;
        """,
        returns: "X509Certificate2"));

    [Fact]
    public Task Validators_are_left_to_the_rules_that_judge_them_whole() => Test.Silent("""
        using System.Net.Security;
        using System.Security.Cryptography.X509Certificates;

        class Peer
        {
            private readonly string _host = "";

            bool Validate(object sender, X509Certificate certificate, X509Chain chain, SslPolicyErrors errors) =>
                errors == SslPolicyErrors.None && certificate.Subject.Contains("CN=" + _host);
        }
        """);

    [Fact]
    public Task Unfinished_code_is_survived() => Test.Silent(
        """
        using System.Security.Cryptography.X509Certificates;

        class Peer
        {
            bool Check(X509Certificate2 certificate, string host)
            {
                certificate.MatchesHostname();
                certificate.GetNameInfo(X509NameType.SimpleName);
                return certificate.Subject.Contains("CN=" + ) == 
            }
        }
        """,
        setup => setup.CompilerDiagnostics = Microsoft.CodeAnalysis.Testing.CompilerDiagnostics.None);

    [Fact]
    public Task Only_alternative_names_are_matched() => Test.Fixes(
        Method("""
            return [|certificate.MatchesHostname(host)|]
                || certificate.MatchesHostname(host, [|allowCommonName: true|])
                || certificate.MatchesHostname(host, false, [|true|])
                || [|certificate.MatchesHostname(host, allowWildcards: true)|];
            """),
        Method("""
            return certificate.MatchesHostname(host, allowCommonName: false)
                || certificate.MatchesHostname(host, allowCommonName: false)
                || certificate.MatchesHostname(host, false, false)
                || certificate.MatchesHostname(host, allowWildcards: true, allowCommonName: false);
            """),
        CommonNameFix.AlternativeNamesOnlyKey);
}
