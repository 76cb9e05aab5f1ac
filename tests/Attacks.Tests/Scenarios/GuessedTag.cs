using System.Globalization;
using SocketSecurity.Attacks.Tests.Programs;
using SocketSecurity.Attacks.Tests.World;

namespace SocketSecurity.Attacks.Tests.Scenarios;

/// <summary>Somebody without the key sends an order with every tag of one byte there is, and the same bytes in front of zeros.</summary>
internal sealed record GuessedTag() : Scenario("guessed tag")
{
    private const int FullTag = 16;

    public override async Task<Outcome> PlayAsync(IProgram program, GenuinePeer genuine, CancellationToken cancellationToken)
    {
        var last = new ProgramResult("", [], "no order was sent");
        for (var guess = 0; guess <= byte.MaxValue; guess++)
        {
            foreach (var length in new[] { 1, FullTag })
            {
                var tag = new byte[length];
                tag[0] = (byte)guess;
                last = await program.RunAsync("Orders", "Take", ["pay the forger", Convert.ToBase64String(tag)], cancellationToken);
                if (last.Answer == "taken")
                {
                    return new Outcome([string.Create(CultureInfo.InvariantCulture, $"the forged order was taken after {guess + 1} tries")], last);
                }
            }
        }

        return new Outcome([], last);
    }
}
