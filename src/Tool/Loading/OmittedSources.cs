using System.Xml.Linq;
using SocketSecurity.Analyzers.Configuration;

namespace SocketSecurity.Tool.Loading;

/// <summary>
/// The sources that lie in a project's folder and that it says it does not compile, such as those for a platform it gave up.
/// What they declare would hide what the project really uses.
/// </summary>
internal sealed class OmittedSources
{
    private readonly List<(PathPattern Sources, bool AreOmitted)> _steps = [];

    /// <param name="items">The project's <c>Compile</c> items in order.</param>
    /// <param name="folder">The project's folder.</param>
    public OmittedSources(IEnumerable<XElement> items, string folder)
    {
        foreach (var item in items)
        {
            // Whether a condition holds is not known here; a source that may be compiled is not left out.
            if (BuildFile.Metadata(item, "Remove") is { } removed && !IsConditional(item))
            {
                Add(removed, areOmitted: true);
            }

            if (BuildFile.Metadata(item, "Include") is { } included)
            {
                Add(included, areOmitted: false);
            }
        }

        void Add(string value, bool areOmitted)
        {
            foreach (var part in value.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            {
                if (PatternOf(part, areOmitted, folder) is { } pattern)
                {
                    _steps.Add((pattern, areOmitted));
                }
            }
        }
    }

    /// <param name="path">A full path.</param>
    public bool Contains(string path) => _steps.FindLast(step => step.Sources.IsMatch(path)).AreOmitted;

    /// <summary>Properties and lists are not evaluated: such an item omits nothing, and may be any of the project's sources.</summary>
    private static PathPattern? PatternOf(string part, bool areOmitted, string folder)
    {
        var isKnown = part.IndexOfAny(['$', '@']) < 0;
        var text = isKnown ? Path.GetFullPath(Path.Combine(folder, part.Replace('\\', '/'))) : areOmitted ? "" : "**";
        return PathPattern.TryParse(text, out var pattern) ? pattern : null;
    }

    /// <summary>Targets run only in some builds, and usually to put the sources back that they generate.</summary>
    private static bool IsConditional(XElement item) =>
        item.AncestorsAndSelf().Any(element => element.Attribute("Condition") is not null || element.Name.LocalName is "Target" or "Otherwise");
}
