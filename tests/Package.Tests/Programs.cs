namespace SocketSecurity.Package.Tests;

internal static class Programs
{
    /// <summary>A TLS client that accepts every certificate: SOCK1001.</summary>
    public const string Insecure = """
        using System.Net.Security;
        using System.Net.Sockets;

        internal static class Program
        {
            private static void Main()
            {
                using var client = new TcpClient("localhost", 443);
                using var stream = new SslStream(client.GetStream(), false, (sender, certificate, chain, errors) => true);
                stream.AuthenticateAsClient("localhost");
            }
        }

        """;

    public const string Empty = """
        System.Console.WriteLine();

        """;
}
