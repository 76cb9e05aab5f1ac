using Microsoft.CodeAnalysis.Text;

namespace SocketSecurity.Analyzers.Configuration;

/// <summary>A line <c>socketsecurity.key = value</c> of a configuration file, read by the compiler's rules.</summary>
internal sealed record OptionLine(string Key, string Value, TextSpan Span)
{
    /// <summary>Null for every other line: sections, comments, other people's options, and lines without a separator.</summary>
    public static OptionLine? TryRead(SourceText text, TextLine line)
    {
        var content = text.ToString(line.Span);
        var start = 0;
        while (start < content.Length && char.IsWhiteSpace(content[start]))
        {
            start++;
        }

        if (string.Compare(content, start, Options.KeyPrefix, 0, Options.KeyPrefix.Length, StringComparison.OrdinalIgnoreCase) != 0)
        {
            return null;
        }

        var separator = content.IndexOfAny(['=', ':'], start);
        if (separator < 0)
        {
            return null;
        }

        // As in the compiler's reader: the first '#' or ';' after the separator starts a comment.
        var comment = content.IndexOfAny(['#', ';'], separator);
        var end = comment < 0 ? content.Length : comment;
        var value = content.Substring(separator + 1, end - separator - 1).Trim();
        var span = TextSpan.FromBounds(line.Start + start, line.Start + content.Substring(0, end).TrimEnd().Length);
        return new OptionLine(content.Substring(start, separator - start).Trim(), value, span);
    }
}
