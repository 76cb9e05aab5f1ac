using SocketSecurity.Analyzers.CodeFixes.HostileInput;
using SocketSecurity.Analyzers.Tests.Verification;
using Test = SocketSecurity.Analyzers.Tests.Verification.RuleTest<
    SocketSecurity.Analyzers.HostileInput.UnboundedAllocationAnalyzer,
    SocketSecurity.Analyzers.CodeFixes.HostileInput.MessageChannelFix>;

namespace SocketSecurity.Analyzers.Tests.HostileInput;

/// <summary>SOCK6001 with SecureDefaults, <see cref="MessageChannelFix"/>: whole types, or nothing.</summary>
public sealed class MessageChannelFixTests
{
    private const string Usings = """
        using System;
        using System.Buffers.Binary;
        using System.IO;
        using System.Net;
        using System.Net.Security;
        using System.Net.Sockets;
        using System.Security.Cryptography.X509Certificates;
        using System.Text;
        using System.Threading;
        using System.Threading.Tasks;
        using SocketSecurity.Tls;


        """;

    private static string Server(string session, string members = "") => Usings + $$"""
        class Server
        {
            async Task Serve(TcpClient client, X509Certificate2 certificate, CancellationToken token)
            {
                using var tls = new SslStream(client.GetStream());
                await tls.AuthenticateAsServerAsync(certificate);
                {{session.ReplaceLineEndings("\n        ")}}
            }

            byte[] Answer(byte[] question) => question;
            {{members.ReplaceLineEndings("\n    ")}}
        }
        """.Replace("\n        \n", "\n\n", StringComparison.Ordinal).Replace("\n    \n", "\n\n", StringComparison.Ordinal);

    private static void Setup(Setup setup)
    {
        setup.WithSecureDefaults();
        setup.FixAll = false;
    }

    private static Task Fixes(string source, string fixedSource) => Test.Fixes(source, fixedSource, MessageChannelFix.MessageChannelKey, Setup);

    private static Task Offers_nothing(string source) => Test.Fixes(source, source, MessageChannelFix.MessageChannelKey, Setup);

    [Fact]
    public Task The_loop_of_a_server_receives_and_sends_messages() => Fixes(
        Server("""
            // one question after the other
            while (!token.IsCancellationRequested)
            {
                // the question
                var header = new byte[4];
                await tls.ReadExactlyAsync(header, token);
                var length = BinaryPrimitives.ReadInt32BigEndian(header);
                var question = new byte[[|length|]];
                await tls.ReadExactlyAsync(question, token);

                var answer = Answer(question);
                var prefix = new byte[4];
                BinaryPrimitives.WriteInt32BigEndian(prefix, answer.Length);
                await tls.WriteAsync(prefix, token);
                await tls.WriteAsync(answer, token);
                await tls.FlushAsync(token);
            }
            """),
        Server("""
            await using var channel = await MessageChannel.OpenOverAsync(tls, cancellationToken: token);
            // one question after the other
            while (!token.IsCancellationRequested)
            {
                // the question
                var question = await channel.ReceiveAsync(token) ?? throw new EndOfStreamException("The peer has no more messages.");

                var answer = Answer(question);
                await channel.SendAsync(answer, token);
            }

            await channel.CompleteAsync();
            """));

    [Fact]
    public Task What_is_done_at_the_end_of_the_stream_is_done_at_the_end_of_the_messages() => Fixes(
        Server("""
            var header = new byte[4];
            while (true)
            {
                var got = 0;
                while (got < 4)
                {
                    var n = await tls.ReadAsync(header, got, 4 - got);
                    if (n == 0) { return; }
                    got += n;
                }

                var length = BitConverter.ToInt32(header, 0);
                var question = new byte[[|length|]];
                for (var read = 0; read < length;)
                {
                    var n = await tls.ReadAsync(question.AsMemory(read, length - read));
                    if (n == 0) throw new IOException("cut off");
                    read += n;
                }

                Console.WriteLine(question.Length);
            }
            """),
        Server("""
            await using var channel = await MessageChannel.OpenOverAsync(tls, cancellationToken: token);
            while (true)
            {
                var question = await channel.ReceiveAsync();
                if (question is null)
                {
                    await channel.CompleteAsync();
                    return;
                }

                Console.WriteLine(question.Length);
            }
            """));

    private const string Helpers = """

        static async Task<byte[]> Receive(Stream stream, CancellationToken token)
        {
            var header = new byte[4];
            await ReadFully(stream, header, 4, token);
            var length = IPAddress.NetworkToHostOrder(BitConverter.ToInt32(header, 0));
            var message = new byte[[|length|]];
            await ReadFully(stream, message, length, token);
            return message;
        }

        static async Task Send(Stream stream, byte[] message)
        {
            await stream.WriteAsync(BitConverter.GetBytes(IPAddress.HostToNetworkOrder(message.Length))).ConfigureAwait(false);
            await stream.WriteAsync(message, 0, message.Length).ConfigureAwait(false);
        }

        static async Task ReadFully(Stream stream, byte[] buffer, int count, CancellationToken token)
        {
            int read = 0;
            while (read < count)
            {
                var n = await stream.ReadAsync(buffer, read, count - read, token);
                if (n == 0) throw new EndOfStreamException();
                read += n;
            }
        }
        """;

    private const string HelpersOfChannel = """

        static async Task<byte[]> Receive(MessageChannel channel, CancellationToken token)
        {
            var message = await channel.ReceiveAsync(token) ?? throw new EndOfStreamException("The peer has no more messages.");
            return message;
        }

        static async Task Send(MessageChannel channel, byte[] message)
        {
            await channel.SendAsync(message).ConfigureAwait(false);
        }
        """;

