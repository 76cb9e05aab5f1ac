namespace SocketSecurity.Analyzers.Flow.Origins;

/// <summary>
/// Where a value can come from. The order matters: a value computed from several others is of the highest kind among them,
/// so that what is least known, or hardest to guess, decides.
/// </summary>
internal enum ValueOriginKind
{
    /// <summary>The same in every copy of the program.</summary>
    Constant,

    /// <summary><c>System.Random</c>, GUIDs, clocks, counters and hash codes: different each time, and guessable.</summary>
    Predictable,

    /// <summary>Whatever the callers of the member pass.</summary>
    Parameter,

    /// <summary>Configuration, environment, files and stores.</summary>
    Configuration,

    /// <summary>Received from a peer.</summary>
    Network,

    /// <summary>A cryptographic random number generator.</summary>
    CryptographicRandom,

    /// <summary>Not known. A rule that needs certainty stays silent.</summary>
    Unknown,

    /// <summary>Made by what the rule looks for, such as a MAC computation. Only in answers to rules that look for something.</summary>
    Sought,
}
