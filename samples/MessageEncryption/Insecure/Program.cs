using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Samples.Messages.Insecure;

/// <summary>
/// Encrypted messages over a plain socket, as many tutorials write it: the key is in the program, every message has the same
/// IV, nothing notices a changed message, and the receiver allocates whatever length the sender claims.
/// </summary>
internal static class Program
{
    private static readonly byte[] Key = Encoding.UTF8.GetBytes("0123456789abcdef0123456789abcdef");
    private static readonly byte[] IV = new byte[16];

    private static async Task Main()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();

        using var sender = new TcpClient();
        await sender.ConnectAsync((IPEndPoint)listener.LocalEndpoint);
        using var receiver = await listener.AcceptTcpClientAsync();

        await Send(sender.GetStream(), "attack at dawn");
        Console.WriteLine(await Receive(receiver.GetStream()));
    }

    private static async Task Send(Stream stream, string message)
    {
        using var aes = Aes.Create();
        aes.Key = Key;
        aes.IV = IV;
        var encrypted = aes.CreateEncryptor().TransformFinalBlock(Encoding.UTF8.GetBytes(message), 0, Encoding.UTF8.GetByteCount(message));
        await stream.WriteAsync(BitConverter.GetBytes(encrypted.Length));
        await stream.WriteAsync(encrypted);
    }

    private static async Task<string> Receive(Stream stream)
    {
        var length = new byte[4];
        await stream.ReadExactlyAsync(length);
        var encrypted = new byte[BitConverter.ToInt32(length)];
        await stream.ReadExactlyAsync(encrypted);

        using var aes = Aes.Create();
        aes.Key = Key;
        aes.IV = IV;
        return Encoding.UTF8.GetString(aes.CreateDecryptor().TransformFinalBlock(encrypted, 0, encrypted.Length));
    }
}
