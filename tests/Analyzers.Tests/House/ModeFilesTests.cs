namespace SocketSecurity.Analyzers.Tests.House;

/// <summary>The severities of the modes in the package follow from the rules' levels.</summary>
public sealed class ModeFilesTests
{
    [Fact]
    public void Strict_makes_weaknesses_errors_and_judgement_a_warning() =>
        Check("strict", "weaknesses are errors, the rest are warnings", level => level == RuleLevel.Weakness ? "error" : "warning");

    [Fact]
    public void Audit_makes_everything_a_warning() =>
        Check("audit", "everything is a warning; none of it is treated as an error", _ => "warning");

    [Fact]
    public void None_switches_everything_off() => Check("none", "all rules are off", _ => "none");

    [Fact]
    public void Audit_knows_the_ids_that_must_not_become_errors() =>
        GeneratedFile.Check("src/Package/config/audit.props", $"""
            <Project>

              <!-- Generated from the rules. -->
              <PropertyGroup>
                <SocketSecurityRuleIds>{string.Join(';', Rules.All.Select(rule => rule.Id))}</SocketSecurityRuleIds>
              </PropertyGroup>

            </Project>

            """);

    private static void Check(string mode, string meaning, Func<RuleLevel, string> severity)
    {
        var lines = Rules.All.Select(rule => $"# {rule.Title}\ndotnet_diagnostic.{rule.Id}.severity = {severity(Rules.LevelOf(rule))}\n");

        // The low level lets a user's own .globalconfig and .editorconfig win over ours.
        GeneratedFile.Check($"src/Package/config/{mode}.globalconfig", $"""
            # SocketSecurityMode {mode}: {meaning}. Generated from the rules.
            is_global = true
            global_level = -100

            {string.Join('\n', lines)}
            """);
    }
}
