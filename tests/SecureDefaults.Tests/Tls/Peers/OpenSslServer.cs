using System.Net;
using System.Net.Sockets;

namespace SocketSecurity.SecureDefaults.Tests.Tls.Peers;

/// <summary>OpenSSL's own server on a loopback port, with the certificate <c>server</c> of a folder; it sends every line back reversed.</summary>
internal sealed class OpenSslServer : IAsyncDisposable
{
    private readonly ExternalProgram _program;

    private OpenSslServer(ExternalProgram program, int port)
    {
        _program = program;
        Port = port;
    }

    public int Port { get; }

    public string Output => _program.Output;

    public static async Task<OpenSslServer> StartAsync(TemporaryFolder folder, string arguments, bool hasCertificate = true)
    {
        string[] certificate = hasCertificate ? ["-cert", "server.crt", "-cert_chain", "server.crt", "-key", "server.key"] : ["-nocert"];
        var program = ExternalProgram.Start(
            "openssl", ["s_server", "-accept", "127.0.0.1:0", "-rev", .. certificate, .. arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)], folder.Path);
        try
        {
            return new OpenSslServer(program, int.Parse(await program.WaitForLineAsync("ACCEPT 127.0.0.1:")));
        }
        catch
        {
            await program.DisposeAsync();
            throw;
        }
    }

    public async Task<NetworkStream> ConnectAsync()
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, Port, TestContext.Current.CancellationToken);
        return new NetworkStream(socket, ownsSocket: true);
    }

    public ValueTask DisposeAsync() => _program.DisposeAsync();
}
