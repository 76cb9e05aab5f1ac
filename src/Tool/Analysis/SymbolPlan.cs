using System.Collections.Immutable;

namespace SocketSecurity.Tool.Analysis;

/// <summary>
/// Chooses further sets of conditional symbols, so that every arm of every <c>#if</c> is seen in some compilation. Each set
/// costs one more compilation, so arms share sets as far as they agree, and there is a limit.
/// </summary>
internal static class SymbolPlan
{
    /// <summary>More sets would find little: an arm that none of these shows is one of several nested exotic choices.</summary>
    public const int MostExtraSets = 4;

    /// <summary>Conditions with more symbols are left alone rather than tried in every combination.</summary>
    private const int MostSymbolsOfAnArm = 10;

    /// <param name="arms">The arms to be seen.</param>
    /// <param name="bases">The sets that are compiled anyway; the first is the one that others differ from.</param>
    public static ImmutableArray<ImmutableHashSet<string>> Extra(
        IEnumerable<ConditionalArm> arms, IReadOnlyList<ImmutableHashSet<string>> bases)
    {
        // What each extra set insists on; symbols it is silent about stay as in the first base.
        var demands = new List<Dictionary<string, bool>>();
        foreach (var arm in arms)
        {
            if (arm.Symbols.Length > MostSymbolsOfAnArm || bases.Any(arm.IsSeen) || demands.Any(demand => arm.IsSeen(Apply(demand, bases[0]))))
            {
                continue;
            }

            var agreed = demands.Find(demand => TryMeet(arm, demand, bases[0]));
            if (agreed is null && demands.Count < MostExtraSets)
            {
                var demand = new Dictionary<string, bool>(StringComparer.Ordinal);
                if (TryMeet(arm, demand, bases[0]))
                {
                    demands.Add(demand);
                }
            }
        }

        return [.. demands.Select(demand => Apply(demand, bases[0]))];
    }

    /// <summary>Adds to the demand what makes the arm seen, changing as few symbols as possible; false when the two contradict.</summary>
    private static bool TryMeet(ConditionalArm arm, Dictionary<string, bool> demand, ImmutableHashSet<string> start)
    {
        var current = Apply(demand, start);
        var free = arm.Symbols.Where(symbol => !demand.ContainsKey(symbol)).ToList();
        ImmutableHashSet<string>? best = null;
        var fewest = int.MaxValue;
        for (var choice = 0; choice < 1 << free.Count; choice++)
        {
            var changes = System.Numerics.BitOperations.PopCount((uint)choice);
            if (changes < fewest && Toggle(current, free, choice) is var candidate && arm.IsSeen(candidate))
            {
                best = candidate;
                fewest = changes;
            }
        }

        if (best is null)
        {
            return false;
        }

        foreach (var symbol in arm.Symbols)
        {
            demand[symbol] = best.Contains(symbol);
        }

        return true;
    }

    private static ImmutableHashSet<string> Toggle(ImmutableHashSet<string> symbols, List<string> free, int choice)
    {
        for (var i = 0; i < free.Count; i++)
        {
            if ((choice & (1 << i)) != 0)
            {
                symbols = symbols.Contains(free[i]) ? symbols.Remove(free[i]) : symbols.Add(free[i]);
            }
        }

        return symbols;
    }

    private static ImmutableHashSet<string> Apply(Dictionary<string, bool> demand, ImmutableHashSet<string> start)
    {
        foreach (var (symbol, set) in demand)
        {
            start = set ? start.Add(symbol) : start.Remove(symbol);
        }

        return start;
    }
}
