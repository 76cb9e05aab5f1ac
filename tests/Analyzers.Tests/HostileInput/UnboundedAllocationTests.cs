using Microsoft.CodeAnalysis.Testing;
using SocketSecurity.Analyzers.CodeFixes.HostileInput;
using SocketSecurity.Analyzers.HostileInput;
using SocketSecurity.Analyzers.Tests.Verification;
using Test = SocketSecurity.Analyzers.Tests.Verification.RuleTest<
    SocketSecurity.Analyzers.HostileInput.UnboundedAllocationAnalyzer,
    SocketSecurity.Analyzers.CodeFixes.HostileInput.UnboundedAllocationFix>;

namespace SocketSecurity.Analyzers.Tests.HostileInput;

/// <summary>SOCK6001, <see cref="UnboundedAllocationAnalyzer"/> and <see cref="UnboundedAllocationFix"/>; the taint engine through them.</summary>
public sealed class UnboundedAllocationTests
{
    private static string Program(string body, string members = "") => $$"""
        using System;
        using System.Buffers;
        using System.Buffers.Binary;
        using System.Collections.Generic;
        using System.IO;
        using System.Net;
        using System.Net.Security;
        using System.Net.Sockets;
        using System.Text;
        using System.Threading.Tasks;

        class Peer
        {
            const int Max = 65536;
            int Limit { get; set; }

            async Task Receive(TcpClient client, NetworkStream network, SslStream tls, Socket socket, Stream any, byte[] header)
            {
                {{body.ReplaceLineEndings("\n        ")}}
            }

            {{members.ReplaceLineEndings("\n    ")}}
        }
        """;

    private const string Read = "network.ReadExactly(header); var n = BinaryPrimitives.ReadInt32BigEndian(header); ";

    [Theory]
    [InlineData(Read + "var data = new byte[[|n|]];")]
    [InlineData(Read + "var data = ArrayPool<byte>.Shared.Rent([|n|]);")]
    [InlineData(Read + "var data = GC.AllocateUninitializedArray<byte>([|n|]);")]
    [InlineData(Read + "var data = new MemoryStream([|n|]);")]
    [InlineData(Read + "var data = new List<int>([|n|]);")]
    [InlineData(Read + "var data = new StringBuilder([|n|]);")]
    [InlineData(Read + "Array.Resize(ref header, [|n|]);")]
    [InlineData(Read + "var data = new byte[[|n + 4|]];")]
    [InlineData(Read + "var length = n - 4; var data = new byte[[|length|]];")]
    [InlineData(Read + "if (n <= 0) { return; } var data = new byte[[|n|]];")]
    [InlineData(Read + "if (n == 0) { return; } var data = new byte[[|n|]];")]
    [InlineData(Read + "if (n > int.MaxValue - 1) { return; } var data = new byte[[|n|]];")]
    [InlineData(Read + "ArgumentOutOfRangeException.ThrowIfNegative(n); var data = new byte[[|n|]];")]
    [InlineData(Read + "var data = new byte[[|n|]]; if (data.Length != n) { return; }")]
    [InlineData("var reader = new BinaryReader(network); uint n; try { n = reader.ReadUInt32(); } catch (IOException) { return; } var data = reader.ReadBytes([|(int)n|]); if (data.Length != n) { return; }")]
    [InlineData(Read + "Console.WriteLine(n); var data = new byte[[|n|]];")]
    [InlineData("await tls.ReadExactlyAsync(header); var n = BitConverter.ToInt32(header, 0); var data = new byte[[|n|]];")]
    [InlineData("socket.Receive(header); var n = IPAddress.NetworkToHostOrder(BitConverter.ToInt32(header, 0)); var data = new byte[[|n|]];")]
    [InlineData("network.ReadExactly(header.AsSpan(0, 4)); var n = BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(0, 4)); var data = new byte[[|n|]];")]
    [InlineData("network.ReadExactly(header); var n = header[0] << 24 | header[1] << 16 | header[2] << 8 | header[3]; var data = new byte[[|n|]];")]
    [InlineData("var reader = new BinaryReader(client.GetStream()); var n = reader.ReadInt32(); var data = reader.ReadBytes([|n|]);")]
    [InlineData("using var reader = new BinaryReader(new BufferedStream(tls)); var data = reader.ReadBytes([|reader.ReadInt32()|]);")]
    [InlineData("Stream stream = client.GetStream(); stream.ReadExactly(header); var data = new byte[[|BinaryPrimitives.ReadInt32BigEndian(header)|]];")]
    public Task A_size_that_a_peer_sends_and_nobody_checks_is_found(string body) => Test.Finds(Program(body));

