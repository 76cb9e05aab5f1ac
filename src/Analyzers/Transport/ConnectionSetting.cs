namespace SocketSecurity.Analyzers.Transport;

/// <summary>One <c>key=value</c> of a connection string.</summary>
/// <param name="Key">The key as it is written.</param>
/// <param name="Name">The key in lower case, without blanks and underscores, by which providers know its synonyms.</param>
/// <param name="Start">Where the value begins in the text.</param>
/// <param name="Value">The value without blanks and quotes around it.</param>
internal readonly record struct ConnectionSetting(string Key, string Name, int Start, string Value)
{
    public bool IsHost => Name is "server" or "datasource" or "host" or "address" or "addr" or "networkaddress" or "hostname";

    public bool IsPassword => Name is "password" or "pwd" or "accountkey" or "sharedaccesskey";

    /// <summary>The settings of the text from a place on, with the quoting that the database providers share.</summary>
    public static IEnumerable<ConnectionSetting> In(string text, int start, char separator)
    {
        while (start < text.Length)
        {
            var end = EndOf(text, start, separator);
            var equals = text.IndexOf('=', start, end - start);
            if (equals > 0)
            {
                var key = text.Substring(start, equals - start).Trim();
                var (valueStart, value) = ValueIn(text, equals + 1, end);
                yield return new ConnectionSetting(key, key.Replace(" ", "").Replace("_", "").ToLowerInvariant(), valueStart, value);
            }

            start = end + 1;
        }
    }

    /// <summary>The separator's place; inside quotes it separates nothing.</summary>
    private static int EndOf(string text, int start, char separator)
    {
        char? quote = null;
        for (var i = start; i < text.Length; i++)
        {
            if (quote is null && text[i] == separator)
            {
                return i;
            }

            if (text[i] is '"' or '\'')
            {
                quote = quote is null ? text[i] : quote == text[i] ? null : quote;
            }
        }

        return text.Length;
    }

    private static (int Start, string Value) ValueIn(string text, int start, int end)
    {
        while (start < end && text[start] is ' ' or '"' or '\'')
        {
            start++;
        }

        while (end > start && text[end - 1] is ' ' or '"' or '\'')
        {
            end--;
        }

        return (start, text.Substring(start, end - start));
    }
}
