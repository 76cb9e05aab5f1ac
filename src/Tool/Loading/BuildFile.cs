using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using SocketSecurity.Tool.Analysis;

namespace SocketSecurity.Tool.Loading;

/// <summary>
/// A project or props file, read as plain XML and never evaluated: conditions and imports are ignored, functions and unknown
/// properties stay as they are written. That is enough to know what the sources are compiled against, and runs nothing.
/// </summary>
internal sealed partial class BuildFile
{
    private readonly XElement _root;

    private BuildFile(string path, XElement root)
    {
        Path = path;
        _root = root;
    }

    public string Path { get; }

    public string Folder => System.IO.Path.GetDirectoryName(Path)!;

    /// <summary>The SDK that the file names; empty in the old format.</summary>
    public string Sdk => (_root.Attribute("Sdk")?.Value ?? Elements("Sdk").FirstOrDefault()?.Attribute("Name")?.Value ?? "").Split('/')[0];

    /// <summary>Null when the file is missing; a file that cannot be read is also reported, with its line.</summary>
    public static BuildFile? TryRead(string path, ProblemLog problems)
    {
        try
        {
            if (!File.Exists(path))
            {
                return null;
            }

            // No resolver and no DTD: a hostile file must not make the reader fetch or expand anything.
            using var reader = XmlReader.Create(path, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            var root = XDocument.Load(reader).Root;
            return root is { Name.LocalName: "Project" }
                ? new BuildFile(path, root)
                : Fail("this is not an MSBuild project: its root element is not Project", line: 1);
        }
        catch (XmlException exception)
        {
            // The refusal of a DTD has no line; the message of every other problem has one sentence that matters, the first.
            return Fail($"this is not valid XML: {exception.Message.Split(". ")[0]}", Math.Max(1, exception.LineNumber));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Fail($"the file cannot be read: {exception.Message}", line: null);
        }

        BuildFile? Fail(string reason, int? line)
        {
            problems.Unreadable(path, reason, line);
            return null;
        }
    }

    /// <summary>Every value the property is given anywhere in the file, in order.</summary>
    public IEnumerable<string> Property(string name) =>
        Elements("PropertyGroup").SelectMany(group => group.Elements())
            .Where(element => string.Equals(element.Name.LocalName, name, StringComparison.OrdinalIgnoreCase))
            .Select(element => element.Value.Trim());

    /// <summary>All items of a type.</summary>
    public IEnumerable<XElement> Items(string type) =>
        Elements("ItemGroup").SelectMany(group => group.Elements()).Where(element => element.Name.LocalName == type);

    /// <summary>The value of an attribute or, as the format also allows, of a child element.</summary>
    public static string? Metadata(XElement item, string name) =>
        (item.Attribute(name)?.Value ?? item.Elements().FirstOrDefault(child => child.Name.LocalName == name)?.Value)?.Trim();

    /// <summary>Whether a build may leave the item out.</summary>
    public static bool IsConditional(XElement item) => item.AncestorsAndSelf().Any(element => element.Attribute("Condition") is not null);

    /// <summary>Replaces <c>$(Name)</c> by the values given; references to other properties disappear.</summary>
    public static string Expand(string text, Func<string, string?> property) =>
        PropertyReference().Replace(text, match => property(match.Groups[1].Value) ?? "");

    private IEnumerable<XElement> Elements(string name) =>
        _root.DescendantsAndSelf().Where(element => element.Name.LocalName == name);

    [GeneratedRegex(@"\$\(([A-Za-z_][A-Za-z0-9_.-]*)\)")]
    private static partial Regex PropertyReference();
}
