using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.CodeAnalysis.Diagnostics;
using SocketSecurity.Tool.Commands;

namespace SocketSecurity.Tool.Tests;

/// <summary>What a run of the command wrote and returned.</summary>
internal sealed record ToolResult(int ExitCode, string Output, string Error)
{
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    /// <summary>Rule, file and line of each finding of a JSON report.</summary>
    public IEnumerable<string> Findings => Json.GetProperty("findings").EnumerateArray()
        .Select(finding => $"{finding.GetProperty("rule")} {finding.GetProperty("file")}:{finding.GetProperty("line")}");
}

/// <summary>A folder of its own to scan, and the command run in it within this process.</summary>
internal sealed class ToolRun : IDisposable
{
    /// <summary>A whole file with one finding, SOCK1001 in line 2.</summary>
    public const string Insecure = """
        var handler = new System.Net.Http.HttpClientHandler();
        handler.ServerCertificateCustomValidationCallback = (_, _, _, _) => true;
        System.Console.WriteLine(handler);
        """;

    /// <summary>The same without it.</summary>
    public const string Secure = """
        var handler = new System.Net.Http.HttpClientHandler();
        handler.ServerCertificateCustomValidationCallback = (_, _, _, errors) => errors == System.Net.Security.SslPolicyErrors.None;
        System.Console.WriteLine(handler);
        """;

    public string Folder { get; } = Directory.CreateTempSubdirectory("socketsec-").FullName;

    /// <summary>Writes a file, with its folders, and gives its full path.</summary>
    public string Write(string relativePath, string text)
    {
        var path = Path.Combine(Folder, relativePath);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    public Task<ToolResult> Run(params string[] args) => Run(args, null, TestContext.Current.CancellationToken);

    public Task<ToolResult> RunWith(DiagnosticAnalyzer analyzer, params string[] args) =>
        Run(args, [analyzer], TestContext.Current.CancellationToken);

    public async Task<ToolResult> Run(string[] args, ImmutableArray<DiagnosticAnalyzer>? analyzers, CancellationToken cancellation)
    {
        var output = new StringWriter();
        var error = new StringWriter();
        var code = await SocketSecCommandLine.Run(args, new Terminal(output, error, Folder), cancellation, analyzers);
        return new ToolResult(code, output.ToString(), error.ToString());
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
