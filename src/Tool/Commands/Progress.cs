using Spectre.Console;
using SocketSecurity.Tool.Reporting;

namespace SocketSecurity.Tool.Commands;

/// <summary>Shows what a long scan is doing, on a terminal only: logs and pipes get nothing.</summary>
internal static class Progress
{
    /// <summary>Work that is done sooner needs no spinner.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Runs the work; it may report from any thread.</summary>
    public static async Task<T> Show<T>(Terminal terminal, Func<Action<string>, Task<T>> work)
    {
        var current = "";
        var running = Task.Run(() => work(text => Volatile.Write(ref current, text)));
        if (!terminal.ErrorIsTerminal || await Task.WhenAny(running, Task.Delay(Patience)) == running)
        {
            return await running;
        }

        var console = ReportConsole.Create(terminal.Error, isTerminal: true);
        await console.Status().StartAsync(Shown(), async status =>
        {
            while (await Task.WhenAny(running, Task.Delay(TimeSpan.FromMilliseconds(200))) != running)
            {
                status.Status(Shown());
            }
        });
        return await running;

        string Shown() => Markup.Escape(Printable.Text(Volatile.Read(ref current)));
    }
}
