using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace SocketSecurity.Tool.Analysis;

/// <summary>Severities and options as a build would apply them, from <c>.editorconfig</c> and global configuration files.</summary>
internal sealed class ScanConfiguration
{
    private readonly AnalyzerConfigSet _set;

    public ScanConfiguration(IReadOnlyList<AnalyzerConfig> files, IReadOnlyDictionary<string, string> buildProperties)
    {
        _set = AnalyzerConfigSet.Create(files);
        Options = new OptionsProvider(_set, buildProperties);
        Severities = new SeverityProvider(_set);
    }

    public AnalyzerConfigOptionsProvider Options { get; }

    public SyntaxTreeOptionsProvider Severities { get; }

    private sealed class OptionsProvider(AnalyzerConfigSet set, IReadOnlyDictionary<string, string> buildProperties) : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } =
            new Values(set.GlobalConfigOptions.AnalyzerOptions.SetItems(buildProperties));

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => ForPath(tree.FilePath);

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => ForPath(textFile.Path);

        private Values ForPath(string path) => new(set.GetOptionsForSourcePath(path).AnalyzerOptions);
    }

    private sealed class Values(ImmutableDictionary<string, string> values) : AnalyzerConfigOptions
    {
        public override IEnumerable<string> Keys => values.Keys;

        public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value) =>
            values.TryGetValue(key, out value) || values.TryGetValue(key.ToLowerInvariant(), out value);
    }

    private sealed class SeverityProvider(AnalyzerConfigSet set) : SyntaxTreeOptionsProvider
    {
        public override GeneratedKind IsGenerated(SyntaxTree tree, CancellationToken cancellationToken) =>
            set.GetOptionsForSourcePath(tree.FilePath).AnalyzerOptions.TryGetValue("generated_code", out var text)
                ? string.Equals(text, "true", StringComparison.OrdinalIgnoreCase) ? GeneratedKind.MarkedGenerated
                : string.Equals(text, "false", StringComparison.OrdinalIgnoreCase) ? GeneratedKind.NotGenerated
                : GeneratedKind.Unknown
                : GeneratedKind.Unknown;

        public override bool TryGetDiagnosticValue(
            SyntaxTree tree, string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic severity) =>
            set.GetOptionsForSourcePath(tree.FilePath).TreeOptions.TryGetValue(diagnosticId, out severity);

        public override bool TryGetGlobalDiagnosticValue(string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic severity) =>
            set.GlobalConfigOptions.TreeOptions.TryGetValue(diagnosticId, out severity);
    }
}
