using SocketSecurity.Analyzers.CodeFixes.TlsProtocol;
using SocketSecurity.Analyzers.TlsProtocol;
using SocketSecurity.Analyzers.Tests.Verification;
using Rule = SocketSecurity.Analyzers.Tests.Verification.RuleTest<
    SocketSecurity.Analyzers.TlsProtocol.TlsVersionAnalyzer,
    SocketSecurity.Analyzers.CodeFixes.TlsProtocol.TlsVersionFix>;

namespace SocketSecurity.Analyzers.Tests.TlsProtocol;

/// <summary>SOCK2002, <see cref="TlsVersionAnalyzer"/> and <see cref="TlsVersionFix"/>.</summary>
public sealed class SingleTlsVersionTests
{
    [Theory]
    [InlineData("client.EnabledSslProtocols = {|SOCK2002:SslProtocols.Tls12|};", "client.EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;")]
    [InlineData("client.EnabledSslProtocols = {|SOCK2002:(SslProtocols)3072|}; // old", "client.EnabledSslProtocols = (SslProtocols)3072 | SslProtocols.Tls13; // old")]
    [InlineData("ServicePointManager.SecurityProtocol = {|SOCK2002:SecurityProtocolType.Tls12|};", "ServicePointManager.SecurityProtocol = SecurityProtocolType.Tls12 | SecurityProtocolType.Tls13;")]
    [InlineData("stream.AuthenticateAsClient(host, null, {|SOCK2002:SslProtocols.Tls12|}, true);", "stream.AuthenticateAsClient(host, null, SslProtocols.Tls12 | SslProtocols.Tls13, true);")]
    [InlineData("var only = {|SOCK2002:SslProtocols.Tls12|}; client.EnabledSslProtocols = only;", "var only = SslProtocols.Tls12 | SslProtocols.Tls13; client.EnabledSslProtocols = only;")]
    [InlineData("client.EnabledSslProtocols = {|SOCK2002:Only|};", "client.EnabledSslProtocols = Only | SslProtocols.Tls13;")]
    [InlineData("using var handler = new HttpClientHandler { SslProtocols = {|SOCK2002:SslProtocols.Tls12|} };", "using var handler = new HttpClientHandler { SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13 };")]
    public Task Tls_1_2_alone_is_found_and_gets_company(string before, string after) => Rule.Fixes(Method(before), Method(after), TlsVersionFix.AddKey);

    [Theory]
    [InlineData("client.EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;")]
    [InlineData("client.EnabledSslProtocols = SslProtocols.Tls13;")]
    [InlineData("client.EnabledSslProtocols = SslProtocols.None;")]
    [InlineData("client.EnabledSslProtocols = given;")]
    [InlineData("client.EnabledSslProtocols = SslProtocols.Tls12 | given;")]
    [InlineData("client.EnabledSslProtocols |= SslProtocols.Tls12;")]
    [InlineData("ServicePointManager.SecurityProtocol |= SecurityProtocolType.Tls12;")]
    [InlineData("ServicePointManager.SecurityProtocol = ServicePointManager.SecurityProtocol | SecurityProtocolType.Tls12;")]
    [InlineData("if (stream.SslProtocol == SslProtocols.Tls12) { host = null; }")]
    [InlineData("if (given.HasFlag(SslProtocols.Tls12)) { host = null; }")]
    [InlineData("given = host switch { \"1.2\" => SslProtocols.Tls12, _ => SslProtocols.Tls13 }; client.EnabledSslProtocols = given;")]
    [InlineData("client.EnabledSslProtocols = SslProtocols.Tls12; client.EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;")]
    [InlineData("foreach (var version in new[] { SslProtocols.Tls12, SslProtocols.Tls13 }) { client.EnabledSslProtocols = version; }")]
    [InlineData("System.Console.WriteLine(SslProtocols.Tls12);")]
    public Task More_versions_comparisons_and_mappings_are_silent(string body) => Rule.Silent(Method(body));

    [Fact]
    public Task Where_the_framework_has_no_TLS_1_3_nothing_is_asked() => Rule.Silent(
        """
        using System.Security.Authentication;

        class Peer
        {
            SslProtocols Versions { get; set; } = SslProtocols.Tls12;
        }
        """,
        setup => setup.OnNet472());

    [Fact]
    public Task Where_TLS_1_3_is_required_the_version_is_deprecated_instead() => Rule.Finds(
        Method("client.EnabledSslProtocols = {|SOCK2001:SslProtocols.Tls12|};"),
        setup => setup.EditorConfig.Add("socketsecurity.minimum_tls_version = tls13"));

    private static string Method(string body) => $$"""
        using System.Net;
        using System.Net.Http;
        using System.Net.Security;
        using System.Security.Authentication;

        class Peer
        {
            const SslProtocols Only = SslProtocols.Tls12;

            void Set(SslClientAuthenticationOptions client, SslStream stream, SslProtocols given, string host)
            {
                {{body}}
            }
        }
        """;
}
