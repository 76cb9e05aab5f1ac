using System.Collections.Immutable;
using System.Text;

namespace SocketSecurity.Analyzers.KnownApis;

/// <summary>Reads one line: <c>role  member  [argument …]</c>; a <c>#</c> after white space begins a comment.</summary>
internal static class ApiCatalogueLine
{
    private static readonly char[] Blanks = [' ', '\t'];

    private static readonly Dictionary<string, ApiRole> Roles = Enum.GetValues(typeof(ApiRole))
        .Cast<ApiRole>()
        .ToDictionary(NameOf, StringComparer.Ordinal);

    /// <summary>How many arguments a role needs at least.</summary>
    private static int Needs(ApiRole role) => role switch
    {
        ApiRole.AcceptAnySwitch or ApiRole.CertificateCallback or ApiRole.TlsVersionEnum or ApiRole.SaltSink or ApiRole.TokenSink
            or ApiRole.CipherFactory or ApiRole.CipherMode or ApiRole.HashFactory or ApiRole.UnsafeDeserializer or ApiRole.UriSink => 1,
        ApiRole.RevocationSwitch or ApiRole.TlsSwitch or ApiRole.StarttlsMode or ApiRole.Unauthenticated or ApiRole.AppContextSwitch
            or ApiRole.KeySink or ApiRole.NonceSink or ApiRole.PasswordSink or ApiRole.MacProducer or ApiRole.TokenCheck => 2,
        ApiRole.TypeNameSetting => 3,
        _ => 0,
    };

    /// <returns>The entry, or null for a blank line or one with a <paramref name="problem"/>.</returns>
    public static ApiEntry? Read(string line, out string? problem)
    {
        problem = null;
        var comment = CommentIn(line);
        var words = (comment < 0 ? line : line.Substring(0, comment)).Split(Blanks, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0)
        {
            return null;
        }

        if (!Roles.TryGetValue(words[0], out var role))
        {
            problem = $"there is no role '{words[0]}', only {string.Join(", ", Roles.Keys)}";
        }
        else if (words.Length == 1)
        {
            problem = $"the role '{words[0]}' needs a member, as a documentation id such as P:Namespace.Type.Property";
        }
        else if (role != ApiRole.AppContextSwitch && !IsDocumentationId(words[1]))
        {
            problem = $"'{words[1]}' is no documentation id of a member: it begins with M:, P:, F: or E: and names namespace, type and member";
        }
        else if (words.Length - 2 < Needs(role))
        {
            problem = $"the role '{words[0]}' needs {Needs(role)} argument(s) after the member";
        }
        else if (role == ApiRole.CertificateCallback && !(words[2] is "returns-true" or "does-not-throw" || words[2].StartsWith("sets:", StringComparison.Ordinal)))
        {
            problem = $"'{words[2]}' is no way to accept: returns-true, does-not-throw or sets:Property";
        }

        return problem is null ? new ApiEntry(role, words[1], words.Skip(2).ToImmutableArray()) : null;
    }

    /// <summary>Constructors have a <c>#</c> in their documentation id, so one that begins a comment stands apart.</summary>
    private static int CommentIn(string line)
    {
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '#' && (i == 0 || line[i - 1] is ' ' or '\t'))
            {
                return i;
            }
        }

        return -1;
    }

    private static bool IsDocumentationId(string text) =>
        text.Length > 4 && text[1] == ':' && "MPFE".IndexOf(text[0]) >= 0 && text.IndexOf('.') > 2 && !text.EndsWith(".", StringComparison.Ordinal);

    private static string NameOf(ApiRole role)
    {
        var name = new StringBuilder();
        foreach (var letter in role.ToString())
        {
            if (char.IsUpper(letter) && name.Length > 0)
            {
                name.Append('-');
            }

            name.Append(char.ToLowerInvariant(letter));
        }

        return name.Replace("app-context", "appcontext").ToString();
    }
}
