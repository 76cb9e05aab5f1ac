using Microsoft.CodeAnalysis.Testing;
using SocketSecurity.Analyzers.CodeFixes.HostileInput;
using SocketSecurity.Analyzers.HostileInput;
using SocketSecurity.Analyzers.Tests.Verification;
using Test = SocketSecurity.Analyzers.Tests.Verification.RuleTest<
    SocketSecurity.Analyzers.HostileInput.ReadToTheEndAnalyzer,
    SocketSecurity.Analyzers.CodeFixes.HostileInput.UnboundedReadFix>;

namespace SocketSecurity.Analyzers.Tests.HostileInput;

/// <summary>SOCK6004 and SOCK6006, <see cref="ReadToTheEndAnalyzer"/> and <see cref="UnboundedReadFix"/>.</summary>
public sealed class ReadToTheEndTests
{
    private static string Program(string body, string members = "") => $$"""
        using System;
        using System.Collections.Generic;
        using System.IO;
        using System.Linq;
        using System.Net.Security;
        using System.Net.Sockets;
        using System.Text;
        using System.Threading;
        using System.Threading.Tasks;

        class Peer
        {
            const int Max = 65536;

            async Task Receive(TcpClient client, NetworkStream network, SslStream tls, Socket socket, Stream any, byte[] buffer, CancellationToken token)
            {
                int n;
                {{body.ReplaceLineEndings("\n        ")}}
            }

            {{members.ReplaceLineEndings("\n    ")}}
        }
        """;

    private const string Memory = "var memory = new MemoryStream(); ";

    [Theory]
    [InlineData("using var reader = new StreamReader(client.GetStream()); var line = {|SOCK6004:reader.ReadLine()|};")]
    [InlineData("TextReader reader = new StreamReader(network); var line = await {|SOCK6004:reader.ReadLineAsync()|};")]
    [InlineData("using var reader = new StreamReader(new BufferedStream(network)); var all = await {|SOCK6004:reader.ReadToEndAsync(token)|};")]
    [InlineData(Memory + "{|SOCK6004:network.CopyTo(memory)|};")]
    [InlineData(Memory + "await {|SOCK6004:network.CopyToAsync(memory, token)|};")]
    [InlineData(Memory + "while ((n = {|SOCK6004:network.Read(buffer, 0, buffer.Length)|}) > 0) { memory.Write(buffer, 0, n); }")]
    [InlineData(Memory + "do { n = await {|SOCK6004:network.ReadAsync(buffer, token)|}; memory.Write(buffer, 0, n); } while (network.DataAvailable);")]
    [InlineData("var list = new List<byte>(); while ((n = {|SOCK6004:network.ReadByte()|}) != '\\n') { list.Add((byte)n); }")]
    [InlineData("var text = new StringBuilder(); while (true) { n = {|SOCK6004:socket.Receive(buffer)|}; if (n == 0) { break; } text.Append(Encoding.UTF8.GetString(buffer, 0, n)); }")]
    [InlineData("var text = \"\"; while (true) { n = {|SOCK6004:socket.Receive(buffer)|}; if (n == 0) { break; } var part = Encoding.UTF8.GetString(buffer, 0, n); text += part; }")]
    [InlineData("var all = new byte[0]; while ((n = {|SOCK6004:network.Read(buffer)|}) > 0) { all = all.Concat(buffer.Take(n)).ToArray(); }")]
    [InlineData(Memory + "var total = 0; while ((n = {|SOCK6004:network.Read(buffer)|}) > 0) { memory.Write(buffer, 0, n); total += n; } Console.WriteLine(total > Max);")]
    public Task Reading_whatever_comes_into_memory_is_found(string body) => Test.Finds(Program(body));

