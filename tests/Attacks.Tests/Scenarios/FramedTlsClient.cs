using System.Buffers.Binary;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using SocketSecurity.Attacks.Tests.Programs;
using SocketSecurity.Attacks.Tests.World;
using SocketSecurity.Tls;

namespace SocketSecurity.Attacks.Tests.Scenarios;

/// <summary>
/// A client over TLS whose first bytes announce a message that it never sends: four bytes of length in the program's own format, and
/// the same bytes with a kind of zero in a channel's. The honest client of the fixed program speaks as the library does.
/// </summary>
internal sealed record FramedTlsClient(int? Bomb) : Scenario(Bomb is null ? "message of a channel" : "length bomb over TLS")
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(40);

    public override async Task<Outcome> PlayAsync(IProgram program, GenuinePeer genuine, CancellationToken cancellationToken)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = program.RunAsync("Server", "Serve", [listener, genuine.Server, Secret], cancellationToken);
        var before = GC.GetTotalAllocatedBytes();

        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Limit);
        var answer = "";
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint, deadline.Token);
            await using var stream = new SslStream(client.GetStream());
            await stream.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = Names.Host,
                    AllowTlsResume = false,
                    RemoteCertificateValidationCallback = (_, certificate, _, _) =>
                        certificate is not null && certificate.GetRawCertData().AsSpan().SequenceEqual(genuine.Server.RawData),
                },
                deadline.Token);
            answer = Bomb is { } size ? await ThrowAsync(size, stream, deadline.Token) : await AskAsync(stream, deadline.Token);
        }
        catch (Exception refused) when (refused is IOException or SocketException or AuthenticationException
            || (refused is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // The server hung up.
        }

        listener.Stop();
        var result = await serving;
        var allocated = GC.GetTotalAllocatedBytes() - before;
        return Bomb is { } bomb
            ? new Outcome(allocated >= bomb ? [$"nine bytes made the server allocate {allocated} bytes"] : [], result)
            : new Outcome(answer == Secret ? ["the client was answered"] : [], result);
    }

    private static async Task<string> ThrowAsync(int size, SslStream stream, CancellationToken cancellationToken)
    {
        var message = new byte[4 + 5];
        BinaryPrimitives.WriteInt32BigEndian(message, size);
        await stream.WriteAsync(message, cancellationToken);
        await stream.ShutdownAsync();
        while (await stream.ReadAsync(message, cancellationToken) > 0)
        {
            // What the server says before it hangs up does not matter.
        }

        return "";
    }

    private static async Task<string> AskAsync(SslStream stream, CancellationToken cancellationToken)
    {
        await using var channel = await MessageChannel.OpenOverAsync(stream, cancellationToken: cancellationToken);
        await channel.SendAsync("hello"u8.ToArray(), cancellationToken);
        await channel.CompleteAsync(cancellationToken);
        var answer = await channel.ReceiveAsync(cancellationToken);
        return await channel.ReceiveAsync(cancellationToken) is null ? Encoding.ASCII.GetString(answer ?? []) : "";
    }
}
