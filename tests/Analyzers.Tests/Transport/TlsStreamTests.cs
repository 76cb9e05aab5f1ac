using Microsoft.CodeAnalysis.Testing;
using SocketSecurity.Analyzers.CodeFixes.Transport;
using SocketSecurity.Analyzers.Tests.Verification;
using SocketSecurity.Analyzers.Transport;
using Rule = SocketSecurity.Analyzers.Tests.Verification.RuleTest<
    SocketSecurity.Analyzers.Transport.TlsStreamAnalyzer,
    SocketSecurity.Analyzers.CodeFixes.Transport.TlsStreamFix>;

namespace SocketSecurity.Analyzers.Tests.Transport;

/// <summary>SOCK5004, SOCK5005 and SOCK5007, <see cref="TlsStreamAnalyzer"/> and <see cref="TlsStreamFix"/>.</summary>
public sealed class TlsStreamTests
{
    private const string Connect = """
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(host, 443);
        var plain = tcp.GetStream();
        """;

    [Theory]
    [InlineData("var tls = new SslStream(plain); await tls.AuthenticateAsClientAsync(host); await {|SOCK5004:plain.WriteAsync(data)|};")]
    [InlineData("var tls = new SslStream(tcp.GetStream()); await tls.AuthenticateAsClientAsync(host); {|SOCK5004:plain.Write(data)|};")]
    [InlineData("var tls = new SslStream(plain); await tls.AuthenticateAsClientAsync(host); {|SOCK5004:tcp.Client.Send(data)|};")]
    [InlineData("var tls = new SslStream(new BufferedStream(plain)); await tls.AuthenticateAsClientAsync(host); {|SOCK5004:plain.Read(data)|};")]
    [InlineData("var reader = new StreamReader(plain); var tls = new SslStream(plain); await tls.AuthenticateAsClientAsync(host); {|SOCK5004:reader.ReadLine()|};")]
    [InlineData("Stream s = plain; var tls = new SslStream(s); tls.AuthenticateAsClient(host); if (flag) { {|SOCK5004:s.Write(data)|}; }")]
    [InlineData("var tls = new SslStream(plain); await tls.AuthenticateAsClientAsync(host); {|SOCK5004:Send(plain, data)|};")]
    [InlineData("using (var tls = new SslStream(plain, true)) { await tls.AuthenticateAsClientAsync(host); while (flag) { {|SOCK5004:plain.WriteByte(1)|}; } }")]
    [InlineData("var tls = new SslStream(plain); await Protect(tls, host); {|SOCK5004:plain.Write(data)|};")]
    [InlineData("var tls = new SslStream(plain); await tls.AuthenticateAsClientAsync(host); await {|SOCK5004:PipeWriter.Create(plain).WriteAsync(data)|};")]
    [InlineData("var tls = new SslStream(plain); await tls.AuthenticateAsClientAsync(host); {|SOCK5004:new GZipStream(plain, CompressionMode.Compress).Write(data)|};")]
    public Task Data_that_bypasses_the_tls_stream_is_found(string statements) => Rule.Finds(InMethod(statements));

