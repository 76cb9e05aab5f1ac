namespace SocketSecurity.Keys;

/// <summary>
/// A password hash as text, <c>$name$parameters$salt$hash</c> with unpadded base64 (the PHC string format). The parameters
/// may have several parts, as Argon2's version has one of its own.
/// </summary>
internal sealed record PhcString(string Name, string Parameters, byte[] Salt, byte[] Hash)
{
    private const int MaxLength = 512;

    public static PhcString? TryParse(string? text)
    {
        if (text is null || text.Length > MaxLength || !text.StartsWith('$'))
        {
            return null;
        }

        var parts = text.Split('$');
        if (parts.Length is < 5 or > 6
            || Decode(parts[^2], PasswordKey.SaltSize) is not { } salt
            || Decode(parts[^1], SymmetricKey.Size) is not { } hash)
        {
            return null;
        }

        return new PhcString(parts[1], string.Join('$', parts[2..^2]), salt, hash);
    }

    public override string ToString() => $"${Name}${Parameters}${Encode(Salt)}${Encode(Hash)}";

    private static string Encode(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=');

    private static byte[]? Decode(string text, int size)
    {
        var bytes = new byte[size];
        return !text.AsSpan().ContainsAny('-', '_')
            && CanonicalBase64.TryDecodeUrl(text.Replace('+', '-').Replace('/', '_'), bytes, out var written)
            && written == size
                ? bytes
                : null;
    }
}
