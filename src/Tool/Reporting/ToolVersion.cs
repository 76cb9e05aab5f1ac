using System.Reflection;

namespace SocketSecurity.Tool.Reporting;

internal static class ToolVersion
{
    /// <summary>The version without the commit that a build may append.</summary>
    public static string Text { get; } =
        (typeof(ToolVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0").Split('+')[0];
}
