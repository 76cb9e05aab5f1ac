using Microsoft.CodeAnalysis.Testing;
using SocketSecurity.Analyzers.CodeFixes.TlsProtocol;
using SocketSecurity.Analyzers.TlsProtocol;
using SocketSecurity.Analyzers.Tests.Verification;
using Rule = SocketSecurity.Analyzers.Tests.Verification.RuleTest<
    SocketSecurity.Analyzers.TlsProtocol.ChannelBindingAnalyzer,
    SocketSecurity.Analyzers.CodeFixes.TlsProtocol.ChannelBindingFix>;

namespace SocketSecurity.Analyzers.Tests.TlsProtocol;

/// <summary>SOCK2008, <see cref="ChannelBindingAnalyzer"/> and <see cref="ChannelBindingFix"/>.</summary>
public sealed class ChannelBindingTests
{
    [Theory]
    [InlineData("stream.TransportContext.GetChannelBinding([|ChannelBindingKind.Unique|]);", "stream.TransportContext.GetChannelBinding(ChannelBindingKind.Endpoint);")]
    [InlineData("var kind = [|ChannelBindingKind.Unique|]; stream.TransportContext.GetChannelBinding(kind);", "var kind = ChannelBindingKind.Endpoint; stream.TransportContext.GetChannelBinding(kind);")]
    [InlineData("stream.TransportContext.GetChannelBinding(setting ? [|ChannelBindingKind.Unique|] : ChannelBindingKind.Endpoint);", "stream.TransportContext.GetChannelBinding(setting ? ChannelBindingKind.Endpoint : ChannelBindingKind.Endpoint);")]
    public Task Unique_is_found_and_replaced(string before, string after) => Rule.Fixes(Method(before), Method(after), ChannelBindingFix.EndpointKey);

    [Theory]
    [InlineData("stream.TransportContext.GetChannelBinding(ChannelBindingKind.Endpoint);")]
    [InlineData("stream.TransportContext.GetChannelBinding(given);")]
    [InlineData("if (given == ChannelBindingKind.Unique) { throw new System.NotSupportedException(); }")]
    [InlineData("switch (given) { case ChannelBindingKind.Unique: throw new System.NotSupportedException(); }")]
    [InlineData("System.Console.WriteLine(ChannelBindingKind.Unique);")]
    public Task Endpoint_and_comparisons_are_silent(string body) => Rule.Silent(Method(body));

    /// <summary>The steps of a protocol stand in a switch, which is no table of kinds.</summary>
    [Theory]
    [InlineData("case 1: stream.TransportContext.GetChannelBinding([|ChannelBindingKind.Unique|]); break;")]
    [InlineData("case 1: { token = stream.TransportContext.GetChannelBinding(kind: [|ChannelBindingKind.Unique|]); break; } case 2: token = null; break;")]
    [InlineData("case 1: if (TryGet(ChannelBindingKind.Endpoint, out bytes)) { chosen = ChannelBindingKind.Endpoint; } else if (TryGet([|ChannelBindingKind.Unique|], out bytes)) { chosen = [|ChannelBindingKind.Unique|]; } else { chosen = ChannelBindingKind.Unknown; } break; case 2: break;")]
    [InlineData("case 1: if (TryGet([|ChannelBindingKind.Unique|], out bytes)) chosen = [|ChannelBindingKind.Unique|]; break;")]
    [InlineData("case 1: if (TryGet([|ChannelBindingKind.Unique|], out bytes)) chosen = [|ChannelBindingKind.Unique|]; break; case 2: With(chosen); setting = chosen != ChannelBindingKind.Unknown && chosen is not ChannelBindingKind.Endpoint; break;")]
    [InlineData("case 1: token = setting switch { _ => stream.TransportContext.GetChannelBinding([|ChannelBindingKind.Unique|]) }; break;")]
    public Task Unique_is_found_in_a_step_that_gets_the_binding(string cases) => Rule.Finds(Switch("step", cases));

    [Theory]
    [InlineData("step", "case 1: chosen = ChannelBindingKind.Unique; break; case 2: chosen = ChannelBindingKind.Endpoint; break;")]
    [InlineData("step", "case 1: chosen = ChannelBindingKind.Unique; break;")]
    [InlineData("step", "case 1: if (setting) { chosen = ChannelBindingKind.Unique; } break;")]
    [InlineData("step", "case 1: if (TryGet(ChannelBindingKind.Endpoint, out bytes)) { chosen = ChannelBindingKind.Unique; } break;")]
    [InlineData("step", "case 1: if (TryGet(ChannelBindingKind.Unique, out bytes)) { } break; case 2: TryGet(ChannelBindingKind.Endpoint, out bytes); break;")]
    [InlineData("step", "case 1: token = stream.TransportContext.GetChannelBinding(ChannelBindingKind.Unique); break; case 2: token = stream.TransportContext.GetChannelBinding(ChannelBindingKind.Endpoint); break;")]
    [InlineData("step", "case 1: With(ChannelBindingKind.Unique); break;")]
    [InlineData("step", "case 1: if (Supports(ChannelBindingKind.Unique)) { chosen = ChannelBindingKind.Unique; } break;")]
    [InlineData("given", "case ChannelBindingKind.Unique: token = stream.TransportContext.GetChannelBinding(ChannelBindingKind.Unique); break;")]
    [InlineData("given", "default: token = stream.TransportContext.GetChannelBinding(ChannelBindingKind.Unique); break;")]
    [InlineData("given", "case ChannelBindingKind.Endpoint: break; default: token = stream.TransportContext.GetChannelBinding(ChannelBindingKind.Unique); break;")]
    public Task A_switch_over_kinds_is_silent(string value, string cases) => Rule.Silent(Switch(value, cases));

    [Theory]
    [InlineData("step switch { 1 => Get([|ChannelBindingKind.Unique|]), _ => null }")]
    [InlineData("step switch { 1 => Get(ChannelBindingKind.Unique), _ => Get(ChannelBindingKind.Endpoint) }")]
    [InlineData("given switch { ChannelBindingKind.Unique => Get(ChannelBindingKind.Unique), _ => null }")]
    public Task Arms_of_a_switch_expression_are_cases(string choice) => Rule.Finds(Method($$"""
        byte[] Get(ChannelBindingKind kind) => null;
        int step = 1;
        var got = {{choice}};
        """));

    [Fact]
    public Task Unfinished_code_is_survived() => Rule.Silent(
        Method("stream.TransportContext.GetChannelBinding(ChannelBindingKind.); stream.TransportContext.GetChannelBinding("),
        setup => setup.CompilerDiagnostics = CompilerDiagnostics.None);

    private static string Switch(string value, string cases) => Method($$"""
        bool TryGet(ChannelBindingKind kind, out byte[] binding) { binding = null; return true; }
        bool Supports(ChannelBindingKind kind) => true;
        void With(ChannelBindingKind kind) { }
        int step = setting ? 1 : 2;
        byte[] bytes;
        ChannelBinding token;
        switch ({{value}}) { {{cases}} }
        With(chosen);
        """);

    private static string Method(string body) => $$"""
        using System.Net.Security;
        using System.Security.Authentication.ExtendedProtection;

        class Peer
        {
            ChannelBindingKind chosen;

            void Bind(SslStream stream, ChannelBindingKind given, bool setting)
            {
                {{body}}
            }
        }
        """;
}
