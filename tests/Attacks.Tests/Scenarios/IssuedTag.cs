using SocketSecurity.Attacks.Tests.Programs;
using SocketSecurity.Attacks.Tests.World;

namespace SocketSecurity.Attacks.Tests.Scenarios;

/// <summary>Whoever has the key sends an order with as much of the code as the receiver wants.</summary>
internal sealed record IssuedTag(int Length) : Scenario("sender with the key")
{
    public override async Task<Outcome> PlayAsync(IProgram program, GenuinePeer genuine, CancellationToken cancellationToken)
    {
        var issued = await program.RunAsync("Orders", "Sign", ["pay Alice"], cancellationToken);
        var tag = Convert.FromBase64String(issued.Answer ?? throw new InvalidOperationException(issued.Message)).AsSpan(0, Length).ToArray();
        var taken = await program.RunAsync("Orders", "Take", ["pay Alice", Convert.ToBase64String(tag)], cancellationToken);
        return new Outcome(taken.Answer == "taken" ? ["the order was taken"] : [], taken);
    }
}
