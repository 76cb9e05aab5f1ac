using System.Collections.Concurrent;
using SocketSecurity.Attacks.Tests.Cases;
using SocketSecurity.Attacks.Tests.Programs;

namespace SocketSecurity.Attacks.Tests;

/// <summary>The promise: what the analyzers flag can be attacked, and what the fixes write in its place cannot.</summary>
public sealed class AttackTests
{
    /// <summary>No attack takes longer than this, on a busy machine either: one that hangs fails by its name instead.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private static readonly ConcurrentDictionary<(AttackCase, Remedy?), Lazy<Task<IProgram>>> Programs = [];

    /// <summary>Case, attack and remedy, by name.</summary>
    public static TheoryData<string, string, string> Attacks { get; } = new(
        from attackCase in AttackCases.All
        from attack in attackCase.Attacks
        from remedy in attackCase.Remedies
        select (attackCase.ToString(), attack.ToString(), remedy.ToString()));

    /// <summary>Case and remedy, by name.</summary>
    public static TheoryData<string, string> Remedies { get; } = new(
        from attackCase in AttackCases.All
        from remedy in attackCase.Remedies
        select (attackCase.ToString(), remedy.ToString()));

    [Theory]
    [MemberData(nameof(Attacks))]
    public async Task An_attack_works_before_the_fix_and_fails_after_it(string caseName, string attackName, string remedyName)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var attackCase = Case(caseName);
        var attack = attackCase.Attacks.Single(attack => attack.Name == attackName);
        var remedy = attackCase.Remedies.Single(remedy => remedy.EquivalenceKey == remedyName);

        var before = await attack.PlayAsync(await ProgramAsync(attackCase, null, remedy), remedy.Peer, cancellationToken).WaitAsync(Limit, cancellationToken);
        Assert.True(before.Achieved.Count > 0, $"The attack should have worked: {before}");

        var after = await attack.PlayAsync(await ProgramAsync(attackCase, remedy, remedy), remedy.Peer, cancellationToken).WaitAsync(Limit, cancellationToken);
        Assert.True(after.Achieved.Count == 0, $"The attack should have failed: {after}");
        if (remedy.Refusal is { } refusal)
        {
            Assert.True(after.Victim.Threw(refusal), $"The program should have thrown {refusal}: {after}");
        }
    }

    [Theory]
    [MemberData(nameof(Remedies))]
    public async Task The_fixed_program_still_works_with_its_honest_peer(string caseName, string remedyName)
    {
        var attackCase = Case(caseName);
        var remedy = attackCase.Remedies.Single(remedy => remedy.EquivalenceKey == remedyName);
        var program = await ProgramAsync(attackCase, remedy, remedy);

        var outcome = await attackCase.HonestPeer.PlayAsync(program, remedy.Peer, TestContext.Current.CancellationToken)
            .WaitAsync(Limit, TestContext.Current.CancellationToken);

        Assert.True(outcome.Achieved.Count > 0, $"The honest peer should have been served: {outcome}");
    }

    private static AttackCase Case(string name) => AttackCases.All.Single(attackCase => attackCase.ToString() == name);

    /// <summary>The program, fixed or as it was; each is compiled once for all attacks on it.</summary>
    private static Task<IProgram> ProgramAsync(AttackCase attackCase, Remedy? applied, Remedy remedy) => Programs.GetOrAdd(
        (attackCase, applied),
        _ => new Lazy<Task<IProgram>>(() => CompileAsync(attackCase, applied, remedy.UsesSecureDefaults))).Value;

    private static async Task<IProgram> CompileAsync(AttackCase attackCase, Remedy? applied, bool withSecureDefaults)
    {
        var document = VictimProject.Open(attackCase.Source, withSecureDefaults);
        if (applied is not null)
        {
            document = await FixApplier.FixAsync(document, attackCase.Rule, applied.EquivalenceKey, CancellationToken.None);
            document = document.WithText(Microsoft.CodeAnalysis.Text.SourceText.From(
                applied.Peer.FillIn((await document.GetTextAsync(CancellationToken.None)).ToString())));
        }

        return attackCase.OwnProcess is { } environment
            ? await ProcessProgram.CreateAsync(document, environment, CancellationToken.None)
            : new LoadedProgram(await VictimProject.CompileAsync(document, CancellationToken.None));
    }
}
