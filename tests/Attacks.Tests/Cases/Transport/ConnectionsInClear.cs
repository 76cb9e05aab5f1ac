using SocketSecurity.Analyzers.CodeFixes.Transport;
using SocketSecurity.Attacks.Tests.Scenarios;
using SocketSecurity.Attacks.Tests.World;

namespace SocketSecurity.Attacks.Tests.Cases.Transport;

/// <summary>SOCK5002: what is sent to a URI in clear, others read.</summary>
internal static class ConnectionsInClear
{
    public static IEnumerable<AttackCase> Cases { get; } =
    [
        new AttackCase("SOCK5002", "token sent to a URI in clear")
        {
            Source = """
                using System.Net.Http;
                using System.Threading.Tasks;

                public static class Client
                {
                    public static async Task<string> AskAsync(string host, int port, string secret)
                    {
                        using var http = new HttpClient();
                        http.DefaultRequestHeaders.Add("Authorization", "Bearer " + secret);
                        return await http.GetStringAsync($"http://{host}:{port}/account");
                    }
                }
                """,
            Attacks = [new Eavesdropper()],
            HonestPeer = new GenuineServer(),
            Remedies = [new Remedy(CleartextUriFix.SecureSchemeKey, GenuinePeer.Public) { Refusal = null }],
        },
    ];
}
