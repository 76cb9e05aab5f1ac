using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace SocketSecurity.Analyzers.KnownApis;

/// <summary>SOCK0001: a line of the user's catalogue that cannot be read, reported where it stands.</summary>
[NoCodeFix("SOCK0001", "Code fixes cannot edit additional files, and only the user knows which member was meant.")]
public sealed class ApiCatalogueAnalyzer : RuleAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.MalformedApiCatalogueLine];

    public override void AnalyzeCompilation(RuleContext context) =>
        context.RegisterAdditionalFileAction(file =>
        {
            var path = file.AdditionalFile.Path;
            if (!ApiCatalogue.IsUserFile(path) || file.AdditionalFile.GetText(file.CancellationToken) is not { } text)
            {
                return;
            }

            foreach (var line in text.Lines)
            {
                ApiCatalogueLine.Read(line.ToString(), out var problem);
                if (problem is not null)
                {
                    var location = Location.Create(path, line.Span, text.Lines.GetLinePositionSpan(line.Span));
                    file.ReportDiagnostic(Diagnostic.Create(Rules.MalformedApiCatalogueLine, location, problem));
                }
            }
        });
}
