using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow;
using SocketSecurity.Analyzers.Flow.Streams;

namespace SocketSecurity.Analyzers.Tests.Flow;

/// <summary>What is done with streams, in any order (<see cref="StreamUses"/>) and path by path (<see cref="StreamPaths"/>).</summary>
public sealed class StreamStateTests
{
    private const string Members = """
        static void Write(System.IO.Stream stream) => stream.Write(new byte[1]);
        static void Flush(System.IO.Stream stream) => stream.Flush();
        static void Again(System.IO.Stream stream) { Write(stream); Again(stream); }
        static System.Net.Security.SslStream Tls(System.IO.Stream stream) => new(stream);
        static Action<object> Other;
        static bool A, B, C, D, E, F;
        """;

    [Theory]
    [InlineData("network.Write(given);", "Transfers")]
    [InlineData("network?.Write(given);", "Transfers")]
    [InlineData("using var reader = new System.IO.BinaryReader(network); reader.ReadInt32();", "Transfers")]
    [InlineData("var writer = System.IO.Pipelines.PipeWriter.Create(network); writer.WriteAsync(given);", "Transfers")]
    [InlineData("var zip = new System.IO.Compression.GZipStream(network, System.IO.Compression.CompressionMode.Compress); zip.Write(given);", "Transfers")]
    [InlineData("network.CopyTo(System.IO.Stream.Null);", "Transfers")]
    [InlineData("System.IO.Stream.Null.CopyTo(network);", "Transfers")]
    [InlineData("Write(network);", "Transfers")]
    [InlineData("Again(network);", "Transfers")]
    [InlineData("Action later = () => network.Write(given);", "Transfers")]
    [InlineData("Flush(network);", "None")]
    [InlineData("network.ReadTimeout = 5; network.Close(); using (network) { lock (network) { } }", "None")]
    [InlineData("if (network is null || network == null) return;", "None")]
    [InlineData("var tls = new System.Net.Security.SslStream(network);", "Wrapped")]
    [InlineData("var tls = Tls(network);", "Wrapped")]
    [InlineData("network.Write(given); var tls = new System.Net.Security.SslStream(network);", "Transfers, Wrapped")]
    [InlineData("Other(network);", "Escapes")]
    [InlineData("var pair = (network, 1);", "Escapes")]
    [InlineData("object[] all = [network];", "Escapes")]
    [InlineData("Action<byte> write = network.WriteByte;", "Escapes")]
    public void Everything_done_with_a_stream_is_seen_or_it_escapes(string body, string expected)
    {
        var program = OriginProgram.WithBody(body + " Sink(1);", Members).Compiles();
        var marker = program.Calls("Sink").Last();
        var network = ((IMethodSymbol)marker.SemanticModel!.GetEnclosingSymbol(marker.Syntax.SpanStart, TestContext.Current.CancellationToken)!).Parameters.Single(parameter => parameter.Name == "network");

        Assert.Equal(expected, StreamUses.OfVariable(network, marker, program.Origins, TestContext.Current.CancellationToken).ToString());
    }

    [Theory]
    [InlineData(
        "var tls = Make; tls = new System.Net.Security.SslStream(network); network.WriteByte(1); tls.AuthenticateAsClient(text); tls.Write(given);",
        "Handshake AuthenticateAsClient Made|Transfer Write Protected|Transfer WriteByte Made")]
    [InlineData(
        "var tls = new System.Net.Security.SslStream(network); try { tls.AuthenticateAsClient(text); } catch (Exception) { network.WriteByte(1); }",
        "Handshake AuthenticateAsClient Made|Transfer WriteByte Failed")]
    [InlineData(
        "var tls = new System.Net.Security.SslStream(network); try { tls.AuthenticateAsClient(text); } catch (Exception e) when (e is System.IO.IOException) { network.WriteByte(1); }",
        "Handshake AuthenticateAsClient Made|Transfer WriteByte Failed")]
    [InlineData(
        "var tls = new System.Net.Security.SslStream(network); try { tls.AuthenticateAsClient(text); } catch (TimeoutException) { network.WriteByte(1); }",
        "Handshake AuthenticateAsClient Made")]
    [InlineData(
        "System.Net.Security.SslStream tls = null; if (flag) { tls = new System.Net.Security.SslStream(network); tls.AuthenticateAsClient(text); } if (flag) tls.Write(given); else network.WriteByte(1);",
        "Handshake AuthenticateAsClient Made|Transfer Write Protected|Transfer WriteByte ")]
    [InlineData(
        "System.IO.Stream s = network; if (flag) { var tls = new System.Net.Security.SslStream(s); tls.AuthenticateAsClient(text); s = tls; } s.Write(given);",
        "Handshake AuthenticateAsClient Made|Transfer Write |Transfer Write Protected")]
    [InlineData(
        "var tls = new System.Net.Security.SslStream(network); for (var i = 0; i < 3; i++) { if (i == 0) tls.AuthenticateAsClient(text); tls.Write(given); }",
        "Handshake AuthenticateAsClient Made|Handshake AuthenticateAsClient Protected|Transfer Write Made|Transfer Write Protected")]
    [InlineData("var tls = new System.Net.Security.SslStream(network); Other(tls); tls.Write(given);", "Transfer Write Unknown")]
    public void Events_have_the_state_of_their_path(string body, string expected) => Assert.Equal(expected, string.Join('|', Events(body)));

    /// <summary>Six flags that nothing ties together make 64 paths, and a rule that guesses would be wrong.</summary>
    [Fact]
    public void Too_many_paths_have_no_answer() => Assert.Empty(Events(
        "if (A) Sink(2); if (B) Sink(2); if (C) Sink(2); if (D) Sink(2); if (E) Sink(2); if (F) Sink(2); network.WriteByte(1);"));

    private static IEnumerable<string> Events(string body)
    {
        var program = OriginProgram.WithBody(body + " Sink(1);", Members + "static System.Net.Security.SslStream Make;").Compiles();
        return StreamPaths.Around(program.Calls("Sink").Last(), program.Origins, TestContext.Current.CancellationToken)
            .Select(happening => $"{happening.Kind} {((IInvocationOperation)happening.Operation.WithoutConversions()).TargetMethod.Name} {string.Join(',', happening.State.Tls.Values)}")
            .Distinct()
            .Order(StringComparer.Ordinal);
    }
}
