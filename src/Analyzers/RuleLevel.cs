namespace SocketSecurity.Analyzers;

/// <summary>
/// How sure a rule is. Severity, default state and the Strict mode all follow from it, so that no rule can be loud by accident.
/// </summary>
public enum RuleLevel
{
    /// <summary>A finding is surely a weakness: warning by default, error in Strict.</summary>
    Weakness,

    /// <summary>A finding needs a person's judgement: info by default, warning in Strict.</summary>
    Judgement,

    /// <summary>Something SocketSecurity was told in its own configuration is wrong: always a warning.</summary>
    Configuration,
}
