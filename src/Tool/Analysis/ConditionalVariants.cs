using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SocketSecurity.Tool.Analysis;

/// <summary>
/// The compilations in which a unit is looked at: its own flavours, and those it takes to see what <c>#if</c> hides. An
/// accept-all validator likes to hide there.
/// </summary>
internal static class ConditionalVariants
{
    public static IEnumerable<Flavour> Of(AnalysisUnit unit)
    {
        foreach (var flavour in unit.Flavours)
        {
            yield return flavour;
        }

        var first = unit.Flavours[0];
        var arms = first.Compilation.SyntaxTrees
            .Where(tree => tree.GetRoot().ContainsDirectives)
            .SelectMany(tree => ConditionalArm.Of((CompilationUnitSyntax)tree.GetRoot()));
        var bases = unit.Flavours.Select(flavour => SymbolsOf(flavour.Compilation)).ToList();
        foreach (var symbols in SymbolPlan.Extra(arms, bases))
        {
            yield return first with { Compilation = WithSymbols(first.Compilation, symbols) };
        }
    }

    private static ImmutableHashSet<string> SymbolsOf(CSharpCompilation compilation) =>
        compilation.SyntaxTrees.FirstOrDefault()?.Options.PreprocessorSymbolNames.ToImmutableHashSet(StringComparer.Ordinal) ?? [];

    /// <summary>Only files with conditions are parsed again.</summary>
    private static CSharpCompilation WithSymbols(CSharpCompilation compilation, ImmutableHashSet<string> symbols) =>
        compilation.RemoveAllSyntaxTrees().AddSyntaxTrees(compilation.SyntaxTrees.Select(tree => HasConditions(tree)
            ? tree.ParsedAgain(((CSharpParseOptions)tree.Options).WithPreprocessorSymbols(symbols))
            : tree));

    private static bool HasConditions(SyntaxTree tree) =>
        tree.GetRoot() is CompilationUnitSyntax { ContainsDirectives: true } root &&
        root.GetFirstDirective(directive => directive is IfDirectiveTriviaSyntax) is not null;

    private static SyntaxTree ParsedAgain(this SyntaxTree tree, CSharpParseOptions options) =>
        CSharpSyntaxTree.ParseText(tree.GetText(), options, tree.FilePath);
}
