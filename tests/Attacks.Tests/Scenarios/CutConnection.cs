using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using SocketSecurity.Attacks.Tests.Programs;
using SocketSecurity.Attacks.Tests.World;
using SocketSecurity.Tls;

namespace SocketSecurity.Attacks.Tests.Scenarios;

/// <summary>
/// Somebody on the path, without any key, passes the beginning of an answer on and then ends the connection to the client: what the client
/// takes for the whole answer is what suits the attacker. Without the cut, the client gets all of it.
/// </summary>
/// <param name="IsCut">Whether the connection is cut.</param>
/// <param name="ByChannel">Whether the server speaks as a message channel.</param>
internal sealed record CutConnection(bool IsCut, bool ByChannel) : Scenario(IsCut ? "cut connection" : "whole connection")
{
    public const string Beginning = "transfer 100 EUR to Alice";
    public const string Rest = " only if she returns the goods";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(40);

    public override async Task<Outcome> PlayAsync(IProgram program, GenuinePeer genuine, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Limit);
        using var server = new TcpListener(IPAddress.Loopback, 0);
        using var path = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        path.Start();
        var isBegun = new TaskCompletionSource();
        var serving = ServeAsync(server, genuine.Server, isBegun, deadline.Token);
        var passing = PassAsync(path, ((IPEndPoint)server.LocalEndpoint).Port, isBegun.Task, deadline.Token);
        var client = await program.RunAsync("Client", "Ask", [Names.Host, ((IPEndPoint)path.LocalEndpoint).Port, Secret], cancellationToken);
        await Task.WhenAll(serving, passing);
        return new Outcome(client.Answer is { Length: > 0 } answer && answer == (IsCut ? Beginning : Beginning + Rest) ? [$"the client took '{answer}' for the answer"] : [], client);
    }

    private async Task ServeAsync(TcpListener listener, X509Certificate2 certificate, TaskCompletionSource isBegun, CancellationToken cancellationToken)
    {
        try
        {
            using var client = await listener.AcceptTcpClientAsync(cancellationToken);
            var stream = new SslStream(client.GetStream());
            await stream.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, cancellationToken);
            await using var channel = ByChannel ? await MessageChannel.OpenOverAsync(stream, cancellationToken: cancellationToken) : null;
            Stream answer = channel?.AsStream() ?? stream;
            await answer.WriteAsync(Encoding.ASCII.GetBytes(Beginning), cancellationToken);
            isBegun.SetResult();
            await Task.Delay(200, cancellationToken);
            await answer.WriteAsync(Encoding.ASCII.GetBytes(Rest), cancellationToken);
            await (channel is null ? stream.ShutdownAsync() : channel.CompleteAsync(cancellationToken).AsTask());
        }
        catch (Exception gone) when (gone is IOException or AuthenticationException)
        {
            isBegun.TrySetResult();
        }
    }

    private async Task PassAsync(TcpListener path, int port, Task isBegun, CancellationToken cancellationToken)
    {
        using var client = await path.AcceptTcpClientAsync(cancellationToken);
        using var server = new TcpClient();
        await server.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var questions = CopyAsync(client, server, end.Token);
        var answers = CopyAsync(server, client, end.Token);
        if (IsCut)
        {
            await isBegun;
            await Task.Delay(100, cancellationToken);
            client.Client.Shutdown(SocketShutdown.Send);
            await end.CancelAsync();
        }

        await Task.WhenAll(questions, answers);
    }

    private static async Task CopyAsync(TcpClient from, TcpClient to, CancellationToken cancellationToken)
    {
        try
        {
            await from.GetStream().CopyToAsync(to.GetStream(), cancellationToken);
            to.Client.Shutdown(SocketShutdown.Send);
        }
        catch (Exception over) when (over is IOException or SocketException or OperationCanceledException)
        {
            // One side is gone, or the connection was cut.
        }
    }
}
