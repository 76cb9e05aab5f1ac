using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace SocketSecurity.Tool.Analysis;

/// <summary>Which findings a scan is about.</summary>
/// <param name="Path">Whether findings in the file are wanted, by full path.</param>
/// <param name="Rule">Whether findings of the rule are wanted.</param>
/// <param name="MinimumSeverity">Anything below is left out.</param>
internal sealed record FindingFilter(Func<string, bool> Path, Func<string, bool> Rule, DiagnosticSeverity MinimumSeverity);

/// <summary>Unites the findings of all compilations. Of one finding that was seen in several ways, the most severe one stays.</summary>
internal sealed class FindingSet(FindingFilter filter)
{
    private readonly Dictionary<(string Rule, string Path, LinePosition Start), Finding> _findings = [];

    /// <summary>By path, then by place, then by rule.</summary>
    public IReadOnlyList<Finding> Sorted =>
    [
        .. _findings.Values
            .OrderBy(finding => finding.Place.Path, StringComparer.Ordinal)
            .ThenBy(finding => finding.Place.Span.Start)
            .ThenBy(finding => finding.Place.Span.End)
            .ThenBy(finding => finding.Rule.Id, StringComparer.Ordinal),
    ];

    public void Add(Diagnostic diagnostic, ImmutableArray<AdditionalText> additionalFiles, CancellationToken cancellation)
    {
        if (diagnostic.Severity < filter.MinimumSeverity || !filter.Rule(diagnostic.Id) ||
            Place(diagnostic.Location, additionalFiles, cancellation) is not { } place ||
            !(filter.Path(place.Path) || BundledAnalyzers.IsConfigurationRule(diagnostic.Id)))
        {
            return;
        }

        var related = ImmutableArray.CreateBuilder<SourcePlace>();
        foreach (var location in diagnostic.AdditionalLocations)
        {
            if (Place(location, additionalFiles, cancellation) is { } other)
            {
                related.Add(other);
            }
        }

        var message = diagnostic.GetMessage(CultureInfo.InvariantCulture);
        var finding = new Finding(diagnostic.Descriptor, diagnostic.Severity, message, place, related.ToImmutable());
        if (!_findings.TryGetValue(finding.Identity, out var known) || known.Severity < finding.Severity)
        {
            _findings[finding.Identity] = finding;
        }
    }

    private static SourcePlace? Place(Location location, ImmutableArray<AdditionalText> additionalFiles, CancellationToken cancellation)
    {
        switch (location.Kind)
        {
            case LocationKind.SourceFile:
                var tree = location.SourceTree!;
                return SourcePlace.Create(tree.FilePath, location.GetLineSpan().Span, tree.GetText(cancellation));
            case LocationKind.ExternalFile:
                var span = location.GetLineSpan();
                var file = additionalFiles.FirstOrDefault(text => text.Path == span.Path);
                var path = file is AdditionalFile known ? known.OriginalPath : span.Path;
                return SourcePlace.Create(path, span.Span, file?.GetText(cancellation));
            default:
                return null;
        }
    }
}
