using System.CommandLine;
using SocketSecurity.Analyzers.Configuration;

namespace SocketSecurity.Tool.Commands;

/// <summary>Options whose values are checked while the command line is read, with messages that say what would be right.</summary>
internal static class OptionForms
{
    /// <summary>One of a few words, in any letter case.</summary>
    public static Option<T> Choice<T>(string name, string description, params (string Word, T Value)[] choices) => new(name)
    {
        Description = description,
        HelpName = string.Join("|", choices.Select(choice => choice.Word)),
        CustomParser = result =>
        {
            var text = result.Tokens[^1].Value;
            foreach (var choice in choices)
            {
                if (string.Equals(choice.Word, text, StringComparison.OrdinalIgnoreCase))
                {
                    return choice.Value;
                }
            }

            result.AddError($"'{text}' is not a value of {name}: use {string.Join(", ", choices.Select(choice => choice.Word))}.");
            return default!;
        },
    };

    /// <summary>Path patterns.</summary>
    public static Option<string[]> Patterns(string name, string description)
    {
        var option = new Option<string[]>(name) { Description = description, HelpName = "GLOB" };
        option.Validators.Add(result =>
        {
            foreach (var text in result.GetValueOrDefault<string[]>() ?? [])
            {
                if (!PathPattern.TryParse(text.Trim(), out _))
                {
                    result.AddError($"'{text}' is not a pattern for {name}: use one such as \"tests/**\".");
                }
            }
        });
        return option;
    }

    public static IReadOnlyList<PathPattern> Read(string[]? patterns) =>
        [.. (patterns ?? []).Select(text => PathPattern.TryParse(text.Trim(), out var pattern) ? pattern : null).OfType<PathPattern>()];
}
