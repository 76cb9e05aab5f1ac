using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.CodeAnalysis;
using SocketSecurity.Attacks.Tests.World;

namespace SocketSecurity.Attacks.Tests.Programs;

/// <summary>
/// A compiled client in a process of its own, for weaknesses that concern the whole process or the home of its user: every
/// run has a fresh home, and environment variables that the runtime reads only once.
/// </summary>
internal sealed class ProcessProgram : IProgram
{
    private const string ThrownPrefix = "threw ";
    private const string AnswerPrefix = "answer ";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(40);

    private readonly string _assembly;
    private readonly IReadOnlyDictionary<string, string> _environment;

    private ProcessProgram(string assembly, IReadOnlyDictionary<string, string> environment)
    {
        _assembly = assembly;
        _environment = environment;
    }

    /// <summary>Adds an entry point to the client, compiles both, and lays out what <c>dotnet exec</c> needs.</summary>
    public static async Task<ProcessProgram> CreateAsync(Document client, IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken)
    {
        var source = (await client.GetTextAsync(cancellationToken)).ToString();
        var project = client.Project.WithCompilationOptions(client.Project.CompilationOptions!.WithOutputKind(OutputKind.ConsoleApplication));
        var entryPoint = project.AddDocument("EntryPoint.cs", EntryPoint(source.Contains("AskAsync", StringComparison.Ordinal)));

        var folder = TemporaryWorld.Subfolder(Path.GetRandomFileName());
        var assembly = Path.Combine(folder, "Victim.dll");
        await File.WriteAllBytesAsync(assembly, await VictimProject.CompileAsync(entryPoint, cancellationToken), cancellationToken);
        File.Copy(Path.Combine(AppContext.BaseDirectory, "SocketSecurity.SecureDefaults.dll"), Path.Combine(folder, "SocketSecurity.SecureDefaults.dll"));
        await File.WriteAllTextAsync(Path.Combine(folder, "Victim.runtimeconfig.json"), $$"""
            { "runtimeOptions": { "tfm": "net10.0", "framework": { "name": "Microsoft.NETCore.App", "version": "{{Environment.Version}}" } } }
            """, cancellationToken);
        return new ProcessProgram(assembly, environment);
    }

    public async Task<ProgramResult> RunAsync(string type, string method, object[] arguments, CancellationToken cancellationToken)
    {
        if ((type, method) != ("Client", "Ask"))
        {
            throw new NotSupportedException("Only clients run in a process of their own.");
        }

        var start = new ProcessStartInfo(DotnetHost()) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in new[] { "exec", _assembly }.Concat(arguments.Select(argument => Convert.ToString(argument, CultureInfo.InvariantCulture)!)))
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var name in start.Environment.Keys.Where(name => name.EndsWith("proxy", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in TemporaryWorld.Environment.Concat(_environment))
        {
            start.Environment[name] = value;
        }

        start.Environment["HOME"] = TemporaryWorld.Subfolder(Path.GetRandomFileName());
        return await RunAsync(start, cancellationToken);
    }

    private static async Task<ProgramResult> RunAsync(ProcessStartInfo start, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Limit);
        using var process = Process.Start(start)!;
        try
        {
            var errors = process.StandardError.ReadToEndAsync(deadline.Token);
            var output = (await process.StandardOutput.ReadToEndAsync(deadline.Token)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            await process.WaitForExitAsync(deadline.Token);
            return new ProgramResult(
                output.FirstOrDefault(line => line.StartsWith(AnswerPrefix, StringComparison.Ordinal))?[AnswerPrefix.Length..],
                [.. output.Where(line => line.StartsWith(ThrownPrefix, StringComparison.Ordinal)).Select(line => line[ThrownPrefix.Length..])],
                string.Join('\n', output) + "\n" + await errors);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private static string DotnetHost() => Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));

    private static string EntryPoint(bool isAsynchronous) => $$"""
        public static class EntryPoint
        {
            public static async System.Threading.Tasks.Task Main(string[] arguments)
            {
                try
                {
                    await System.Threading.Tasks.Task.CompletedTask;
                    var port = int.Parse(arguments[1], System.Globalization.CultureInfo.InvariantCulture);
                    System.Console.WriteLine("{{AnswerPrefix}}" + {{(isAsynchronous ? "await Client.AskAsync" : "Client.Ask")}}(arguments[0], port, arguments[2]));
                }
                catch (System.Exception exception)
                {
                    for (var current = exception; current is not null; current = current.InnerException)
                    {
                        for (var type = current.GetType(); type is not null; type = type.BaseType)
                        {
                            System.Console.WriteLine("{{ThrownPrefix}}" + type.FullName);
                        }
                    }

                    System.Console.Error.WriteLine(exception);
                }
            }
        }
        """;
}
