using SocketSecurity.Analyzers.CodeFixes.PeerAuthentication;
using SocketSecurity.Attacks.Tests.Scenarios;
using SocketSecurity.Attacks.Tests.World;

namespace SocketSecurity.Attacks.Tests.Cases.PeerAuthentication;

/// <summary>SOCK1012: what one component allows for its own server holds for every request of the process.</summary>
internal static class ProcessWideCallback
{
    public static IEnumerable<AttackCase> Cases { get; } =
    [
        new AttackCase("SOCK1012", "callback set by another component")
        {
            Source = """
                using System.IO;
                using System.Net;
                using System.Threading.Tasks;

                public static class Reports
                {
                    public static void Initialize()
                    {
                        ServicePointManager.ServerCertificateValidationCallback = (sender, certificate, chain, errors) => true;
                    }
                }

                public static class Client
                {
                    public static async Task<string> AskAsync(string host, int port, string secret)
                    {
                        Reports.Initialize();

                        var request = WebRequest.CreateHttp($"https://{host}:{port}/account");
                        request.Headers["Authorization"] = "Bearer " + secret;
                        using var response = await request.GetResponseAsync();
                        using var reader = new StreamReader(response.GetResponseStream());
                        return await reader.ReadToEndAsync();
                    }
                }
                """,
            Attacks = [new ImpersonatedServer(Forgery.SelfSigned), new ImpersonatedServer(Forgery.WrongHost)],
            HonestPeer = new GenuineServer(),
            Remedies = [new Remedy(ProcessWideCallbackFix.RemoveKey, GenuinePeer.Public)],
            OwnProcess = new Dictionary<string, string>(),
        },
    ];
}
