using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using SocketSecurity.Analyzers.Configuration;

namespace SocketSecurity.Tool.Loading;

/// <summary>A mode as the package sets it: the property that analyzers read, and the severities of all rules at the lowest precedence.</summary>
internal static class ModeConfiguration
{
    public static ImmutableArray<AnalyzerConfig> Severities(SecurityMode mode)
    {
        // Default has no file, so that a user's settings for whole categories keep their effect.
        if (mode == SecurityMode.Default)
        {
            return [];
        }

        var name = mode.ToString().ToLowerInvariant();
        using var stream = typeof(ModeConfiguration).Assembly.GetManifestResourceStream($"modes/{name}.globalconfig")
            ?? throw new InvalidOperationException($"The severities of mode {name} are not in this program.");
        return [AnalyzerConfig.Parse(SourceText.From(stream), $"/socketsec/{name}.globalconfig")];
    }

    public static ImmutableDictionary<string, string> Properties(SecurityMode? mode, TargetFramework? framework, bool isTest)
    {
        var properties = ImmutableDictionary.CreateBuilder<string, string>();
        if (mode is { } chosen)
        {
            properties.Add(BuildProperties.ModeKey, chosen.ToString());
        }

        if (framework is not null)
        {
            properties.Add(BuildProperties.TargetFrameworkKey, framework.Moniker);
        }

        if (isTest)
        {
            properties.Add(BuildProperties.IsTestProjectKey, "true");
        }

        return properties.ToImmutable();
    }
}
