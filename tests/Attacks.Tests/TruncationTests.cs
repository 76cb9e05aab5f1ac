using SocketSecurity.Attacks.Tests.Programs;
using SocketSecurity.Attacks.Tests.Scenarios;
using SocketSecurity.Attacks.Tests.World;
using SocketSecurity.Tls;

namespace SocketSecurity.Attacks.Tests;

/// <summary>SOCK6006 has no code fix, so the program after it is written by hand: it reads the messages of a channel, which have an end.</summary>
public sealed class TruncationTests
{
    private const string ToTheEnd = "using var reader = new StreamReader(tls); return await reader.ReadToEndAsync();";

    private const string ToTheEndOfMessages = """
        await using var channel = await MessageChannel.OpenOverAsync(tls);
        await channel.CompleteAsync();
        using var reader = new StreamReader(channel.AsStream());
        return await reader.ReadToEndAsync();
        """;

    [Fact]
    public async Task A_cut_answer_is_taken_for_the_whole_one_where_the_end_of_the_stream_is_the_end_of_the_message() =>
        Assert.NotEmpty((await PlayAsync(ToTheEnd, new CutConnection(IsCut: true, ByChannel: false))).Achieved);

    [Fact]
    public async Task A_channel_notices_the_cut()
    {
        var outcome = await PlayAsync(ToTheEndOfMessages, new CutConnection(IsCut: true, ByChannel: true));
        Assert.Empty(outcome.Achieved);
        Assert.True(outcome.Victim.Threw(typeof(TruncatedStreamException)), outcome.ToString());
    }

    [Fact]
    public async Task A_channel_that_nobody_cuts_brings_the_whole_answer() =>
        Assert.NotEmpty((await PlayAsync(ToTheEndOfMessages, new CutConnection(IsCut: false, ByChannel: true))).Achieved);

    private static async Task<Outcome> PlayAsync(string receive, CutConnection attack)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var program = new LoadedProgram(await VictimProject.CompileAsync(VictimProject.Open(Client(receive), withSecureDefaults: true), cancellationToken));
        return await attack.PlayAsync(program, GenuinePeer.Public, cancellationToken);
    }

    private static string Client(string receive) => $$"""
        using System.IO;
        using System.Net.Security;
        using System.Net.Sockets;
        using System.Threading.Tasks;
        using SocketSecurity.Tls;

        public static class Client
        {
            public static async Task<string> AskAsync(string host, int port, string secret)
            {
                using var tcp = new TcpClient();
                await tcp.ConnectAsync(host, port);
                using var tls = new SslStream(tcp.GetStream());
                await tls.AuthenticateAsClientAsync(host);
                {{receive}}
            }
        }
        """;
}
