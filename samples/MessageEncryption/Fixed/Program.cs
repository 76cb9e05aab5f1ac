using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using SocketSecurity.Encryption;
using SocketSecurity.Keys;

namespace Samples.Messages.Fixed;

/// <summary>
/// The same exchange, done right: the key comes from outside the program, <see cref="AeadBox"/> takes care of nonces and of
/// noticing every change, the message's number is part of what is authenticated, and a length is checked before it is believed.
/// </summary>
internal static class Program
{
    private const int MaxMessageLength = 64 * 1024;

    private static async Task Main()
    {
        // Both ends need the same key. For a first run without one, both ends of this program share a fresh key.
        using var key = Environment.GetEnvironmentVariable("MESSAGE_KEY") is null
            ? SecretKey.Generate()
            : SecretKey.FromEnvironment("MESSAGE_KEY");
        using var senderBox = new AeadBox(key.Derive<AeadKey>("sample messages"), "sample/v1");
        using var receiverBox = new AeadBox(key.Derive<AeadKey>("sample messages"), "sample/v1");

        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();

        using var sender = new TcpClient();
        await sender.ConnectAsync((IPEndPoint)listener.LocalEndpoint);
        using var receiver = await listener.AcceptTcpClientAsync();

        await Send(sender.GetStream(), senderBox, number: 0, "attack at dawn");
        Console.WriteLine(await Receive(receiver.GetStream(), receiverBox, number: 0));
    }

    private static async Task Send(Stream stream, AeadBox box, long number, string message)
    {
        var encrypted = box.Seal(Encoding.UTF8.GetBytes(message), Numbered(number));
        var length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, encrypted.Length);
        await stream.WriteAsync(length);
        await stream.WriteAsync(encrypted);
    }

    private static async Task<string> Receive(Stream stream, AeadBox box, long number)
    {
        var header = new byte[4];
        await stream.ReadExactlyAsync(header);
        var length = BinaryPrimitives.ReadInt32BigEndian(header);
        if (length < AeadBox.Overhead || length > MaxMessageLength)
        {
            throw new InvalidDataException($"A message of {length} bytes is not acceptable.");
        }

        var encrypted = new byte[length];
        await stream.ReadExactlyAsync(encrypted);
        return Encoding.UTF8.GetString(box.Open(encrypted, Numbered(number)));
    }

    /// <summary>With its number authenticated, a message that was recorded, dropped or moved does not open.</summary>
    private static byte[] Numbered(long number)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        return bytes;
    }
}
