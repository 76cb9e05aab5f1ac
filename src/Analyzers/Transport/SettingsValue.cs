using System.Text.RegularExpressions;
using SocketSecurity.Analyzers.Configuration;

namespace SocketSecurity.Analyzers.Transport;

/// <summary>
/// A text in a settings file, with the names it stands under. Files are scanned, not parsed, so that one which is being typed gives what
/// stands in it.
/// </summary>
/// <param name="Path">The names from the outermost to its own; for XML the element or section, and the key.</param>
/// <param name="Start">Where the text begins in the file.</param>
/// <param name="Text">The text as it is written.</param>
internal readonly record struct SettingsValue(IReadOnlyList<string> Path, int Start, string Text)
{
    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.Singleline;

    /// <summary><c>&lt;add key="…" value="…" /></c> and <c>&lt;add name="…" connectionString="…" /></c>.</summary>
    private static readonly Regex XmlPair = new(@"<add\s+(?:key|name)\s*=\s*""(?<key>[^""]*)""\s+(?<kind>value|connectionString)\s*=\s*""(?<value>[^""]*)""", Options);

    /// <summary><c>&lt;setting name="…"><value>…</value></c>, which the settings designer writes.</summary>
    private static readonly Regex XmlSetting = new(@"<setting\s+name\s*=\s*""(?<key>[^""]*)""[^>]*>\s*<value>\s*(?<value>[^<\s]*)\s*</value>", Options);

    /// <summary>The endpoints of clients; those of services are what others connect to.</summary>
    private static readonly Regex XmlClient = new(@"<client>(?<endpoints>.*?)(?:</client>|$)", Options);

    private static readonly Regex XmlEndPoint = new(@"<endpoint\s[^>]*?\baddress\s*=\s*""(?<value>[^""]*)""", Options);

    /// <summary>Whether a file of this name is one of settings, as the package passes them to the analyzers.</summary>
    public static bool MayBeIn(string path)
    {
        var name = System.IO.Path.GetFileName(path);
        return IsXml(name)
            || (name.EndsWith(".json", StringComparison.OrdinalIgnoreCase)
                && (name.StartsWith("appsettings", StringComparison.OrdinalIgnoreCase) || name.StartsWith("runtimeconfig.template", StringComparison.OrdinalIgnoreCase)));
    }

    public static IEnumerable<SettingsValue> In(string path, string text) => IsXml(path) ? InXml(text) : InJson(text);

    private static bool IsXml(string path) => path.EndsWith(".config", StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<SettingsValue> InXml(string text)
    {
        var code = XmlComments.BlankedIn(text);
        foreach (Match pair in XmlPair.Matches(code))
        {
            yield return Found([pair.Groups["kind"].Value == "value" ? "add" : "connectionStrings", pair.Groups["key"].Value], pair.Groups["value"], 0);
        }

        foreach (Match setting in XmlSetting.Matches(code))
        {
            yield return Found(["setting", setting.Groups["key"].Value], setting.Groups["value"], 0);
        }

        foreach (Match client in XmlClient.Matches(code))
        {
            var endpoints = client.Groups["endpoints"];
            foreach (Match endpoint in XmlEndPoint.Matches(endpoints.Value))
            {
                yield return Found(["client", "endpoint"], endpoint.Groups["value"], endpoints.Index);
            }
        }
    }

    private static SettingsValue Found(IReadOnlyList<string> path, Group value, int offset) => new(path, offset + value.Index, value.Value);

    private static IEnumerable<SettingsValue> InJson(string text)
    {
        var path = new List<string>();
        var isKey = false;
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '/' when i + 1 < text.Length && text[i + 1] == '/':
                    i = EndOf(text, "\n", i);
                    break;
                case '/' when i + 1 < text.Length && text[i + 1] == '*':
                    i = EndOf(text, "*/", i + 2) + 1;
                    break;
                case '{':
                    path.Add("");
                    isKey = true;
                    break;
                case '}' when path.Count > 0:
                    path.RemoveAt(path.Count - 1);
                    isKey = false;
                    break;
                case '[' or ':':
                    isKey = false;
                    break;
                case ',':
                    isKey = !IsInArray(text, i);
                    break;
                case '"':
                    var end = EndOfString(text, i + 1);
                    var content = text.Substring(i + 1, end - i - 1);
                    if (isKey && path.Count > 0)
                    {
                        path[path.Count - 1] = content;
                    }
                    else
                    {
                        yield return new SettingsValue([.. path], i + 1, content);
                    }

                    i = end;
                    break;
            }
        }
    }

    /// <summary>Whether the next thing after a comma is no key: a string that no colon follows.</summary>
    private static bool IsInArray(string text, int comma)
    {
        var next = comma + 1;
        while (next < text.Length && char.IsWhiteSpace(text[next]))
        {
            next++;
        }

        if (next >= text.Length || text[next] != '"')
        {
            return false;
        }

        var after = EndOfString(text, next + 1) + 1;
        while (after < text.Length && char.IsWhiteSpace(text[after]))
        {
            after++;
        }

        return after >= text.Length || text[after] != ':';
    }

    private static int EndOfString(string text, int start)
    {
        for (var i = start; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '\\':
                    i++;
                    break;
                case '"' or '\n':
                    return i;
            }
        }

        return text.Length;
    }

    private static int EndOf(string text, string mark, int start) => text.IndexOf(mark, start, StringComparison.Ordinal) is >= 0 and var end ? end : text.Length;
}
