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

    /// <summary>The metadata name of the type that declares the member; empty for a switch.</summary>
    public string DeclaringType => Path.LastIndexOf('.') is var end and > 2 ? Path.Substring(2, end - 2) : "";

    /// <summary>The name, without namespace, of the type that declares the member.</summary>
    public string TypeName => DeclaringType.Substring(DeclaringType.LastIndexOf('.') + 1);

    private string Path => Member.IndexOf('(') is var end and >= 0 ? Member.Substring(0, end) : Member;

    /// <summary>The arguments from this one on, as the words they were written as.</summary>
    public string Words(int from) => string.Join(" ", Arguments.Skip(from));
}
