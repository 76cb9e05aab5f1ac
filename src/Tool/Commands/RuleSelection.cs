using SocketSecurity.Analyzers;

namespace SocketSecurity.Tool.Commands;

/// <summary>Rule ids as people write them: in any letter case, several in one word, or the beginning of a family's ids.</summary>
internal static class RuleSelection
{
    /// <summary>The ids that are meant; texts that mean none are left out.</summary>
    public static IReadOnlyList<string> Expand(IEnumerable<string> texts) =>
        [.. Split(texts).SelectMany(Matching).Distinct(StringComparer.Ordinal)];

    public static void Validate(IEnumerable<string> texts, Action<string> addError)
    {
        foreach (var text in Split(texts))
        {
            if (!Matching(text).Any())
            {
                addError($"There is no rule '{text}'.{Suggestion(text)}");
            }
        }
    }

    /// <summary>A sentence with the ids nearest to one that does not exist, with a space before it.</summary>
    public static string Suggestion(string text)
    {
        var near = Rules.All
            .Select(rule => (rule.Id, Distance: Distance(text.ToUpperInvariant(), rule.Id)))
            .Where(candidate => candidate.Distance <= 2)
            .OrderBy(candidate => candidate.Distance)
            .ThenBy(candidate => candidate.Id, StringComparer.Ordinal)
            .Take(3)
            .Select(candidate => candidate.Id)
            .ToList();
        return near.Count == 0 ? " 'socketsec rules' lists all." : $" Did you mean {string.Join(" or ", near)}?";
    }

    private static IEnumerable<string> Split(IEnumerable<string> texts) =>
        texts.SelectMany(text => text.Split([',', ';', ' '], StringSplitOptions.RemoveEmptyEntries));

    private static IEnumerable<string> Matching(string text)
    {
        var prefix = text.ToUpperInvariant().TrimEnd('X', '*');
        return prefix.Length == 0 ? [] : Rules.All.Select(rule => rule.Id).Where(id =>
            id == prefix || (prefix.Length < id.Length && prefix.Length > "SOCK".Length && id.StartsWith(prefix, StringComparison.Ordinal)));
    }

    /// <summary>Levenshtein's: how many characters to change, add or remove.</summary>
    private static int Distance(string left, string right)
    {
        var previous = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var current = new int[right.Length + 1];
            current[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var change = previous[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
                current[j] = Math.Min(change, Math.Min(previous[j], current[j - 1]) + 1);
            }

            previous = current;
        }

        return previous[right.Length];
    }
}