    [Theory]
    [InlineData("await plain.WriteAsync(data); await plain.ReadAsync(data); var tls = new SslStream(plain); await tls.AuthenticateAsClientAsync(host); await tls.WriteAsync(data);")]
    [InlineData("var tls = new SslStream(plain); await plain.WriteAsync(data); await tls.AuthenticateAsClientAsync(host); await tls.WriteAsync(data);")]
    [InlineData("var tls = new SslStream(plain); await tls.AuthenticateAsClientAsync(host); tls.Close(); await plain.WriteAsync(data);")]
    [InlineData("var tls = new SslStream(plain, true); await tls.AuthenticateAsClientAsync(host); await tls.ShutdownAsync(); plain.Write(data);")]
    [InlineData("var tls = new SslStream(plain); await tls.AuthenticateAsClientAsync(host); plain.ReadTimeout = 5; plain.Dispose(); tcp.Close();")]
    [InlineData("var tls = new SslStream(plain); await tls.AuthenticateAsClientAsync(host); tcp.Client.Shutdown(SocketShutdown.Send);")]
    [InlineData("var tls = new SslStream(plain); await tls.AuthenticateAsClientAsync(host); if (tcp.Client.Receive(data, SocketFlags.Peek) == 0) return;")]
    [InlineData("var tls = new SslStream(plain); await tls.AuthenticateAsClientAsync(host); tcp.Client.Send(data, 0, 0, SocketFlags.None);")]
    [InlineData("Stream s = plain; if (flag) { var tls = new SslStream(s); await tls.AuthenticateAsClientAsync(host); s = tls; } await s.WriteAsync(data);")]
    [InlineData("Stream s = plain; if (flag) { var tls = new SslStream(plain); await tls.AuthenticateAsClientAsync(host); s = tls; } var writer = new StreamWriter(s); writer.Write(host);")]
    [InlineData("SslStream tls = null; if (flag) { tls = new SslStream(plain); await tls.AuthenticateAsClientAsync(host); } if (tls != null) tls.Write(data); else plain.Write(data);")]
    [InlineData("SslStream tls = null; if (flag) { tls = new SslStream(plain); await tls.AuthenticateAsClientAsync(host); } if (flag) tls.Write(data); else plain.Write(data);")]
    [InlineData("SslStream tls = null; if (flag) { tls = new SslStream(plain); await tls.AuthenticateAsClientAsync(host); } Stream s = tls ?? (Stream)plain; s.Write(data);")]
    [InlineData("Stream s = plain; if (flag) { s = new SslStream(plain); await ((SslStream)s).AuthenticateAsClientAsync(host); } if (s is SslStream t) t.Write(data); else plain.Write(data);")]
    [InlineData("var proxy = new SslStream(plain); await proxy.AuthenticateAsClientAsync(host); var tls = new SslStream(proxy); await tls.AuthenticateAsClientAsync(host); tls.Write(data);")]
    [InlineData("while (flag) { using var tls = new SslStream(plain, true); plain.Write(data); await tls.AuthenticateAsClientAsync(host); tls.Write(data); }")]
    public Task Negotiation_before_and_streams_that_are_one_or_the_other_are_silent(string statements) => Rule.Silent(InMethod(statements));

    [Theory]
    [InlineData("var tls = new SslStream(plain); await {|SOCK5005:tls.WriteAsync(data)|};")]
    [InlineData("var tls = new SslStream(plain); if (flag) await tls.AuthenticateAsClientAsync(host); {|SOCK5005:tls.Write(data)|};")]
    [InlineData("var tls = new SslStream(plain); var writer = new StreamWriter(tls); {|SOCK5005:writer.Write(host)|};")]
    [InlineData("using var tls = new SslStream(plain); {|SOCK5005:tls.Read(data)|}; await tls.AuthenticateAsClientAsync(host);")]
    [InlineData("var tls = new SslStream(plain); {|SOCK5005:Send(tls, data)|};")]
    public Task A_tls_stream_used_before_its_handshake_is_found(string statements) => Rule.Finds(InMethod(statements));

    [Theory]
    [InlineData("var tls = new SslStream(plain); if (flag) await tls.AuthenticateAsClientAsync(host); else await tls.AuthenticateAsServerAsync(certificate); tls.Write(data);")]
    [InlineData("var tls = new SslStream(plain); await Protect(tls, host); tls.Write(data);")]
    [InlineData("var tls = new SslStream(plain); await SomebodyElse.Protect(tls); tls.Write(data);")]
    [InlineData("var tls = new SslStream(plain); if (!tls.IsAuthenticated) return; tls.Write(data);")]
    [InlineData("var tls = new SslStream(plain); Action start = () => tls.AuthenticateAsClient(host); start(); tls.Write(data);")]
    [InlineData("var tls = new SslStream(plain); try { await tls.AuthenticateAsClientAsync(host); } catch (IOException) { return; } tls.Write(data);")]
    [InlineData("SslStream tls = null; if (flag) { tls = new SslStream(plain); await tls.AuthenticateAsClientAsync(host); } tls?.Write(data);")]
    [InlineData("var handshake = new SslStream(plain).AuthenticateAsClientAsync(host); await handshake;")]
    public Task A_handshake_on_every_path_or_out_of_sight_is_silent(string statements) => Rule.Silent(InMethod(statements));

