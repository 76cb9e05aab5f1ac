using Microsoft.CodeAnalysis.Testing;
using SocketSecurity.Analyzers.CodeFixes.TlsProtocol;
using SocketSecurity.Analyzers.TlsProtocol;
using SocketSecurity.Analyzers.Tests.Verification;
using Rule = SocketSecurity.Analyzers.Tests.Verification.RuleTest<
    SocketSecurity.Analyzers.TlsProtocol.CipherSuiteAnalyzer,
    SocketSecurity.Analyzers.CodeFixes.TlsProtocol.CipherSuiteFix>;

namespace SocketSecurity.Analyzers.Tests.TlsProtocol;

/// <summary>SOCK2005, <see cref="CipherSuiteAnalyzer"/> and <see cref="CipherSuiteFix"/>.</summary>
public sealed class CipherSuiteTests
{
    private const string Good = "TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256";
    private const string Cbc = "TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA";
    private const string Null = "TlsCipherSuite.TLS_RSA_WITH_NULL_SHA256";

    [Theory]
    [InlineData("TLS_RSA_WITH_NULL_SHA256")]
    [InlineData("TLS_NULL_WITH_NULL_NULL")]
    [InlineData("TLS_DH_anon_WITH_AES_128_GCM_SHA256")]
    [InlineData("TLS_ECDH_anon_WITH_AES_128_CBC_SHA")]
    [InlineData("TLS_RSA_EXPORT_WITH_RC4_40_MD5")]
    [InlineData("TLS_ECDHE_RSA_WITH_RC4_128_SHA")]
    [InlineData("TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA")]
    [InlineData("TLS_DHE_RSA_WITH_DES_CBC_SHA")]
    [InlineData("TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384")]
    [InlineData("TLS_RSA_WITH_AES_256_GCM_SHA384")]
    [InlineData("TLS_ECDH_RSA_WITH_AES_128_GCM_SHA256")]
    [InlineData("TLS_DH_RSA_WITH_AES_128_GCM_SHA256")]
    [InlineData("TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8")]
    [InlineData("TLS_AES_128_CCM_8_SHA256")]
    public Task Weak_suites_are_found(string suite) => Rule.Finds(Method($"new CipherSuitesPolicy(new[] {{ {Good}, [|TlsCipherSuite.{suite}|] }});"));

    [Fact]
    public Task The_sound_suites_are_silent() => Rule.Silent(
        Method($"new CipherSuitesPolicy(new[] {{ {string.Join(", ", CipherSuites.Sound.Select(suite => "TlsCipherSuite." + suite))} }});"));

    [Theory]
    [InlineData($"new CipherSuitesPolicy(new[] {{ {Good}, [|{Cbc}|] }});", $"new CipherSuitesPolicy(new[] {{ {Good} }});")]
    [InlineData($"new CipherSuitesPolicy(new[] {{ [|{Cbc}|], {Good}, [|{Null}|] }});", $"new CipherSuitesPolicy(new[] {{ {Good} }});")]
    [InlineData($"new CipherSuitesPolicy([{Good}, [|{Cbc}|]]);", $"new CipherSuitesPolicy([{Good}]);")]
    [InlineData($"new CipherSuitesPolicy(new List<TlsCipherSuite> {{ [|{Null}|], {Good} }});", $"new CipherSuitesPolicy(new List<TlsCipherSuite> {{ {Good} }});")]
    [InlineData($"TlsCipherSuite[] list = [[|{Null}|], {Good}]; new CipherSuitesPolicy(list);", $"TlsCipherSuite[] list = [{Good}]; new CipherSuitesPolicy(list);")]
    [InlineData($"new CipherSuitesPolicy(new[] {{ {Good}, [|(TlsCipherSuite)0x003B|] }});", $"new CipherSuitesPolicy(new[] {{ {Good} }});")]
    public Task Weak_suites_are_taken_out(string before, string after) => Rule.Fixes(Method(before), Method(after), CipherSuiteFix.RemoveKey);

    [Fact]
    public Task A_list_of_weak_suites_alone_becomes_the_sound_list() => Rule.Fixes(
        Method($"new CipherSuitesPolicy(new[] {{ [|{Cbc}|], [|{Null}|] }});"),
        Method($"new CipherSuitesPolicy(new[] {{ {string.Join(", ", CipherSuites.Sound.Select(suite => "TlsCipherSuite." + suite))} }});"),
        CipherSuiteFix.RemoveKey);

    [Theory]
    [InlineData($"if (stream.NegotiatedCipherSuite == {Cbc}) {{ stream.Close(); }}")]
    [InlineData($"var weak = new[] {{ {Cbc}, {Null} }}; if (System.Array.IndexOf(weak, stream.NegotiatedCipherSuite) >= 0) {{ stream.Close(); }}")]
    [InlineData("new CipherSuitesPolicy(given);")]
    [InlineData("var one = given is null ? TlsCipherSuite.TLS_AES_128_GCM_SHA256 : TlsCipherSuite.TLS_AES_256_GCM_SHA384; new CipherSuitesPolicy([one]);")]
    [InlineData($"System.Console.WriteLine({Null});")]
    public Task Suites_that_are_only_named_or_not_known_are_silent(string body) => Rule.Silent(Method(body));

    [Fact]
    public Task A_list_in_a_field_counts_where_a_policy_is_made_from_it() => Rule.Fixes(
        $$"""
        using System.Net.Security;

        class Peer
        {
            static readonly TlsCipherSuite[] s_allowed = [{{Good}}, [|{{Cbc}}|]];
            static readonly TlsCipherSuite[] s_weak = [{{Good}}, {{Cbc}}];

            CipherSuitesPolicy Policy() => new(s_allowed);
            bool IsWeak(TlsCipherSuite suite) => System.Array.IndexOf(s_weak, suite) >= 0;
        }
        """,
        $$"""
        using System.Net.Security;

        class Peer
        {
            static readonly TlsCipherSuite[] s_allowed = [{{Good}}];
            static readonly TlsCipherSuite[] s_weak = [{{Good}}, {{Cbc}}];

            CipherSuitesPolicy Policy() => new(s_allowed);
            bool IsWeak(TlsCipherSuite suite) => System.Array.IndexOf(s_weak, suite) >= 0;
        }
        """,
        CipherSuiteFix.RemoveKey);

    [Fact]
    public Task Unfinished_code_is_survived() => Rule.Silent(
        Method("new CipherSuitesPolicy(new[] { TlsCipherSuite., ); new CipherSuitesPolicy(; new CipherSuitesPolicy([ ]);"),
        setup => setup.CompilerDiagnostics = CompilerDiagnostics.None);

    private static string Method(string body) => $$"""
        using System.Collections.Generic;
        using System.Net.Security;

        class Peer
        {
            void Set(SslStream stream, IEnumerable<TlsCipherSuite> given)
            {
                {{body}}
            }
        }
        """;
}