    [Theory]
    [InlineData(Read + "if (n > Max) { return; } var data = new byte[n];")]
    [InlineData(Read + "if (n < 0 || n > Limit) { throw new InvalidDataException(); } var data = new byte[n];")]
    [InlineData(Read + "if (n is > 0 and < Max) { var data = new byte[n]; }")]
    [InlineData(Read + "if (n is < 0 or > Max) { return; } var data = new byte[n];")]
    [InlineData(Read + "if (n != 16) { return; } var data = new byte[n];")]
    [InlineData(Read + "var data = new byte[Math.Min(n, Max)];")]
    [InlineData(Read + "n = Math.Clamp(n, 0, Max); var data = new byte[n];")]
    [InlineData(Read + "ArgumentOutOfRangeException.ThrowIfGreaterThan(n, Max); var data = new byte[n];")]
    [InlineData(Read + "Check(n); var data = new byte[n];")]
    [InlineData(Read + "var data = new byte[n & 0xffff];")]
    [InlineData(Read + "var data = new byte[n % Max];")]
    [InlineData(Read + "if (n > header.Length) { return; } var data = new byte[n];")]
    [InlineData(Read + "switch (n) { case 16: var data = new byte[n]; break; }")]
    [InlineData("network.ReadExactly(header); var n = BinaryPrimitives.ReadUInt16BigEndian(header); var data = new byte[n];")]
    [InlineData("network.ReadExactly(header); var n = header[0] << 8 | header[1]; var data = new byte[n];")]
    [InlineData("network.ReadExactly(header); int n = header[0]; var data = new byte[n];")]
    [InlineData("network.ReadExactly(header); var n = (ushort)BinaryPrimitives.ReadInt32BigEndian(header); var data = new byte[n];")]
    [InlineData("any.ReadExactly(header); var n = BinaryPrimitives.ReadInt32BigEndian(header); var data = new byte[n];")]
    [InlineData("var n = BinaryPrimitives.ReadInt32BigEndian(header); var data = new byte[n];")]
    [InlineData("using var file = File.OpenRead(\"x\"); var reader = new BinaryReader(file); var data = reader.ReadBytes(reader.ReadInt32());")]
    [InlineData("var reader = new BinaryReader(client.GetStream()); var data = reader.ReadBytes(reader.ReadUInt16());")]
    [InlineData("network.ReadExactly(header); var data = new byte[header.Length];")]
    [InlineData("network.ReadExactly(header); var data = new byte[1024]; var n = network.Read(data); var copy = new byte[n];")]
    public Task A_bounded_size_or_one_from_elsewhere_is_not_reported(string body) =>
        Test.Silent(Program(body, "void Check(int size) { if (size > Max) { throw new InvalidDataException(); } }"));

    [Theory]
    [InlineData("client.GetStream()", "[|n|]")]
    [InlineData("new MemoryStream(header)", "n")]
    public Task A_helper_reads_what_its_callers_pass(string stream, string size) => Test.Finds(Program(
        $"ReadMessage({stream});",
        $"static byte[] ReadMessage(Stream stream) {{ var head = new byte[4]; stream.ReadExactly(head); var n = BinaryPrimitives.ReadInt32BigEndian(head); return new byte[{size}]; }}"));

    [Theory]
    [InlineData("return BitConverter.ToInt32(head, 0);", "[|n|]")]
    [InlineData("var size = BitConverter.ToInt32(head, 0); if (size > Max) { throw new InvalidDataException(); } return size;", "n")]
    public Task A_helper_that_reads_the_size_may_check_it(string end, string size) => Test.Finds(Program(
        $"var n = ReadSize(network); var data = new byte[{size}];",
        $"static int ReadSize(NetworkStream stream) {{ var head = new byte[4]; stream.ReadExactly(head); {end} }}"));

    [Theory]
    [InlineData("new BinaryReader(new NetworkStream(socket))", "[|_reader.ReadInt32()|]")]
    [InlineData("new BinaryReader(File.OpenRead(\"x\"))", "_reader.ReadInt32()")]
    public Task A_private_field_holds_what_the_type_puts_into_it(string reader, string size) => Test.Finds(Program(
        $"_reader = {reader}; var data = new byte[{size}];", "BinaryReader _reader;"));

    [Theory]
    [InlineData("1000", "n")]
    [InlineData("10", "[|n|]")]
    public Task The_option_says_what_a_limit_is(string limit, string size) => Test.Finds(
        Program(Read + $"if (n > 1000) {{ return; }} var data = new byte[{size}];"),
        setup => setup.EditorConfig.Add($"socketsecurity.maximum_peer_allocation = {limit}"));

    [Fact]
    public Task The_guard_stands_before_the_allocation() => Test.Fixes(
        Program("network.ReadExactly(header);\nvar n = BinaryPrimitives.ReadInt32BigEndian(header);\n// the message\nvar data = new byte[[|n|]];"),
        Program("""
            network.ReadExactly(header);
            var n = BinaryPrimitives.ReadInt32BigEndian(header);
            // the message
            const int maxLength = 1024 * 1024;
            if (n < 0 || n > maxLength)
            {
                throw new InvalidDataException($"A message of {n} bytes is not accepted.");
            }

            var data = new byte[n];
            """).Replace("}\n        \n", "}\n\n", StringComparison.Ordinal),
        UnboundedAllocationFix.GuardKey);

    [Fact]
    public Task Nothing_is_offered_without_a_variable_to_check() => Test.Fixes(
        Program("var reader = new BinaryReader(network); var data = reader.ReadBytes([|reader.ReadInt32()|]);"),
        Program("var reader = new BinaryReader(network); var data = reader.ReadBytes([|reader.ReadInt32()|]);"),
        UnboundedAllocationFix.GuardKey);

    [Fact]
    public Task Unfinished_code_is_survived() => Test.Silent(
        Program("network.ReadExactly(header; var n = BinaryPrimitives.ReadInt32BigEndian(; var data = new byte[n; new byte[]; new List<int>("),
        setup => setup.CompilerDiagnostics = CompilerDiagnostics.None);
}
