using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SocketSecurity.Analyzers.Tests.Verification;

namespace SocketSecurity.Analyzers.Tests.House;

/// <summary>
/// Editors call analyzers on every keystroke, with files in any order and on any number of threads. Every analyzer runs over
/// the program of every rule test in those conditions.
/// </summary>
public sealed class RobustnessTests
{
    /// <summary>As many as fit into two minutes on two cores; CI asks for all of them.</summary>
    private const int MaximumCuts = 10_000;

    private static readonly bool EveryCut = Environment.GetEnvironmentVariable("SOCKETSECURITY_EVERY_CUT") == "1";

    [Fact]
    public async Task Half_typed_code_never_makes_an_analyzer_throw()
    {
        var programs = await RuleTestProgram.CollectAll();
        Assert.NotEmpty(programs);

        var cuts = Cuts(programs).ToList();
        var step = EveryCut ? 1 : 1 + cuts.Count / MaximumCuts;
        var chosen = cuts.Where((_, index) => index % step == 0).GroupBy(cut => cut.Program);

        await Parallel.ForEachAsync(chosen, TestContext.Current.CancellationToken, async (cutsOfProgram, _) =>
        {
            var rest = cutsOfProgram.Key.EmptyCompilation();
            foreach (var (program, text) in cutsOfProgram)
            {
                try
                {
                    await AllAnalyzers.Run(rest.AddSyntaxTrees(CSharpSyntaxTree.ParseText(text, program.ParseOptions, "Program.cs")));
                }
                catch (InvalidOperationException crash)
                {
                    throw new InvalidOperationException($"{crash.InnerException}\n\nin\n\n{text}", crash);
                }
            }
        });
    }

    [Fact]
    public async Task Findings_depend_neither_on_the_order_of_files_nor_on_threads()
    {
        var trees = SideBySide(await RuleTestProgram.CollectAll());
        var expected = await Findings(trees, concurrent: false);

        Assert.NotEmpty(expected);
        Assert.Equal(expected, await Findings(trees.Reverse(), concurrent: false));
        Assert.Equal(expected, await Findings(trees, concurrent: true));
        Assert.Equal(expected, await Findings(trees.OrderBy(tree => tree.GetText().Length), concurrent: true));
    }

    /// <summary>Each program cut after each of its tokens. Many programs differ only towards their end; what they share is cut once.</summary>
    private static IEnumerable<(RuleTestProgram Program, string Text)> Cuts(IEnumerable<RuleTestProgram> programs)
    {
        var seen = new HashSet<string>();
        foreach (var program in programs)
        {
            var root = CSharpSyntaxTree.ParseText(program.Source, program.ParseOptions).GetRoot();
            foreach (var token in root.DescendantTokens())
            {
                var text = program.Source[..token.Span.End];
                if (seen.Add(text))
                {
                    yield return (program, text);
                }
            }
        }
    }

    /// <summary>
    /// Programs of one framework in one compilation, each in a namespace of its own. Those with top-level statements, attributes
    /// of the assembly or a file-scoped namespace cannot be put into one.
    /// </summary>
    private static IReadOnlyList<SyntaxTree> SideBySide(IEnumerable<RuleTestProgram> programs)
    {
        var trees = new List<SyntaxTree>();
        foreach (var program in programs)
        {
            var root = CSharpSyntaxTree.ParseText(program.Source, program.ParseOptions).GetCompilationUnitRoot();
            if (root.Members.Count == 0 ||
                root.AttributeLists.Count > 0 ||
                root.Members.Any(member => member is GlobalStatementSyntax or FileScopedNamespaceDeclarationSyntax))
            {
                continue;
            }

            var start = root.Members.FullSpan.Start;
            var text = $"{program.Source[..start]}\nnamespace Program{trees.Count}\n{{\n{program.Source[start..root.Members.FullSpan.End]}\n}}\n";
            trees.Add(CSharpSyntaxTree.ParseText(text, CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.CSharp14), $"Program{trees.Count}.cs"));
        }

        return trees;
    }

    private static async Task<IReadOnlyList<string>> Findings(IEnumerable<SyntaxTree> trees, bool concurrent)
    {
        var compilation = CSharpCompilation.Create(
            "Programs",
            trees,
            [.. TestFrameworks.Net100, .. TestFrameworks.AspNetCore, TestFrameworks.SecureDefaults],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true));
        var findings = await AllAnalyzers.Run(compilation, concurrent);
        return [.. findings.Select(finding => $"{finding.Location.GetLineSpan()} {finding.Id} {finding.GetMessage()}").Order(StringComparer.Ordinal)];
    }
}
