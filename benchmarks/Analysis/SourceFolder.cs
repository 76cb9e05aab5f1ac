using Basic.Reference.Assemblies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace SocketSecurity.Benchmarks.Analysis;

/// <summary>All C# files below a folder as one compilation against the framework; packages the code uses stay unresolved.</summary>
internal sealed class SourceFolder
{
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private readonly CSharpCompilation _compilation;

    private SourceFolder(IReadOnlyList<SyntaxTree> trees)
    {
        Files = trees.Count;
        Lines = trees.Sum(tree => tree.GetText().Lines.Count);
        _compilation = CSharpCompilation.Create(
            "Benchmark",
            [.. trees, CSharpSyntaxTree.ParseText(ImplicitUsings)],
            Net100.References.All,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, concurrentBuild: false));
    }

    public int Files { get; }

    public int Lines { get; }

    public static SourceFolder Load(string folder)
    {
        var options = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Latest);
        return new SourceFolder(
        [
            .. Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
                .Where(path => !path.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"))
                .Order(StringComparer.Ordinal)
                .Select(path => CSharpSyntaxTree.ParseText(SourceText.From(File.ReadAllText(path)), options, path)),
        ]);
    }

    /// <summary>A compilation that has bound nothing yet, with these rules turned on, also those that are off by default.</summary>
    public CSharpCompilation FreshCompilation(IReadOnlyCollection<string> rules) => _compilation.WithOptions(
        _compilation.Options.WithSpecificDiagnosticOptions(rules.Select(rule => KeyValuePair.Create(rule, ReportDiagnostic.Warn))));
}
