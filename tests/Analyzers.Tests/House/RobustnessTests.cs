using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace SocketSecurity.Analyzers.Tests.House;

/// <summary>
/// Editors call analyzers on every keystroke, with files in any order and on any number of threads. Every analyzer runs over
/// every program of the rule tests in those conditions.
/// </summary>
public sealed class RobustnessTests
{
    [Fact]
    public async Task Half_typed_code_never_makes_an_analyzer_throw()
    {
        var empty = TestSources.Compile();

        await Parallel.ForEachAsync(TestSources.All, TestContext.Current.CancellationToken, async (source, _) =>
        {
            var tree = TestSources.Parse(source);
            var typed = empty.AddSyntaxTrees(tree);
            foreach (var end in TokenEnds(tree))
            {
                var half = tree.WithChangedText(SourceText.From(source[..end]));
                await TestSources.Analyze(typed.ReplaceSyntaxTree(tree, half));
            }
        });
    }

    [Fact]
    public async Task Findings_depend_neither_on_the_order_of_files_nor_on_threads()
    {
        var trees = TestSources.SideBySide();
        var expected = await Findings(trees, concurrent: false);

        Assert.Equal(expected, await Findings(trees.Reverse(), concurrent: false));
        Assert.Equal(expected, await Findings(trees, concurrent: true));
        Assert.Equal(expected, await Findings(trees.OrderBy(tree => tree.FilePath[^4]).ThenByDescending(tree => tree.FilePath), concurrent: true));
    }

    private static IEnumerable<int> TokenEnds(SyntaxTree tree) =>
        tree.GetRoot().DescendantTokens().Where(token => token.Span.Length > 0).Select(token => token.Span.End);

    private static async Task<IReadOnlyList<string>> Findings(IEnumerable<SyntaxTree> trees, bool concurrent)
    {
        var findings = await TestSources.Analyze(TestSources.Compile(trees), concurrent);
        return [.. findings.Select(finding => $"{finding.Location.GetLineSpan()} {finding.Id} {finding.GetMessage()}").Order(StringComparer.Ordinal)];
    }
}
