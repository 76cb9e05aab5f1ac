namespace SocketSecurity.Tool.Commands;

/// <summary>Where a run reads its folder from and writes to; tests pass their own.</summary>
/// <param name="Output">The report.</param>
/// <param name="Error">Everything about the run itself: wrong usage, progress.</param>
/// <param name="WorkingDirectory">What relative paths are relative to, and what reports show paths relative to.</param>
/// <param name="OutputIsTerminal">Whether colours may be written.</param>
/// <param name="ErrorIsTerminal">Whether progress may be drawn.</param>
/// <param name="Width">Columns of the terminal.</param>
internal sealed record Terminal(
    TextWriter Output, TextWriter Error, string WorkingDirectory, bool OutputIsTerminal = false, bool ErrorIsTerminal = false, int Width = 100)
{
    private const int NarrowestWidth = 40;

    public static Terminal OfProcess() => new(
        Console.Out,
        Console.Error,
        Environment.CurrentDirectory,
        !Console.IsOutputRedirected,
        !Console.IsErrorRedirected,
        Console.IsOutputRedirected ? 100 : Math.Max(NarrowestWidth, WindowWidth()));

    private static int WindowWidth()
    {
        try
        {
            return Console.WindowWidth;
        }
        catch (IOException)
        {
            return NarrowestWidth;
        }
    }
}
