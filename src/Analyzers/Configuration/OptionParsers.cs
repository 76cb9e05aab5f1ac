using System.Collections.Immutable;
using System.Globalization;

namespace SocketSecurity.Analyzers.Configuration;

/// <summary>Readers of option values. All of them refuse an empty text: an option that is set says something.</summary>
public static class OptionParsers
{
    /// <summary>One of several words, in any letter case.</summary>
    public static AnalyzerOption<T>.TryParse Choice<T>(params (string Word, T Value)[] choices)
        where T : struct =>
        (string text, out T value) =>
        {
            foreach (var choice in choices)
            {
                if (string.Equals(choice.Word, text, StringComparison.OrdinalIgnoreCase))
                {
                    value = choice.Value;
                    return true;
                }
            }

            value = default;
            return false;
        };

    /// <summary>A whole number from <paramref name="minimum"/> to <paramref name="maximum"/>, digits only.</summary>
    public static AnalyzerOption<int>.TryParse Number(int minimum, int maximum) =>
        (string text, out int value) =>
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value >= minimum && value <= maximum;

    /// <summary>Values separated by commas (a semicolon starts a comment in these files), each read on its own.</summary>
    public static AnalyzerOption<ImmutableArray<T>>.TryParse List<T>(AnalyzerOption<T>.TryParse parseItem) =>
        (string text, out ImmutableArray<T> values) =>
        {
            var builder = ImmutableArray.CreateBuilder<T>();
            foreach (var part in text.Split(','))
            {
                if (!parseItem(part.Trim(), out var value))
                {
                    values = [];
                    return false;
                }

                builder.Add(value);
            }

            values = builder.ToImmutable();
            return true;
        };

    /// <summary>Any word that is not empty.</summary>
    public static bool Text(string text, out string value)
    {
        value = text;
        return text.Length > 0;
    }
}
