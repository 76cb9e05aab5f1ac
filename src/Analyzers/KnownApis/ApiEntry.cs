using System.Collections.Immutable;

namespace SocketSecurity.Analyzers.KnownApis;

/// <summary>One line of the API catalogue.</summary>
/// <param name="Role">What the member does.</param>
/// <param name="Member">Its documentation id, without parameters to mean every overload; a switch's name for AppContext switches.</param>
/// <param name="Arguments">What else the role needs.</param>
public sealed record ApiEntry(ApiRole Role, string Member, ImmutableArray<string> Arguments)
{
    /// <summary>The member's own name, by which entries are found.</summary>
    public string SimpleName
    {
        get
        {
            var name = Path;
            var simple = name.Substring(name.LastIndexOf('.') + 1);
            return simple == "#ctor" ? ".ctor" : simple;
        }
    }

    /// <summary>The name, without namespace, of the type that declares the member.</summary>
    public string TypeName
    {
        get
        {
            var type = Path.Substring(0, Math.Max(0, Path.LastIndexOf('.')));
            return type.Substring(type.LastIndexOfAny(['.', ':']) + 1);
        }
    }

    private string Path => Member.IndexOf('(') is var end and >= 0 ? Member.Substring(0, end) : Member;

    /// <summary>The arguments from this one on, as the words they were written as.</summary>
    public string Words(int from) => string.Join(" ", Arguments.Skip(from));
}
