using SocketSecurity.Attacks.Tests.Programs;
using SocketSecurity.Attacks.Tests.Scenarios;
using SocketSecurity.Attacks.Tests.World;

namespace SocketSecurity.Attacks.Tests;

/// <summary>SOCK5007 has no code fix, so the program after it is written by hand: it lets the failed handshake reach its caller.</summary>
public sealed class PlaintextFallbackTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData("stream = plain;", true)]
    [InlineData("throw;", false)]
    public async Task A_client_says_its_secret_in_clear_only_when_it_goes_on_after_a_disturbed_handshake(string afterFailure, bool isHeard)
    {
        var program = new LoadedProgram(await VictimProject.CompileAsync(
            VictimProject.Open(Client(afterFailure), withSecureDefaults: false), TestContext.Current.CancellationToken));

        var outcome = await new DisturbedHandshake()
            .PlayAsync(program, GenuinePeer.Public, TestContext.Current.CancellationToken)
            .WaitAsync(Limit, TestContext.Current.CancellationToken);

        Assert.True(outcome.Achieved.Count > 0 == isHeard, outcome.ToString());
    }

    private static string Client(string afterFailure) => $$"""
        using System;
        using System.IO;
        using System.Net.Security;
        using System.Net.Sockets;
        using System.Security.Authentication;
        using System.Text;
        using System.Threading.Tasks;

        public static class Client
        {
            public static async Task<string> AskAsync(string host, int port, string secret)
            {
                using var tcp = new TcpClient();
                await tcp.ConnectAsync(host, port);
                var plain = tcp.GetStream();
                Stream stream;
                try
                {
                    var tls = new SslStream(plain, leaveInnerStreamOpen: true);
                    await tls.AuthenticateAsClientAsync(host);
                    stream = tls;
                }
                catch (Exception failed) when (failed is AuthenticationException or IOException)
                {
                    {{afterFailure}}
                }

                await stream.WriteAsync(Encoding.ASCII.GetBytes("PIN " + secret + "\n"));
                return "";
            }
        }
        """;
}
