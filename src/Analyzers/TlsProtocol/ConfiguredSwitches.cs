using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.Text;
using SocketSecurity.Analyzers.Configuration;

namespace SocketSecurity.Analyzers.TlsProtocol;

/// <summary>
/// The AppContext switches that a configuration file sets, with the place of each. The files are read as text, not parsed, so
/// that one which is being typed still gives what stands in it; comments are blanked out first.
/// </summary>
internal static class ConfiguredSwitches
{
    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.Singleline;

    /// <summary>A string is matched first, so that <c>//</c> inside one does not begin a comment.</summary>
    private static readonly Regex JsonStringOrComment = new(@"""(?:[^""\\\n]|\\.)*""|//[^\n]*|/\*.*?(?:\*/|$)", Options);

    /// <summary><c>configProperties</c> of a runtime configuration: <c>"name": true</c>.</summary>
    private static readonly Regex JsonProperty = new(@"""(?<name>[^""\\\n]+)""\s*:\s*""?(?<value>true|false)\b""?", Options | RegexOptions.IgnoreCase);

    /// <summary><c>&lt;AppContextSwitchOverrides value="name=value;name=value" /></c>, the only one of its kind in a file.</summary>
    private static readonly Regex Overrides = new(@"<AppContextSwitchOverrides\s[^>]*?\bvalue\s*=\s*(?<quote>[""'])(?<list>.*?)\k<quote>", Options);

    private static readonly Regex Override = new(@"(?<name>[^=;\s]+)\s*=\s*(?<value>\w+)", Options);

    /// <summary><c>&lt;add key="AppContext.SetSwitch:name" value="true" /></c>, as ASP.NET reads it.</summary>
    private static readonly Regex Setting = new(
        @"<add\s+key\s*=\s*[""']AppContext\.SetSwitch:(?<name>[^""']+)[""']\s+value\s*=\s*[""'](?<value>[^""']*)[""']", Options);

    public static bool MayBeIn(string path)
    {
        var name = Path.GetFileName(path);
        return IsJson(name)
            || name.Equals("app.config", StringComparison.OrdinalIgnoreCase)
            || name.Equals("web.config", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith(".exe.config", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith(".dll.config", StringComparison.OrdinalIgnoreCase);
    }

    public static IEnumerable<(string Name, string Value, TextSpan Span)> Read(string path, string text) =>
        IsJson(Path.GetFileName(path)) ? ReadJson(text) : ReadXml(text);

    private static bool IsJson(string name) =>
        name.EndsWith("runtimeconfig.template.json", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith(".runtimeconfig.json", StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<(string Name, string Value, TextSpan Span)> ReadJson(string text)
    {
        var code = JsonStringOrComment.Replace(text, match => match.Value[0] == '"' ? match.Value : new string(' ', match.Length));
        foreach (Match property in JsonProperty.Matches(code))
        {
            yield return Found(property, 0);
        }
    }

    private static IEnumerable<(string Name, string Value, TextSpan Span)> ReadXml(string text)
    {
        var code = XmlComments.BlankedIn(text);
        foreach (Match overrides in Overrides.Matches(code))
        {
            var list = overrides.Groups["list"];
            foreach (Match one in Override.Matches(list.Value))
            {
                yield return Found(one, list.Index);
            }
        }

        foreach (Match setting in Setting.Matches(code))
        {
            yield return Found(setting, 0);
        }
    }

    private static (string Name, string Value, TextSpan Span) Found(Match match, int offset) =>
        (match.Groups["name"].Value, match.Groups["value"].Value, new TextSpan(offset + match.Index, match.Length));
}
