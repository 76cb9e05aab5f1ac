namespace SocketSecurity.Analyzers;

/// <summary>
/// Records on an analyzer that one of its rules has no code fix, and why. A rule without a fix and without this record
/// fails the house tests, so that "no fix" is always a decision.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class NoCodeFixAttribute(string ruleId, string reason) : Attribute
{
    public string RuleId { get; } = ruleId;

    public string Reason { get; } = reason;
}
