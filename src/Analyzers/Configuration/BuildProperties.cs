using Microsoft.CodeAnalysis.Diagnostics;

namespace SocketSecurity.Analyzers.Configuration;

/// <summary>MSBuild properties that the package makes visible to analyzers. All are absent when files are analysed without a project.</summary>
public static class BuildProperties
{
    public const string ModeKey = "build_property.SocketSecurityMode";
    public const string TargetFrameworkKey = "build_property.TargetFramework";
    public const string IsTestProjectKey = "build_property.IsTestProject";

    /// <summary>The project's mode; <see cref="SecurityMode.Default"/> when there is none. The build refuses unknown ones.</summary>
    public static SecurityMode Mode(AnalyzerOptions options) =>
        Property(options, ModeKey) is { } text && Enum.TryParse<SecurityMode>(text, ignoreCase: true, out var mode)
            ? mode
            : SecurityMode.Default;

    /// <summary>The framework the project is built for, such as <c>net10.0</c> or <c>net472</c>; null when it is not known.</summary>
    public static string? TargetFramework(AnalyzerOptions options) => Property(options, TargetFrameworkKey);

    /// <summary>Whether the project is one of tests, as the test SDK tells the build.</summary>
    public static bool IsTestProject(AnalyzerOptions options) =>
        string.Equals(Property(options, IsTestProjectKey), "true", StringComparison.OrdinalIgnoreCase);

    private static string? Property(AnalyzerOptions options, string key) =>
        options.AnalyzerConfigOptionsProvider.GlobalOptions.TryGetValue(key, out var value) && value.Length > 0 ? value : null;
}
