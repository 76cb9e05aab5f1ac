using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using SocketSecurity.Analyzers.Tests.Verification;

namespace SocketSecurity.Analyzers.Tests.House;

/// <summary>The programs inside the rule tests, read from the raw string literals of the test files, and how to analyse them.</summary>
internal static partial class TestSources
{
    private static readonly CSharpParseOptions ParseOptions = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.CSharp14);

    /// <summary>Each program once, without the markup of expected findings, in the order of files and lines.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        .. House.SourceFiles("tests/Analyzers.Tests")
            .SelectMany(path => Parse(File.ReadAllText(path)).GetRoot().DescendantTokens())
            .Where(token => token.IsKind(SyntaxKind.MultiLineRawStringLiteralToken))
            .Select(token => Markup().Replace(token.ValueText, ""))
            .Where(text => text.Contains(';', StringComparison.Ordinal))
            .Distinct(),
    ];

    public static SyntaxTree Parse(string text, string path = "Program.cs") => CSharpSyntaxTree.ParseText(text, ParseOptions, path);

    public static CSharpCompilation Compile(params IEnumerable<SyntaxTree> trees) => CSharpCompilation.Create(
        "Sources",
        trees,
        [.. TestFrameworks.Net100, .. TestFrameworks.AspNetCore, TestFrameworks.SecureDefaults],
        new CSharpCompilationOptions(OutputKind.ConsoleApplication, allowUnsafe: true));

    /// <summary>All findings of all analyzers; an exception in one of them is thrown, not reported as AD0001.</summary>
    public static async Task<IReadOnlyList<Diagnostic>> Analyze(Compilation compilation, bool concurrent = false)
    {
        var crashes = new List<string>();
        var options = new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([]),
            (exception, analyzer, _) =>
            {
                lock (crashes)
                {
                    crashes.Add($"{analyzer.GetType().Name}: {exception}");
                }
            },
            concurrentAnalysis: concurrent,
            logAnalyzerExecutionTime: false);

        var findings = await compilation
            .WithAnalyzers([.. House.Analyzers], options)
            .GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);

        return crashes.Count == 0
            ? findings
            : throw new InvalidOperationException($"{crashes[0]}\n\nin\n\n{compilation.SyntaxTrees.First()}");
    }

    /// <summary>
    /// The programs that can stand in one compilation, each in a namespace of its own; those with top-level statements or
    /// attributes of the assembly cannot.
    /// </summary>
    public static IReadOnlyList<SyntaxTree> SideBySide()
    {
        var trees = new List<SyntaxTree>();
        foreach (var source in All)
        {
            var root = (CompilationUnitSyntax)Parse(source).GetRoot();
            if (root.AttributeLists.Count > 0 || root.Members.Any(member => member is GlobalStatementSyntax or FileScopedNamespaceDeclarationSyntax))
            {
                continue;
            }

            var name = SyntaxFactory.IdentifierName($"Program{trees.Count}");
            var wrapped = root.WithMembers([SyntaxFactory.NamespaceDeclaration(name).WithMembers(root.Members).NormalizeWhitespace()]);
            trees.Add(Parse(wrapped.ToFullString(), $"Program{trees.Count}.cs"));
        }

        return trees;
    }

    [GeneratedRegex(@"\{\|[^:{}\s]*:|\|\}|\[\||\|\]|\$\$")]
    private static partial Regex Markup();
}
