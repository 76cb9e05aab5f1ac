using SocketSecurity.Attacks.Tests.Cases;
using SocketSecurity.Attacks.Tests.Programs;

namespace SocketSecurity.Attacks.Tests;

/// <summary>A fix for a rule about connections is done when an attack shows it, or when it is recorded why none can.</summary>
public sealed class EveryFixIsAttackedTests
{
    private static readonly string[] AttackedFamilies = ["SOCK1", "SOCK2", "SOCK3", "SOCK4", "SOCK5", "SOCK6"];

    public static TheoryData<string> FixableRules { get; } =
    [
        .. FixApplier.Fixes
            .SelectMany(fix => fix.FixableDiagnosticIds)
            .Where(id => AttackedFamilies.Any(family => id.StartsWith(family, StringComparison.Ordinal)))
            .Distinct()
            .Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(FixableRules))]
    public void A_fixable_rule_has_an_attack_or_a_reason(string rule)
    {
        var isAttacked = AttackCases.All.Any(attackCase => attackCase.Rule == rule);
        var hasReason = RulesWithoutAttack.Reasons.TryGetValue(rule, out var reason);

        Assert.True(isAttacked != hasReason, $"{rule}: an AttackCase, or a line in {nameof(RulesWithoutAttack)}, and not both");
        Assert.True(!hasReason || reason!.Length > 20, $"{rule}: the reason has to say something");
    }

    [Fact]
    public void Every_reason_belongs_to_a_rule_without_attack()
    {
        Assert.All(RulesWithoutAttack.Reasons.Keys, rule => Assert.Contains(Analyzers.Rules.All, known => known.Id == rule));
        Assert.All(RulesWithoutAttack.Reasons.Keys, rule => Assert.DoesNotContain(AttackCases.All, attackCase => attackCase.Rule == rule));
    }

    [Fact]
    public void Names_of_cases_are_unique()
    {
        Assert.Equal(AttackCases.All.Count, AttackCases.All.Select(attackCase => attackCase.ToString()).Distinct().Count());
    }

    /// <summary>Every way out that the light bulb offers is tried, not only the first.</summary>
    [Fact]
    public void Every_action_of_the_fixes_is_tried_or_belongs_to_a_rule_without_attack()
    {
        var tried = AttackCases.All.SelectMany(attackCase => attackCase.Remedies).Select(remedy => remedy.EquivalenceKey).ToHashSet();
        var offered =
            from fix in FixApplier.Fixes
            where fix.FixableDiagnosticIds.Any(id => AttackCases.All.Any(attackCase => attackCase.Rule == id))
            from field in fix.GetType().GetFields()
            where field.IsLiteral && field.Name.EndsWith("Key", StringComparison.Ordinal)
            select (string)field.GetRawConstantValue()!;

        Assert.All(offered, key => Assert.True(tried.Contains(key) || RulesWithoutAttack.Actions.ContainsKey(key), $"no attack tries the action '{key}'"));
    }
}
