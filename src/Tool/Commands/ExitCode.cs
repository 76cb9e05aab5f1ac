namespace SocketSecurity.Tool.Commands;

/// <summary>Exit codes of the command. The largest that applies is returned.</summary>
internal static class ExitCode
{
    public const int Clean = 0;
    public const int Findings = 1;

    /// <summary>Wrong usage, or something that could not be read or analysed.</summary>
    public const int Failure = 2;

    /// <summary>Ended by Ctrl-C or SIGTERM: 128 + SIGINT, as shells report it.</summary>
    public const int Interrupted = 130;
}
