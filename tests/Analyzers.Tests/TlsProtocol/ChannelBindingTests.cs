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

    [Fact]
    public Task Unfinished_code_is_survived() => Rule.Silent(
        Method("stream.TransportContext.GetChannelBinding(ChannelBindingKind.); stream.TransportContext.GetChannelBinding("),
        setup => setup.CompilerDiagnostics = CompilerDiagnostics.None);

    private static string Method(string body) => $$"""
        using System.Net.Security;
        using System.Security.Authentication.ExtendedProtection;

        class Peer
        {
            void Bind(SslStream stream, ChannelBindingKind given, bool setting)
            {
                {{body}}
            }
        }
        """;
}
