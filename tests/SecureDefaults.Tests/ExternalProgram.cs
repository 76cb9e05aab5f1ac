using System.Collections.Concurrent;
using System.Diagnostics;

namespace SocketSecurity.SecureDefaults.Tests;

/// <summary>
/// A program of the system as a peer: OpenSSL, curl, scanners. It is ended when the test ends. A machine without it fails the
/// test: a skipped test would look like a passed one.
/// </summary>
internal sealed class ExternalProgram : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly Task _reading;

    private ExternalProgram(string program, IEnumerable<string> arguments, string folder, IReadOnlyDictionary<string, string>? environment)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        _reading = Task.WhenAll(ReadAsync(_process.StandardOutput), ReadAsync(_process.StandardError));
    }

    public StreamWriter Input => _process.StandardInput;

    /// <summary>Everything it has printed so far, errors included.</summary>
    public string Output => string.Join('\n', _lines);

    public static ExternalProgram Start(
        string program, IEnumerable<string> arguments, string folder, IReadOnlyDictionary<string, string>? environment = null) =>
        new(program, arguments, folder, environment);

    /// <summary>Runs it to its end.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(
        string program, IEnumerable<string> arguments, string folder, string input = "", TimeSpan? limit = null)
    {
        await using var run = Start(program, arguments, folder);
        await run.Input.WriteAsync(input);
        run.Input.Close();
        return (await run.WaitForExitAsync(limit), run.Output);
    }

    /// <summary>The rest of the first line that begins with a text.</summary>
    public async Task<string> WaitForLineAsync(string beginning)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            if (_lines.FirstOrDefault(line => line.StartsWith(beginning, StringComparison.Ordinal)) is { } found)
            {
                return found[beginning.Length..];
            }

            Assert.True(watch.Elapsed < Patience && !(_process.HasExited && _reading.IsCompleted), $"'{beginning}' was not printed:\n{Output}");
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }

    public async Task<int> WaitForExitAsync(TimeSpan? limit = null)
    {
        try
        {
            await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(limit ?? Patience, TestContext.Current.CancellationToken);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"{_process.StartInfo.FileName} did not end:\n{Output}");
        }

        await _reading;
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        await _reading;
        _process.Dispose();
    }

    private async Task ReadAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            _lines.Enqueue(line);
        }
    }
}
