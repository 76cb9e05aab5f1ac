using SocketSecurity.Analyzers.Flow.Origins;
using SocketSecurity.Analyzers.KnownApis;

namespace SocketSecurity.Analyzers.KeysAndCredentials;

/// <summary>Text that stands where a password belongs and is none: what templates, samples and documentation write.</summary>
internal static class Placeholder
{
    private static readonly HashSet<string> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        "changeit", "changeme", "change-me", "change_me", "placeholder", "redacted", "removed", "secret-here", "yourpassword", "your-password", "your_password",
    };

    /// <summary>Whether every constant among the origins is one.</summary>
    public static bool IsAll(OriginSet set)
    {
        var found = false;
        foreach (var origin in set.Origins)
        {
            if (origin.Kind != ValueOriginKind.Constant)
            {
                continue;
            }

            if (origin.Constant is not { HasValue: true, Value: string text } || !Is(text))
            {
                return false;
            }

            found = true;
        }

        return found;
    }

    /// <summary>The user <c>username</c> with the password <c>password</c>, and what else people write who mean neither.</summary>
    public static bool IsLogin(SinkValue sink, OriginSet set) =>
        OpenCredential.UserOf(sink) is "username" or "user" or "USER"
        && set.Origins.All(static origin => origin.Constant is { HasValue: true, Value: "password" or "pass" or "pwd" or "PWD" });

    public static bool Is(string text) => Words.Contains(text) || IsBracketed(text) || IsOneCharacterRepeated(text);

    private static bool IsBracketed(string text) =>
        text.Length > 2 && (text[0], text[text.Length - 1]) is ('<', '>') or ('{', '}') or ('[', ']') or ('%', '%') or ('$', '$');

    private static bool IsOneCharacterRepeated(string text)
    {
        if (text.Length < 3 || text[0] is not ('*' or 'x' or 'X' or '.' or '?'))
        {
            return false;
        }

        foreach (var character in text)
        {
            if (character != text[0])
            {
                return false;
            }
        }

        return true;
    }
}