    [Theory]
    [InlineData("using var reader = new StreamReader(any); var line = reader.ReadLine();")]
    [InlineData("using var reader = new StringReader(\"a\"); var line = reader.ReadLine();")]
    [InlineData("using var reader = new StreamReader(new Limited(network)); var line = reader.ReadLine();")]
    [InlineData("using var file = File.OpenRead(\"x\"); var memory = new MemoryStream(); file.CopyTo(memory);")]
    [InlineData("using var file = File.Create(\"x\"); network.CopyTo(file);")]
    [InlineData("network.CopyTo(any);")]
    [InlineData("var memory = new MemoryStream(buffer); network.CopyTo(memory);")]
    [InlineData("var memory = new MemoryStream(buffer); while ((n = network.Read(buffer)) > 0) { memory.Write(buffer, 0, n); }")]
    [InlineData(Memory + "while ((n = network.Read(buffer)) > 0) { if (memory.Length > Max) { return; } memory.Write(buffer, 0, n); }")]
    [InlineData(Memory + "var total = 0; while ((n = network.Read(buffer)) > 0) { total += n; if (total > Max) { return; } memory.Write(buffer, 0, n); }")]
    [InlineData(Memory + "var rest = Max; while (rest > 0 && (n = network.Read(buffer)) > 0) { rest -= n; memory.Write(buffer, 0, n); }")]
    [InlineData(Memory + "for (var i = 0; i < 16; i++) { n = network.Read(buffer); memory.Write(buffer, 0, n); }")]
    [InlineData(Memory + "while ((n = network.Read(buffer)) > 0) { memory.Write(buffer, 0, n); Handle(memory); }")]
    [InlineData(Memory + "while ((n = network.Read(buffer)) > 0) { memory.Write(buffer, 0, n); memory.SetLength(0); }")]
    [InlineData("var text = \"\"; while ((n = network.Read(buffer)) > 0) { text += Encoding.UTF8.GetString(buffer, 0, n); if (text.Length is > Max) { return; } }")]
    [InlineData("var text = \"\"; while ((n = network.Read(buffer)) > 0) { text += Encoding.UTF8.GetString(buffer, 0, n); text = text.Substring(1); text = \"\"; }")]
    [InlineData("while ((n = network.Read(buffer)) > 0) { var memory = new MemoryStream(); memory.Write(buffer, 0, n); }")]
    [InlineData(Memory + "var other = new byte[4]; while ((n = network.Read(buffer)) > 0) { memory.Write(other, 0, 4); }")]
    [InlineData(Memory + "while ((n = any.Read(buffer)) > 0) { memory.Write(buffer, 0, n); }")]
    public Task Limited_reading_and_other_streams_are_not_reported(string body) => Test.Silent(Program(
        body,
        """
        static void Handle(MemoryStream memory) { }

        sealed class Limited(Stream inner) : Stream
        {
            public override bool CanRead => true;
            public override bool CanSeek => false;
            public override bool CanWrite => false;
            public override long Length => 0;
            public override long Position { get; set; }
            public override void Flush() { }
            public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, Math.Min(count, 16));
            public override long Seek(long offset, SeekOrigin origin) => 0;
            public override void SetLength(long value) { }
            public override void Write(byte[] buffer, int offset, int count) { }
        }
        """));

    [Theory]
    [InlineData("using var reader = new StreamReader(tls); var all = {|SOCK6004:{|SOCK6006:reader.ReadToEnd()|}|};")]
    [InlineData("using var file = File.Create(\"x\"); {|SOCK6006:tls.CopyTo(file)|};")]
    [InlineData(Memory + "while ((n = {|SOCK6004:{|SOCK6006:tls.Read(buffer, 0, buffer.Length)|}|}) > 0) { memory.Write(buffer, 0, n); } Console.WriteLine(memory.ToArray());")]
    [InlineData(Memory + "while (true) { n = await {|SOCK6004:{|SOCK6006:tls.ReadAsync(buffer, token)|}|}.ConfigureAwait(false); if (n == 0) { break; } memory.Write(buffer, 0, n); } Console.WriteLine(memory.ToArray());")]
    public Task The_end_of_a_TLS_stream_is_no_end_of_a_message(string body) => Test.Finds(Program(body));

