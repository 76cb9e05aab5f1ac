using System.Diagnostics;
using System.Text;

namespace SocketSecurity.SecureDefaults.Tests;

/// <summary>
/// Runs a script of tests/interop with the system's Python and its <c>cryptography</c> package. A machine without them
/// fails the test and says what to install: a skipped test would look like a passed one.
/// </summary>
public static class Python
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);
    private static readonly string Interpreter = File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3";

    private static readonly Lazy<bool> IsPresent = new(() => Start(["-c", "import cryptography"], string.Empty).ExitCode == 0);

    /// <summary>Gives the script lines on its input and returns the lines of its output.</summary>
    public static string[] Run(string script, params string[] lines)
    {
        Assert.True(IsPresent.Value, "These tests need Python with its package 'cryptography'; on Debian: apt install python3-cryptography.");
        var (exitCode, output, error) = Start([Path.Combine(FindScripts(), script)], string.Join('\n', lines) + "\n");
        Assert.True(exitCode == 0, error);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static (int ExitCode, string Output, string Error) Start(string[] arguments, string input)
    {
        var start = new ProcessStartInfo(Interpreter, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(false),
            StandardOutputEncoding = new UTF8Encoding(false),
        };
        start.Environment["PYTHONIOENCODING"] = "utf-8";
        try
        {
            using var process = Process.Start(start)!;
            var error = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEndAsync();
            process.StandardInput.Write(input);
            process.StandardInput.Close();
            if (!process.WaitForExit(Limit))
            {
                process.Kill();
                return (-1, string.Empty, $"{arguments[0]} did not end within {Limit.TotalSeconds} seconds: {error.Result}");
            }

            return (process.ExitCode, output.Result, error.Result);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return (-1, string.Empty, "no interpreter");
        }
    }

    private static string FindScripts()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "global.json")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The repository's root was not found.");
        }

        return Path.Combine(folder.FullName, "tests", "interop");
    }
}
