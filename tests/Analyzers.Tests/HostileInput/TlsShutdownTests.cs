using Microsoft.CodeAnalysis.Testing;
using SocketSecurity.Analyzers.CodeFixes.HostileInput;
using SocketSecurity.Analyzers.HostileInput;
using SocketSecurity.Analyzers.Tests.Verification;
using Test = SocketSecurity.Analyzers.Tests.Verification.RuleTest<
    SocketSecurity.Analyzers.HostileInput.TlsShutdownAnalyzer,
    SocketSecurity.Analyzers.CodeFixes.HostileInput.TlsShutdownFix>;

namespace SocketSecurity.Analyzers.Tests.HostileInput;

/// <summary>SOCK6007, <see cref="TlsShutdownAnalyzer"/> and <see cref="TlsShutdownFix"/>.</summary>
public sealed class TlsShutdownTests
{
    private static string Program(string body, string modifier = "async Task") => $$"""
        using System.IO;
        using System.Net.Security;
        using System.Net.Sockets;
        using System.Threading.Tasks;

        class Peer
        {
            SslStream _kept;

            {{modifier}} Send(TcpClient client, byte[] data, bool flag)
            {
                {{body.ReplaceLineEndings("\n        ")}}
            }

            Task Handle(SslStream tls) => Task.CompletedTask;
        }
        """;

    private const string Using = "using var tls = [|new SslStream(client.GetStream())|]; ";
    private const string Plain = "using var tls = new SslStream(client.GetStream()); ";

    [Theory]
    [InlineData(Using + "await tls.AuthenticateAsClientAsync(\"a\"); await tls.WriteAsync(data);")]
    [InlineData(Using + "await tls.WriteAsync(data); await tls.FlushAsync();")]
    [InlineData(Using + "while (await tls.ReadAsync(data) > 0) { await tls.WriteAsync(data); }")]
    [InlineData("await using (var tls = [|new SslStream(client.GetStream())|]) { await tls.WriteAsync(data); }")]
    [InlineData("var tls = [|new SslStream(client.GetStream())|]; try { await tls.WriteAsync(data); } finally { tls.Dispose(); }")]
    [InlineData("var tls = [|new SslStream(client.GetStream())|]; await tls.WriteAsync(data); tls.Close();")]
    [InlineData(Using + "using var writer = new StreamWriter(tls); await writer.WriteLineAsync(\"a\");")]
    [InlineData(Using + "using var file = File.OpenRead(\"x\"); await file.CopyToAsync(tls);")]
    public Task A_write_and_a_disposal_are_found(string body) => Test.Finds(Program(body));

    [Theory]
    [InlineData(Plain + "await tls.WriteAsync(data); await tls.ShutdownAsync();")]
    [InlineData(Plain + "await tls.WriteAsync(data); if (flag) { await tls.ShutdownAsync(); }")]
    [InlineData(Plain + "await tls.WriteAsync(data); await tls.ReadAsync(data);")]
    [InlineData(Plain + "using var writer = new StreamWriter(tls); await writer.WriteLineAsync(\"a\"); using var reader = new StreamReader(tls); await reader.ReadLineAsync();")]
    [InlineData(Plain + "await tls.ReadAsync(data);")]
    [InlineData(Plain + "await tls.WriteAsync(data); await Handle(tls);")]
    [InlineData(Plain + "await tls.WriteAsync(data); _kept = tls;")]
    [InlineData("var tls = new SslStream(client.GetStream()); await tls.WriteAsync(data);")]
    [InlineData("using var tls = client.GetStream(); await tls.WriteAsync(data);")]
    public Task Other_streams_are_not_reported(string body) => Test.Silent(Program(body));

    [Theory]
    [InlineData("socketsecurity.test_code_paths = **")]
    public Task Tests_may_cut_connections(string option) => Test.Silent(Program(Plain + "await tls.WriteAsync(data);"), setup => setup.EditorConfig.Add(option));

    [Fact]
    public Task The_session_is_ended_at_the_end_of_the_block() => Test.Fixes(
        Program("using var tls = [|new SslStream(client.GetStream())|];\nawait tls.WriteAsync(data);\n// all of it\nawait tls.FlushAsync();"),
        Program("using var tls = new SslStream(client.GetStream());\nawait tls.WriteAsync(data);\n// all of it\nawait tls.FlushAsync();\nawait tls.ShutdownAsync();"),
        TlsShutdownFix.ShutdownKey);

    [Fact]
    public Task The_session_is_ended_before_a_return() => Test.Fixes(
        Program("await using (var tls = [|new SslStream(client.GetStream())|])\n{\n    await tls.WriteAsync(data);\n    // done\n    return data;\n}", "async Task<byte[]>"),
        Program("await using (var tls = new SslStream(client.GetStream()))\n{\n    await tls.WriteAsync(data);\n    // done\n    await tls.ShutdownAsync();\n    return data;\n}", "async Task<byte[]>"),
        TlsShutdownFix.ShutdownKey);

    [Fact]
    public Task An_empty_line_stands_after_a_block() => Test.Fixes(
        Program("using var tls = [|new SslStream(client.GetStream())|];\nif (flag)\n{\n    await tls.WriteAsync(data);\n}"),
        Program("using var tls = new SslStream(client.GetStream());\nif (flag)\n{\n    await tls.WriteAsync(data);\n}\n\nawait tls.ShutdownAsync();")
            .Replace("}\n        \n", "}\n\n", StringComparison.Ordinal),
        TlsShutdownFix.ShutdownKey);

    [Theory]
    [InlineData("using var tls = [|new SslStream(client.GetStream())|]; tls.Write(data);", "void")]
    [InlineData("using var tls = [|new SslStream(client.GetStream())|]; while (true) { await tls.WriteAsync(data); }", "async Task")]
    [InlineData("using var tls = [|new SslStream(client.GetStream())|]; using var writer = new StreamWriter(tls); await writer.WriteAsync(\"a\");", "async Task")]
    [InlineData("var tls = [|new SslStream(client.GetStream())|]; await tls.WriteAsync(data); tls.Dispose();", "async Task")]
    public Task Nothing_is_offered_where_it_would_not_run_or_come_too_early(string body, string modifier) =>
        Test.Fixes(Program(body, modifier), Program(body, modifier), TlsShutdownFix.ShutdownKey);

    [Fact]
    public Task Unfinished_code_is_survived() => Test.Silent(
        Program("using var tls = new SslStream(; await tls.WriteAsync(; using (var other = new SslStream(client.GetStream()) { other."),
        setup => setup.CompilerDiagnostics = CompilerDiagnostics.None);
}
