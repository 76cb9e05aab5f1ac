namespace SocketSecurity.Attacks.Tests.Cases;

/// <summary>The parts of victims that are the same in all of them.</summary>
internal static class VictimSource
{
    /// <summary>A client over <c>SslStream</c>; <paramref name="connect"/> turns <c>tcp</c> and <c>host</c> into the authenticated <c>tls</c>.</summary>
    public static string SslStreamClient(string connect, string members = "") => $$"""
        using System;
        using System.IO;
        using System.Net.Security;
        using System.Net.Sockets;
        using System.Security.Authentication;
        using System.Security.Cryptography.X509Certificates;
        using System.Threading.Tasks;

        public static class Client
        {
            public static async Task<string> AskAsync(string host, int port, string secret)
            {
                using var tcp = new TcpClient();
                await tcp.ConnectAsync(host, port);
                {{connect}}
                await using var writer = new StreamWriter(tls) { AutoFlush = true, NewLine = "\n" };
                await writer.WriteLineAsync("PIN " + secret);
                using var reader = new StreamReader(tls);
                return await reader.ReadLineAsync() ?? throw new EndOfStreamException();
            }

            {{members}}
        }
        """;

    /// <summary>A client over HTTP; <paramref name="configure"/> makes the <c>handler</c>.</summary>
    public static string HttpClient(string configure) => $$"""
        using System;
        using System.Net.Http;
        using System.Net.Security;
        using System.Security.Cryptography.X509Certificates;
        using System.Threading.Tasks;

        public static class Client
        {
            public static async Task<string> AskAsync(string host, int port, string secret)
            {
                {{configure}}
                using var http = new HttpClient(handler);
                http.DefaultRequestHeaders.Add("Authorization", "Bearer " + secret);
                return await http.GetStringAsync($"https://{host}:{port}/account");
            }
        }
        """;

    /// <summary>A server for one client; <paramref name="accept"/> turns <c>tcp</c> and <c>certificate</c> into the authenticated <c>tls</c>.</summary>
    public static string SslStreamServer(string accept, string members = "") => $$"""
        using System;
        using System.IO;
        using System.Net.Security;
        using System.Net.Sockets;
        using System.Security.Authentication;
        using System.Security.Cryptography.X509Certificates;
        using System.Threading.Tasks;

        public static class Server
        {
            public static async Task ServeAsync(TcpListener listener, X509Certificate2 certificate, string secret)
            {
                using var tcp = await listener.AcceptTcpClientAsync();
                {{accept}}
                using var reader = new StreamReader(tls);
                await reader.ReadLineAsync();
                await using var writer = new StreamWriter(tls) { AutoFlush = true };
                await writer.WriteLineAsync(secret);
            }

            {{members}}
        }
        """;
}
