using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace SocketSecurity.Analyzers.Configuration;

/// <summary>An option that users set in <c>.editorconfig</c> or a global analyzer configuration.</summary>
public abstract class AnalyzerOption(string key, string defaultText, string expected, string description)
{
    /// <summary>The key as it is written in the configuration, in lower case.</summary>
    public string Key { get; } = key;

    /// <summary>The default as a user would write it.</summary>
    public string DefaultText { get; } = defaultText;

    /// <summary>What a value must look like, as the end of the sentence "The value must be …".</summary>
    public string Expected { get; } = expected;

    /// <summary>What the option changes, in one sentence.</summary>
    public string Description { get; } = description;

    /// <summary>Whether the text is a value of this option.</summary>
    public abstract bool IsValid(string text);
}

/// <summary>An option with values of type <typeparamref name="T"/>.</summary>
public sealed class AnalyzerOption<T>(
    string key, T defaultValue, string defaultText, AnalyzerOption<T>.TryParse parse, string expected, string description)
    : AnalyzerOption(key, defaultText, expected, description)
{
    private readonly TryParse _parse = parse;

    /// <summary>Reads a value; false when the text is none. The text comes without surrounding white space.</summary>
    public delegate bool TryParse(string text, [MaybeNullWhen(false)] out T value);

    public T Default { get; } = defaultValue;

    public override bool IsValid(string text) => _parse(text, out _);

    /// <summary>The value that holds for a source file, from its <c>.editorconfig</c> sections and global configurations.</summary>
    public T Read(AnalyzerOptions options, SyntaxTree tree) => Read(options.AnalyzerConfigOptionsProvider.GetOptions(tree));

    /// <summary>The value that holds for a file that is not source.</summary>
    public T Read(AnalyzerOptions options, AdditionalText file) => Read(options.AnalyzerConfigOptionsProvider.GetOptions(file));

    /// <summary>The configured value. One that cannot be read counts as absent; SOCK0002 reports it where it stands.</summary>
    public T Read(AnalyzerConfigOptions options) =>
        options.TryGetValue(Key, out var text) && _parse(text.Trim(), out var value) ? value : Default;
}