    [Theory]
    [InlineData("var tls = new SslStream(plain); try { await tls.AuthenticateAsClientAsync(host); } catch (AuthenticationException) { {|SOCK5007:plain.Write(data)|}; }")]
    [InlineData("Stream s = plain; try { var tls = new SslStream(plain); await tls.AuthenticateAsClientAsync(host); s = tls; } catch (Exception) { } {|SOCK5007:s.Write(data)|};")]
    [InlineData("var ok = false; var tls = new SslStream(plain); try { await tls.AuthenticateAsClientAsync(host); ok = true; } catch { ok = false; } if (ok) tls.Write(data); else {|SOCK5007:plain.Write(data)|};")]
    [InlineData("try { var tls = new SslStream(plain); await tls.AuthenticateAsClientAsync(host); tls.Write(data); } catch (IOException) { var again = new TcpClient(host, 80); {|SOCK5007:again.GetStream().Write(data)|}; }")]
    [InlineData("var tls = new SslStream(plain); try { await tls.AuthenticateAsClientAsync(host); } catch (AuthenticationException) { {|SOCK5007:Kept = plain|}; }")]
    [InlineData("var tls = new SslStream(plain); try { await tls.AuthenticateAsServerAsync(certificate); } catch (IOException) { {|SOCK5007:plain.Read(data)|}; }")]
    public Task Going_on_in_clear_after_a_failed_handshake_is_found(string statements) => Rule.Finds(InMethod(statements));

    [Theory]
    [InlineData("var tls = new SslStream(plain); try { await tls.AuthenticateAsClientAsync(host); } catch (AuthenticationException) { throw; } tls.Write(data);")]
    [InlineData("var tls = new SslStream(plain); try { await tls.AuthenticateAsClientAsync(host); tls.Write(data); } catch (Exception e) { Console.Error.WriteLine(e); log.Write(e.Message); plain.Close(); }")]
    [InlineData("var tls = new SslStream(plain); try { await tls.AuthenticateAsServerAsync(certificate); } catch (AuthenticationException) { plain.Write(data); return; }")]
    [InlineData("try { var tls = new SslStream(plain); await tls.AuthenticateAsClientAsync(host); } catch (IOException) { var again = new SslStream(new TcpClient(host, 443).GetStream()); await again.AuthenticateAsClientAsync(host); again.Write(data); }")]
    [InlineData("var tls = new SslStream(plain); try { await tls.AuthenticateAsClientAsync(host); } catch (OperationCanceledException) { } catch (TimeoutException) { plain.Write(data); }")]
    [InlineData("if (!flag) { plain.Write(data); return; } var tls = new SslStream(plain); try { await tls.AuthenticateAsClientAsync(host); tls.Write(data); } catch (AuthenticationException) { Kept = null; }")]
    public Task Giving_up_reporting_and_trying_again_with_tls_are_silent(string statements) => Rule.Silent(InMethod(statements));

    /// <summary>A type that keeps its streams: <c>Open</c> calls the methods in turn.</summary>
    private static string Keeping(string open, string members) => $$"""
        using System.IO;
        using System.Net.Security;
        using System.Net.Sockets;
        using System.Threading.Tasks;

        class Connection
        {
            private readonly byte[] _data = new byte[10];
            private Stream _plain;
            private SslStream _tls;
            private bool _secure;

            public async Task Open(TcpClient client, string host)
            {
                _plain = client.GetStream();
                {{open}}
            }

            private void Make() => _tls = new SslStream(_plain);
            private async Task Protect(string host) { _tls = new SslStream(_plain); await _tls.AuthenticateAsClientAsync(host); }
            private Task Shake(string host) => _tls.AuthenticateAsClientAsync(host);
            private async Task Encrypted() => await _tls.WriteAsync(_data);
            {{members}}
        }
        """;