    [Fact]
    public Task Private_methods_get_the_channel_instead_of_the_stream() => Fixes(
        Server("""
            var question = await Receive(tls, token);
            await Send(tls, Answer(question));
            Console.WriteLine(tls.RemoteCertificate);
            """, Helpers),
        Server("""
            await using var channel = await MessageChannel.OpenOverAsync(tls, cancellationToken: token);
            var question = await Receive(channel, token);
            await Send(channel, Answer(question));
            Console.WriteLine(tls.RemoteCertificate);
            await channel.CompleteAsync();
            """, HelpersOfChannel));

    [Fact]
    public Task The_stream_of_a_connection_gives_way_to_the_channel() => Fixes(
        Usings + """
        class Client
        {
            static async Task<byte[]> Ask(string host, byte[] question)
            {
                await using var connection = await TlsClient.ConnectAsync(host, 4000);
                var stream = connection.Stream;
                using var writer = new BinaryWriter(stream);
                using var reader = new BinaryReader(stream);
                writer.Write(question.Length);
                writer.Write(question);
                writer.Flush();
                if (question.Length == 0)
                    return null;
                return reader.ReadBytes([|reader.ReadInt32()|]);
            }
        }
        """,
        Usings + """
        class Client
        {
            static async Task<byte[]> Ask(string host, byte[] question)
            {
                await using var connection = await TlsClient.ConnectAsync(host, 4000);
                await using var channel = await MessageChannel.OpenAsync(connection);
                await channel.SendAsync(question);
                if (question.Length == 0)
                {
                    await channel.CompleteAsync();
                    return null;
                }
                var message = await channel.ReceiveAsync() ?? throw new EndOfStreamException("The peer has no more messages.");
                await channel.CompleteAsync();
                return message;
            }
        }
        """);

    private const string Header = "var header = new byte[4]; await tls.ReadExactlyAsync(header); ";
    private const string Read = Header + "var n = BinaryPrimitives.ReadInt32BigEndian(header); var data = new byte[[|n|]]; await tls.ReadExactlyAsync(data); ";

    [Theory]
    [InlineData(Read + "tls.WriteByte(1);")]
    [InlineData(Read + "await tls.WriteAsync(data);")]
    [InlineData(Read + "Console.WriteLine(n);")]
    [InlineData(Read + "Console.WriteLine(header[0]);")]
    [InlineData(Read + "_ = Other(tls);")]
    [InlineData(Read + "Stream other = tls;")]
    [InlineData(Read + "await tls.WriteAsync(BitConverter.GetBytes(data.Length)); await tls.WriteAsync(header);")]
    [InlineData(Read + "await tls.WriteAsync(BitConverter.GetBytes((short)data.Length)); await tls.WriteAsync(data);")]
    [InlineData(Header + "var n = BinaryPrimitives.ReadInt32BigEndian(header); var data = new byte[[|n - 4|]]; await tls.ReadExactlyAsync(data);")]
    [InlineData(Header + "var n = BinaryPrimitives.ReadInt32BigEndian(header); var data = new byte[[|n|]]; await tls.ReadExactlyAsync(data, 0, n / 2);")]
    [InlineData(Header + "var n = BinaryPrimitives.ReadInt32BigEndian(header); var data = new byte[[|n|]]; await tls.ReadAsync(data, 1, n);")]
    [InlineData(Header + "var n = BinaryPrimitives.ReadInt32BigEndian(header); if (n <= 0) { return; } var data = new byte[[|n|]]; await tls.ReadExactlyAsync(data);")]
    [InlineData("await Task.Run(() => { var header = new byte[4]; tls.ReadExactly(header); var n = BinaryPrimitives.ReadInt32BigEndian(header); var data = new byte[[|n|]]; tls.ReadExactly(data); });")]
    [InlineData("var header = new byte[4]; await tls.ReadExactlyAsync(header); lock (this) { tls.ReadExactly(header); var n = BinaryPrimitives.ReadInt32BigEndian(header); var data = new byte[[|n|]]; tls.ReadExactly(data); }")]
    public Task Nothing_is_offered_when_a_part_is_not_understood(string session) =>
        Offers_nothing(Server(session, "async Task Other(Stream stream) { await stream.WriteAsync(new byte[1]); }"));

    [Theory]
    [InlineData("public")]
    [InlineData("internal")]
    public Task A_method_that_others_may_call_keeps_its_stream(string access) => Offers_nothing(
        Server("await Receive(tls, token);", Helpers.Replace("static async Task<byte[]> Receive", access + " static async Task<byte[]> Receive", StringComparison.Ordinal)));

    [Fact]
    public Task A_method_that_reads_from_another_stream_as_well_keeps_its_stream() => Offers_nothing(
        Server("await Receive(tls, token); await Receive(File.OpenRead(\"saved\"), token);", Helpers));

    [Fact]
    public Task A_stream_that_comes_from_elsewhere_has_no_beginning_in_sight() => Offers_nothing(Usings + """
        class Peer
        {
            async Task<byte[]> Receive(SslStream tls)
            {
                var header = new byte[4];
                await tls.ReadExactlyAsync(header);
                var data = new byte[[|BinaryPrimitives.ReadInt32BigEndian(header)|]];
                await tls.ReadExactlyAsync(data);
                return data;
            }
        }
        """);

    [Fact]
    public Task Without_the_library_nothing_is_offered()
    {
        var source = Server(Read).Replace("using SocketSecurity.Tls;", "", StringComparison.Ordinal);
        return Test.Fixes(source, source, MessageChannelFix.MessageChannelKey, setup => setup.FixAll = false);
    }
}
