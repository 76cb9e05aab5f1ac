using Microsoft.CodeAnalysis.Testing;
using SocketSecurity.Analyzers.Tests.Verification;
using SocketSecurity.Analyzers.Transport;
using Test = SocketSecurity.Analyzers.Tests.Verification.RuleTest<
    SocketSecurity.Analyzers.Transport.WildcardListenerAnalyzer,
    Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;

namespace SocketSecurity.Analyzers.Tests.Transport;

/// <summary>SOCK5009, <see cref="WildcardListenerAnalyzer"/>.</summary>
public sealed class WildcardListenerTests
{
    private static string Program(string body) => $$"""
        using System.Net;

        class Program
        {
            void Run(HttpListener listener, int port, string host)
            {
                {{body}}
            }
        }
        """;

    [Theory]
    [InlineData("listener.Prefixes.Add([|\"http://*:8080/\"|]);")]
    [InlineData("listener.Prefixes.Add([|\"https://+:443/api/\"|]);")]
    [InlineData("listener.Prefixes.Add([|$\"http://+:{port}/\"|]);")]
    [InlineData("listener.Prefixes.Add([|\"http://*:\" + port + \"/\"|]);")]
    [InlineData("var prefix = \"http://+:80/\"; listener.Prefixes.Add([|prefix|]);")]
    public Task Every_host_name_is_found(string body) => Test.Finds(Program(body));

    [Theory]
    [InlineData("listener.Prefixes.Add(\"http://shop.example.com:8080/\");")]
    [InlineData("listener.Prefixes.Add(\"http://localhost:8080/\");")]
    [InlineData("listener.Prefixes.Add($\"http://{host}:{port}/\");")]
    [InlineData("listener.Prefixes.Add(host);")]
    [InlineData("new System.Collections.Generic.List<string>().Add(\"http://*:8080/\");")]
    public Task A_named_host_is_not_reported(string body) => Test.Silent(Program(body));

    [Fact]
    public Task Unfinished_code_is_survived() => Test.Silent(
        Program("listener.Prefixes.Add(; listener.Prefixes.Add(\"http://"), setup => setup.CompilerDiagnostics = CompilerDiagnostics.None);
}
