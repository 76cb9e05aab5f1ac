using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using SocketSecurity.Attacks.Tests.Programs;
using SocketSecurity.Attacks.Tests.World;

namespace SocketSecurity.Attacks.Tests.Scenarios;

/// <summary>
/// A client made of the <c>openssl</c> command, which tells the end of a TLS session from a cut connection. Where the program's
/// own end looks like a cut, clients have to accept cuts, and an attacker decides where an answer ends.
/// </summary>
internal sealed record StrictVisitor(bool WantsAnswer) : Scenario(WantsAnswer ? "strict client" : "end that looks like a cut")
{
    private const string Cut = "unexpected eof";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(40);

    public override async Task<Outcome> PlayAsync(IProgram program, GenuinePeer genuine, CancellationToken cancellationToken)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = program.RunAsync("Server", "Serve", [listener, genuine.Server, Secret], cancellationToken);

        var port = ((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
        var (answer, errors) = await AskAsync(port, cancellationToken);
        listener.Stop();

        string[] achieved = WantsAnswer
            ? answer.Contains(Secret, StringComparison.Ordinal) ? ["the client was answered"] : []
            : errors.Contains(Cut, StringComparison.Ordinal) ? ["the whole answer looked to the client like one that was cut off"] : [];
        return new Outcome(achieved, await serving);
    }

    private static async Task<(string Answer, string Errors)> AskAsync(string port, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("openssl", ["s_client", "-quiet", "-connect", "127.0.0.1:" + port])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Limit);
        try
        {
            using var process = Process.Start(start)!;
            await using var ended = deadline.Token.Register(process.Kill);
            var errors = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.StandardInput.WriteLineAsync("what is the secret?".AsMemory(), cancellationToken);
            await process.StandardInput.FlushAsync(cancellationToken);
            return (await process.StandardOutput.ReadToEndAsync(cancellationToken), await errors);
        }
        catch (Win32Exception missing)
        {
            throw new InvalidOperationException("This test needs the 'openssl' command: install the package openssl.", missing);
        }
    }
}
