using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using SocketSecurity.Analyzers.Configuration;

namespace SocketSecurity.Analyzers.Transport;

/// <summary>
/// SOCK5002 in settings files. Nothing shows what a setting is used for, so its name has to: one that says that something is connected
/// to, under no name that says that it is only compared, shown, allowed or listened on.
/// </summary>
public sealed class CleartextSettingAnalyzer : RuleAnalyzer
{
    /// <summary>How the name of a setting ends that holds an address to connect to. <c>Url</c> alone may be a link.</summary>
    private static readonly string[] EndPoints =
    [
        "endpoint", "serviceurl", "serviceuri", "serviceaddress", "apiurl", "apiuri", "apiaddress", "apibaseurl", "serverurl", "serveruri", "serveraddress",
        "brokerurl", "brokeruri", "webhookurl", "baseaddress", "metadataaddress", "authority", "connectionstring", "nodeuris",
    ];

    /// <summary>What a name on the way to the setting contains that makes it something else.</summary>
    private static readonly string[] Excuses =
    [
        "kestrel", "httpsys", "schema", "namespace", "issuer", "audience", "redirect", "callback", "return", "logout", "origin", "cors", "allowed", "proxy", "listen",
        "doc", "help", "link", "license", "terms", "contact", "swagger", "openapi", "example", "sample", "bindaddress", "public",
    ];

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.CleartextUri];

    public override void AnalyzeCompilation(RuleContext context) => context.RegisterAdditionalFileAction(file =>
    {
        var path = file.AdditionalFile.Path;
        if (!SettingsValue.MayBeIn(path) || file.AdditionalFile.GetText(file.CancellationToken) is not { } source)
        {
            return;
        }

        foreach (var value in SettingsValue.In(path, source.ToString()))
        {
            if (CleartextUri.Read(value.Text) is { Host: { } host } uri
                && IsConnectedTo(value.Path, uri.Scheme)
                && IsElsewhere(host)
                && !ClearHosts.IsFine(host, Options.CleartextHosts.Read(file.Options, file.AdditionalFile)))
            {
                Report(file, source, value, uri);
            }
        }
    });

    /// <summary>Schemes of the web name things as well; the others are only ever connected to.</summary>
    private static bool IsConnectedTo(IReadOnlyList<string> path, CleartextScheme scheme)
    {
        var names = path.Select(name => name.ToLowerInvariant()).ToList();
        if (names.Exists(name => Array.Exists(Excuses, excuse => name.IndexOf(excuse, StringComparison.Ordinal) >= 0)))
        {
            return false;
        }

        var last = names.Count == 0 ? "" : names[names.Count - 1].Replace("_", "").Replace("-", "");
        return scheme.Name is not ("http" or "ftp")
            || names.Contains("connectionstrings")
            || Array.Exists(EndPoints, end => last.EndsWith(end, StringComparison.Ordinal));
    }

    /// <summary>A name without a dot is a neighbour in a network of containers; what is no host name is filled in later.</summary>
    private static bool IsElsewhere(string host) =>
        (host.IndexOf('.') > 0 || host.IndexOf(':') >= 0)
        && host.All(character => char.IsLetterOrDigit(character) || character is '.' or '-' or '_' or ':');

    private static void Report(AdditionalFileAnalysisContext context, SourceText source, SettingsValue value, CleartextUri uri)
    {
        var span = new TextSpan(value.Start, value.Text.Length);
        var isDevelopment = Path.GetFileName(context.AdditionalFile.Path).IndexOf("Development", StringComparison.OrdinalIgnoreCase) >= 0;
        context.ReportDiagnostic(Diagnostic.Create(
            Rules.CleartextUri,
            Location.Create(context.AdditionalFile.Path, span, source.Lines.GetLinePositionSpan(span)),
            isDevelopment ? DiagnosticSeverity.Info : DiagnosticSeverity.Warning,
            additionalLocations: null,
            properties: CleartextUriAnalyzer.Properties(uri),
            $"{uri.Scheme.Name}://{uri.Host}",
            isDevelopment ? "; only a development environment reads this" : ""));
    }
}
