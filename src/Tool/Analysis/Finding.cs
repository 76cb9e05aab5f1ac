using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace SocketSecurity.Tool.Analysis;

/// <summary>A diagnostic with everything a report needs, so that no compilation stays in memory for it.</summary>
internal sealed record Finding(
    DiagnosticDescriptor Rule, DiagnosticSeverity Severity, string Message, SourcePlace Place, ImmutableArray<SourcePlace> Related)
{
    /// <summary>Findings of the same identity are one, whichever project, framework or conditional symbol showed them.</summary>
    public (string Rule, string Path, LinePosition Start) Identity => (Rule.Id, Place.Path, Place.Span.Start);
}

/// <summary>A place in a file with the text of the lines around it.</summary>
/// <param name="Path">The full path.</param>
/// <param name="Span">Lines and columns from 0.</param>
/// <param name="Lines">The line before, the first lines of the span and the line after.</param>
/// <param name="FirstLine">The number of the first of <paramref name="Lines"/>, from 0.</param>
internal sealed record SourcePlace(string Path, LinePositionSpan Span, ImmutableArray<string> Lines, int FirstLine)
{
    private const int MostLines = 5;

    /// <summary>The text of the line on which the place begins; empty when the file could not be shown.</summary>
    public string StartLineText
    {
        get
        {
            var index = Span.Start.Line - FirstLine;
            return index >= 0 && index < Lines.Length ? Lines[index] : "";
        }
    }

    public static SourcePlace Create(string path, LinePositionSpan span, SourceText? text)
    {
        if (text is null || span.Start.Line >= text.Lines.Count)
        {
            return new SourcePlace(path, span, [], span.Start.Line);
        }

        var first = Math.Max(0, span.Start.Line - 1);
        var last = Math.Min(text.Lines.Count - 1, Math.Min(span.End.Line + 1, first + MostLines - 1));
        var lines = ImmutableArray.CreateBuilder<string>(last - first + 1);
        for (var line = first; line <= last; line++)
        {
            lines.Add(text.Lines[line].ToString());
        }

        return new SourcePlace(path, span, lines.ToImmutable(), first);
    }
}
