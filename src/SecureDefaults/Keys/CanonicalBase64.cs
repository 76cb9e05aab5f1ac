using System.Buffers.Text;
using System.Security.Cryptography;

namespace SocketSecurity.Keys;

/// <summary>
/// Base64 with exactly one accepted text per value. The platform's decoders skip white space and take padding or leave
/// it; a text that is compared, cached or revoked by its spelling must not have a second spelling.
/// </summary>
internal static class CanonicalBase64
{
    /// <summary>Decodes unpadded base64url; false for any text that encoding the result would not give back.</summary>
    public static bool TryDecodeUrl(ReadOnlySpan<char> text, Span<byte> destination, out int written)
    {
        written = 0;
        if (text.ContainsAnyExcept(UrlAlphabet))
        {
            return false;
        }

        // The alphabet check leaves white space and padding no way in, and the decoder itself refuses stray bits.
        return Base64Url.DecodeFromChars(text, destination, out _, out written) == System.Buffers.OperationStatus.Done;
    }

    /// <summary>Decodes a 32-byte key in base64 or base64url, with complete padding or none.</summary>
    public static bool TryDecodeKey(ReadOnlySpan<char> text, Span<byte> key)
    {
        if (text.Length == 44 && text[^1] == '=')
        {
            text = text[..43];
        }

        if (text.Length != 43)
        {
            return false;
        }

        Span<char> url = stackalloc char[43];
        try
        {
            text.Replace(url, '+', '-');
            url.Replace('/', '_');
            return TryDecodeUrl(url, key, out var written) && written == key.Length;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(System.Runtime.InteropServices.MemoryMarshal.AsBytes(url));
        }
    }

    private static readonly System.Buffers.SearchValues<char> UrlAlphabet =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");
}