    [Theory]
    [InlineData("await Protect(host); await Login();", "private async Task Login() => await {|SOCK5004:_plain.WriteAsync(_data)|};")]
    [InlineData("await Protect(host).ConfigureAwait(false); Login();", "private void Login() { {|SOCK5004:_plain.Write(_data)|}; }")]
    [InlineData("await Begin(host); await Encrypted();", "private async Task Begin(string host) { await Protect(host); await Login(); } private async Task Login() => await {|SOCK5004:_plain.WriteAsync(_data)|};")]
    [InlineData("_tls = new SslStream(_plain); await Login(); await Shake(host);", "private async Task Login() => await {|SOCK5005:_tls.WriteAsync(_data)|};")]
    [InlineData("Make(); await Login(); await Shake(host);", "private async Task Login() => await {|SOCK5005:_tls.WriteAsync(_data)|};")]
    public Task A_member_that_is_used_in_the_wrong_order_is_found(string open, string members) => Rule.Finds(Keeping(open, members));

    [Theory]
    [InlineData("await Hello(); await Protect(host); await Encrypted();", "private async Task Hello() => await _plain.WriteAsync(_data);")]
    [InlineData("_tls = new SslStream(_plain); await Shake(host); await Encrypted();", "")]
    [InlineData("Make(); await Shake(host); await Encrypted();", "")]
    [InlineData("_tls = new SslStream(_plain); await Mine(host); await Encrypted();", "protected virtual Task Mine(string host) => Task.CompletedTask;")]
    [InlineData("_tls = new SslStream(_plain); var shaking = Shake(host); await shaking; await Encrypted();", "")]
    [InlineData("await Protect(host); await Switch(); await Login();", "private async Task Switch() { _plain = _tls; await Task.Yield(); } private async Task Login() => await _plain.WriteAsync(_data);")]
    [InlineData("await Maybe(host); await Login();", "private async Task Maybe(string host) { if (_secure) { await Protect(host); _plain = _tls; } } private async Task Login() => await _plain.WriteAsync(_data);")]
    [InlineData("await Protect(host);", "public async Task Login() => await _plain.WriteAsync(_data);")]
    [InlineData("await Protect(host); Later();", "private System.Collections.Generic.IEnumerable<int> Later() { _plain.Write(_data); yield return 1; }")]
    [InlineData("await Again(host, 3);", "private async Task Again(string host, int times) { if (times > 0) { await Again(host, times - 1); } else { await Protect(host); } await Encrypted(); }")]
    public Task Members_in_the_right_or_in_no_certain_order_are_silent(string open, string members) => Rule.Silent(Keeping(open, members));

    [Fact]
    public Task A_caller_that_gets_the_plain_stream_after_a_failure_is_found() => Rule.Finds(
        """
        using System.IO;
        using System.Net.Security;
        using System.Security.Authentication;
        using System.Threading.Tasks;

        class Peer
        {
            async Task<Stream> Protect(Stream plain, string host)
            {
                try
                {
                    var tls = new SslStream(plain);
                    await tls.AuthenticateAsClientAsync(host);
                    return tls;
                }
                catch (AuthenticationException)
                {
                    return {|SOCK5007:plain|};
                }
            }

            async Task<Stream> Try(Stream plain, string host, bool encrypted)
            {
                if (!encrypted)
                {
                    return plain;
                }

                try
                {
                    var tls = new SslStream(plain);
                    await tls.AuthenticateAsClientAsync(host);
                    return tls;
                }
                catch (AuthenticationException failed)
                {
                    throw new IOException("No protection.", failed);
                }
            }
        }
        """);

    [Fact]
    public Task Weaker_options_in_the_second_attempt_are_found_and_the_same_ones_are_not() => Rule.Finds(
        """
        using System.IO;
        using System.Net.Security;
        using System.Security.Authentication;
        using System.Threading.Tasks;

        class Peer
        {
            async Task Weaker(Stream first, Stream second, string host)
            {
                var tls = new SslStream(first);
                try
                {
                    await tls.AuthenticateAsClientAsync(host, null, SslProtocols.Tls12, true);
                }
                catch (AuthenticationException)
                {
                    var again = new SslStream(second);
                    await {|SOCK5007:again.AuthenticateAsClientAsync(host, null, SslProtocols.Tls11, true)|};
                }
            }

            async Task Same(Stream first, Stream second, string host)
            {
                var tls = new SslStream(first);
                try
                {
                    await tls.AuthenticateAsClientAsync(host, null, SslProtocols.Tls12, true);
                }
                catch (AuthenticationException)
                {
                    var again = new SslStream(second);
                    await again.AuthenticateAsClientAsync(host, null, SslProtocols.Tls12, true);
                }
            }
        }
        """,
        setup => setup.CompilerDiagnostics = CompilerDiagnostics.None);