    [Theory]
    [InlineData("using var reader = new StreamReader(network); var all = {|SOCK6004:reader.ReadToEnd()|};")]
    [InlineData("using var reader = new StreamReader(tls); var line = {|SOCK6004:reader.ReadLine()|};")]
    [InlineData("tls.CopyTo(network);")]
    [InlineData(Memory + "while ((n = {|SOCK6004:tls.Read(buffer)|}) > 0) { memory.Write(buffer, 0, n); if (buffer[n - 1] == '\\n') { break; } } Console.WriteLine(memory.ToArray());")]
    [InlineData(Memory + "while (true) { n = {|SOCK6004:tls.Read(buffer)|}; if (n == 0) { throw new EndOfStreamException(); } memory.Write(buffer, 0, n); if (buffer[0] == 0) { break; } } Console.WriteLine(memory.ToArray());")]
    [InlineData(Memory + "while ((n = {|SOCK6004:tls.Read(buffer)|}) > 0) { memory.Write(buffer, 0, n); } if (memory.Length != Max) { throw new EndOfStreamException(); }")]
    [InlineData(Memory + "while ((n = {|SOCK6004:tls.Read(buffer)|}) > 0) { memory.Write(buffer, 0, n); }")]
    public Task An_end_inside_the_message_is_one(string body) => Test.Finds(Program(body));

    [Fact]
    public Task The_limit_stands_before_more_is_collected() => Test.Fixes(
        Program("""
            var memory = new MemoryStream();
            while ((n = {|SOCK6004:network.Read(buffer)|}) > 0)
            {
                // keep it
                memory.Write(buffer, 0, n);
            }
            """),
        Program("""
            var memory = new MemoryStream();
            while ((n = network.Read(buffer)) > 0)
            {
                // keep it
                const int maxLength = 1024 * 1024;
                if (memory.Length > maxLength)
                {
                    throw new InvalidDataException($"More than {maxLength} bytes are not accepted.");
                }

                memory.Write(buffer, 0, n);
            }
            """).Replace("}\n        \n", "}\n\n", StringComparison.Ordinal),
        UnboundedReadFix.LimitKey);

    [Theory]
    [InlineData("{|SOCK6004:network.CopyTo(memory)|}", "network.Read(copy, 0, copy.Length)")]
    [InlineData("await {|SOCK6004:network.CopyToAsync(memory)|}", "await network.ReadAsync(copy, 0, copy.Length)")]
    [InlineData("await {|SOCK6004:network.CopyToAsync(memory, token)|}.ConfigureAwait(false)", "await network.ReadAsync(copy, 0, copy.Length, token).ConfigureAwait(false)")]
    [InlineData("{|SOCK6004:client.GetStream().CopyTo(memory)|}", "client.GetStream().Read(copy, 0, copy.Length)")]
    public Task A_copy_becomes_a_loop_with_a_limit(string copy, string read) => Test.Fixes(
        Program($"var memory = new MemoryStream();\n{copy};"),
        Program($$"""
            var memory = new MemoryStream();
            const int maxLength = 1024 * 1024;
            var buffer2 = new byte[81920];
            int read;
            while ((read = {{read.Replace("copy", "buffer2", StringComparison.Ordinal)}}) > 0)
            {
                if (memory.Length + read > maxLength)
                {
                    throw new InvalidDataException($"More than {maxLength} bytes are not accepted.");
                }

                memory.Write(buffer2, 0, read);
            }
            """).Replace("}\n        \n", "}\n\n", StringComparison.Ordinal),
        UnboundedReadFix.LimitKey);

    [Theory]
    [InlineData("var reader = new StreamReader(network); var line = {|SOCK6004:reader.ReadLine()|};")]
    [InlineData("var memory = new MemoryStream(); var copy = {|SOCK6004:network.CopyToAsync(memory)|}; await copy;")]
    [InlineData("var memory = new MemoryStream(); {|SOCK6004:Next().CopyTo(memory)|};")]
    public Task Nothing_is_offered_where_no_limit_can_stand(string body) => Test.Fixes(
        Program(body, "NetworkStream Next() => throw new Exception();"),
        Program(body, "NetworkStream Next() => throw new Exception();"),
        UnboundedReadFix.LimitKey);

    [Fact]
    public Task The_peer_of_a_test_is_the_test_itself() => Test.Silent(
        Program("using var reader = new StreamReader(tls); var all = reader.ReadToEnd();"),
        setup => setup.EditorConfig.Add("socketsecurity.test_code_paths = **"));

    [Fact]
    public Task Unfinished_code_is_survived() => Test.Silent(
        Program("var memory = new MemoryStream(; network.CopyTo(; while ((n = network.Read(buffer) { memory.Write(; text += network.ReadByte(; for (;;) { n = network.Read("),
        setup => setup.CompilerDiagnostics = CompilerDiagnostics.None);
}
