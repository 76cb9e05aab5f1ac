using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SocketSecurity.Tool.Analysis;

/// <summary>A compilation to analyse, whole or, when files are named, those only.</summary>
internal sealed record Variant(Flavour Flavour, ImmutableArray<SyntaxTree> Only);

/// <summary>
/// The compilations in which a unit is looked at: its own flavours, and those it takes to see what <c>#if</c> hides. An
/// accept-all validator likes to hide there.
/// </summary>
internal static class ConditionalVariants
{
    public static IEnumerable<Variant> Of(AnalysisUnit unit)
    {
        foreach (var flavour in unit.Flavours)
        {
            yield return new Variant(flavour, []);
        }

        var first = unit.Flavours[0];
        var conditional = first.Compilation.SyntaxTrees.Where(HasConditions).ToImmutableHashSet();
        var arms = conditional.SelectMany(tree => ConditionalArm.Of((CompilationUnitSyntax)tree.GetRoot()));
        var bases = unit.Flavours.Select(flavour => SymbolsOf(flavour.Compilation)).ToList();
        foreach (var symbols in SymbolPlan.Extra(arms, bases))
        {
            yield return WithSymbols(first, conditional, symbols);
        }
    }

    private static ImmutableHashSet<string> SymbolsOf(CSharpCompilation compilation) =>
        compilation.SyntaxTrees.FirstOrDefault()?.Options.PreprocessorSymbolNames.ToImmutableHashSet(StringComparer.Ordinal) ?? [];

    /// <summary>Only files with conditions are parsed and analysed again: the others look the same.</summary>
    private static Variant WithSymbols(Flavour flavour, IReadOnlySet<SyntaxTree> conditional, ImmutableHashSet<string> symbols)
    {
        var again = ImmutableArray.CreateBuilder<SyntaxTree>();
        var all = new List<SyntaxTree>();
        foreach (var tree in flavour.Compilation.SyntaxTrees)
        {
            if (!conditional.Contains(tree))
            {
                all.Add(tree);
                continue;
            }

            var options = ((CSharpParseOptions)tree.Options).WithPreprocessorSymbols(symbols);
            var parsed = CSharpSyntaxTree.ParseText(tree.GetText(), options, tree.FilePath);
            all.Add(parsed);
            again.Add(parsed);
        }

        var compilation = flavour.Compilation.RemoveAllSyntaxTrees().AddSyntaxTrees(all);
        return new Variant(flavour with { Compilation = compilation }, again.ToImmutable());
    }

    private static bool HasConditions(SyntaxTree tree) =>
        tree.GetRoot() is CompilationUnitSyntax { ContainsDirectives: true } root &&
        root.GetFirstDirective(directive => directive is IfDirectiveTriviaSyntax) is not null;
}