    [Theory]
    [InlineData(
        "var tls = new SslStream(plain); await tls.AuthenticateAsClientAsync(host); await {|SOCK5004:plain.WriteAsync(data)|}; // fast",
        "var tls = new SslStream(plain); await tls.AuthenticateAsClientAsync(host); await tls.WriteAsync(data); // fast")]
    [InlineData(
        "var tls = new SslStream(plain); await tls.AuthenticateAsClientAsync(host); {|SOCK5004:tcp.GetStream().Write(data, 0, 1)|}; {|SOCK5004:plain.WriteByte(1)|};",
        "var tls = new SslStream(plain); await tls.AuthenticateAsClientAsync(host); tls.Write(data, 0, 1); tls.WriteByte(1);")]
    public Task The_tls_stream_takes_the_place_of_the_inner_one(string before, string after) =>
        Rule.Fixes(InMethod(before), InMethod(after), TlsStreamFix.UseTlsStreamKey);

    [Fact]
    public Task The_handshake_is_performed_first() => Rule.Fixes(
        InMethod("var tls = new SslStream(plain);\n        await {|SOCK5005:tls.WriteAsync(data)|};"),
        InMethod("var tls = new SslStream(plain);\n        await tls.AuthenticateAsClientAsync(host);\n        await tls.WriteAsync(data);"),
        TlsStreamFix.HandshakeKey);

    [Fact]
    public Task The_handshake_is_performed_first_in_a_program_without_methods() => Rule.Fixes(
        TopLevel("await {|SOCK5005:tls.WriteAsync(new byte[1])|};"),
        TopLevel("await tls.AuthenticateAsClientAsync(\"example.com\");\nawait tls.WriteAsync(new byte[1]);"),
        TlsStreamFix.HandshakeKey,
        setup => setup.OutputKind = Microsoft.CodeAnalysis.OutputKind.ConsoleApplication);

    private static string TopLevel(string statement) => $$"""
        using System.Net.Security;
        using System.Net.Sockets;

        using var tcp = new TcpClient("example.com", 443);
        var tls = new SslStream(tcp.GetStream());
        {{statement}}

        """;

    [Fact]
    public Task Unfinished_code_is_survived() => Rule.Silent(
        """
        using System.Net.Security;

        class Peer
        {
            void Run(System.IO.Stream plain)
            {
                var tls = new SslStream(
                var other = new SslStream(plain);
                other.Authenticate
                try { other.AuthenticateAsClient( } catch (
                plain.Write(
            }
        }
        """,
        setup => setup.CompilerDiagnostics = CompilerDiagnostics.None);

    private static string InMethod(string statements) => $$"""
        using System;
        using System.IO;
        using System.IO.Compression;
        using System.IO.Pipelines;
        using System.Net.Security;
        using System.Net.Sockets;
        using System.Security.Authentication;
        using System.Security.Cryptography.X509Certificates;
        using System.Threading.Tasks;

        static class SomebodyElse
        {
            public static Func<SslStream, Task> Protect;
        }

        class Peer
        {
            Stream Kept { get; set; }

            async Task Run(string host, byte[] data, bool flag, X509Certificate2 certificate, TextWriter log)
            {
                {{Connect.Replace("\n", "\n        ", StringComparison.Ordinal)}}
                {{statements}}
                await Task.Yield();
            }

            static void Send(Stream stream, byte[] data) => stream.Write(data);

            static Task Protect(SslStream stream, string host) => stream.AuthenticateAsClientAsync(host);
        }
        """;
}
