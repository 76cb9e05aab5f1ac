namespace SocketSecurity.Analyzers.Configuration;

/// <summary>Values of the MSBuild property <c>SocketSecurityMode</c>: how loud the rules are in a project.</summary>
public enum SecurityMode
{
    /// <summary>Each rule has the severity it was declared with.</summary>
    Default,

    /// <summary>Weaknesses are errors, matters of judgement are warnings.</summary>
    Strict,

    /// <summary>Everything is a warning and none of it breaks a build.</summary>
    Audit,

    /// <summary>All rules are off.</summary>
    None,
}
