using System.Globalization;
using SocketSecurity.Attacks.Tests.Programs;
using SocketSecurity.Attacks.Tests.World;

namespace SocketSecurity.Attacks.Tests.Scenarios;

/// <summary>
/// A user opens a session, and somebody else opens the next one: <c>Sessions.Open()</c> gives both tokens. The user knows when
/// the server started to within a few minutes and computes the other token from the own one.
/// </summary>
internal sealed record NeighbourToken() : Scenario("token of a neighbour")
{
    private static readonly int Minutes = (int)TimeSpan.FromMinutes(2).TotalMilliseconds;

    public override async Task<Outcome> PlayAsync(IProgram program, GenuinePeer genuine, CancellationToken cancellationToken)
    {
        var server = await program.RunAsync("Sessions", "Open", [], cancellationToken);
        var tokens = (server.Answer ?? ",").Split(',');
        var isGuessed = int.TryParse(tokens[0], NumberStyles.None, CultureInfo.InvariantCulture, out var own) && Guess(own) == tokens[1];
        return new Outcome(isGuessed ? ["the token of somebody else was computed"] : [], server);
    }

    private static string? Guess(int own)
    {
        var now = Environment.TickCount;
        for (var seed = now; seed > now - Minutes; seed--)
        {
            var random = new Random(seed);
            if (random.Next() == own)
            {
                return random.Next().ToString(CultureInfo.InvariantCulture);
            }
        }

        return null;
    }
}
