using System.Text;

namespace SocketSecurity.Attacks.Tests.Peers;

/// <summary>
/// What victims and peers say to each other: one request, a line of text or an HTTP GET, and one answer that ends with the
/// connection. The genuine and the falsified answer are equally long, so that one can stand in the place of the other.
/// </summary>
internal static class Wire
{
    public const string GenuineAnswer = "account 4711";
    public const string FalsifiedAnswer = "account 0666";

    private const int MaximumLength = 16 * 1024;

    /// <summary>The request, or what came of it before the other side hung up.</summary>
    public static async Task<string> ReadRequestAsync(Stream stream, CancellationToken cancellationToken)
    {
        var received = new StringBuilder();
        var buffer = new byte[1024];
        while (received.Length < MaximumLength && !IsComplete(received.ToString()))
        {
            var count = await stream.ReadAsync(buffer, cancellationToken);
            if (count == 0)
            {
                break;
            }

            received.Append(Encoding.ASCII.GetString(buffer, 0, count));
        }

        return received.ToString();
    }

    public static byte[] Answer(string request, string text) => Encoding.ASCII.GetBytes(IsHttp(request)
        ? $"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: {text.Length}\r\nConnection: close\r\n\r\n{text}"
        : text + "\n");

    private static bool IsHttp(string request) => request.StartsWith("GET ", StringComparison.Ordinal);

    private static bool IsComplete(string request) =>
        request.EndsWith(IsHttp(request) ? "\r\n\r\n" : "\n", StringComparison.Ordinal);
}
