using System.Security.Cryptography;
using System.Text;

namespace SocketSecurity.Keys;

/// <summary>
/// A root secret: 256 bits from which every other key is derived by type and label. Keep one per service, outside the
/// code, and derive the rest.
/// </summary>
/// <remarks>
/// Derivation is HKDF-SHA-256 (RFC 5869) without salt over
/// <c>"SocketSecurity/1/" ‖ type ‖ 0x00 ‖ label</c>: two labels, or two key types with the same label, give unrelated keys.
/// </remarks>
public sealed class SecretKey : SymmetricKey, ISymmetricKey<SecretKey>
{
    private SecretKey(KeyMaterial material)
        : base(material)
    {
    }

    static string ISymmetricKey<SecretKey>.Purpose => "root";

    static SecretKey ISymmetricKey<SecretKey>.From(KeyMaterial material) => new(material);

    /// <summary>A new secret from the operating system's random generator.</summary>
    /// <returns>The secret; dispose it when it is no longer needed.</returns>
    public static SecretKey Generate() => new(KeyMaterial.Generate());

    /// <summary>Takes over a secret.</summary>
    /// <param name="bytes">Exactly 32 bytes, not all zero; the caller wipes them afterwards.</param>
    /// <returns>The secret; dispose it when it is no longer needed.</returns>
    /// <exception cref="ArgumentException">The size is not 32 bytes, or every byte is zero.</exception>
    public static SecretKey FromBytes(ReadOnlySpan<byte> bytes) => new(Accept(bytes));

    /// <summary>Reads a secret from base64 or base64url text, as <c>openssl rand -base64 32</c> prints it.</summary>
    /// <param name="text">The text in its one canonical form: no spaces, padding complete or absent.</param>
    /// <returns>The secret; dispose it when it is no longer needed.</returns>
    /// <exception cref="FormatException">The text is not canonical base64 of a usable 32-byte key.</exception>
    public static SecretKey FromBase64(ReadOnlySpan<char> text) =>
        TryFromBase64(text) ?? throw new FormatException("The text is not base64 of a 32-byte key.");

    /// <summary>Reads a secret from an environment variable that holds it as base64.</summary>
    /// <param name="variable">The variable's name.</param>
    /// <returns>The secret; dispose it when it is no longer needed.</returns>
    /// <exception cref="KeyUnavailableException">The variable is missing, empty or not base64 of a 32-byte key.</exception>
    public static SecretKey FromEnvironment(string variable)
    {
        ArgumentException.ThrowIfNullOrEmpty(variable);
        var text = Environment.GetEnvironmentVariable(variable);
        if (string.IsNullOrEmpty(text))
        {
            throw new KeyUnavailableException($"The environment variable '{variable}' that should hold a key is not set.");
        }

        return TryFromBase64(text.AsSpan().Trim())
            ?? throw new KeyUnavailableException($"The environment variable '{variable}' does not hold base64 of a 32-byte key.");
    }

    /// <summary>Reads a secret from a file that holds it as one line of base64 and that other users cannot read.</summary>
    /// <param name="path">The file. A link is followed; the rights of the file behind it count.</param>
    /// <param name="access">Who else may be able to read the file (Unix only; Windows guards files by inherited ACLs).</param>
    /// <returns>The secret; dispose it when it is no longer needed.</returns>
    /// <exception cref="KeyUnavailableException">
    /// The file is missing, unreadable, open to other users, or does not hold base64 of a 32-byte key.
    /// </exception>
    public static SecretKey FromFile(string path, KeyFileAccess access = KeyFileAccess.OwnerOnly)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var content = ProtectedFile.Read(path, access, maxLength: 256);
        Span<char> text = stackalloc char[256];
        try
        {
            var length = Encoding.UTF8.GetCharCount(content) <= text.Length ? Encoding.UTF8.GetChars(content, text) : 0;
            return TryFromBase64(text[..length].Trim())
                ?? throw new KeyUnavailableException($"The file '{path}' does not hold base64 of a 32-byte key.");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content);
            text.Clear();
        }
    }

    /// <summary>Writes the secret as base64 to a new file that only its owner can read; never overwrites.</summary>
    /// <param name="path">The file to create.</param>
    /// <exception cref="IOException">The file exists already, or cannot be written.</exception>
    /// <exception cref="ObjectDisposedException">The secret was disposed.</exception>
    public void SaveToNewFile(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Span<byte> key = stackalloc byte[Size];
        var text = new byte[45];
        try
        {
            CopyTo(key);
            System.Buffers.Text.Base64.EncodeToUtf8(key, text, out _, out var written);
            text[written] = (byte)'\n';
            ProtectedFile.CreateNew(path, text.AsSpan(0, written + 1));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
            CryptographicOperations.ZeroMemory(text);
        }
    }

    /// <summary>Derives the key of a type and label; the same secret, type and label give the same key everywhere.</summary>
    /// <typeparam name="TKey">The purpose, by type.</typeparam>
    /// <param name="purpose">The label, for example <c>orders/v1</c>; not a secret, at most 1 KiB in UTF-8, not empty.</param>
    /// <returns>The derived key; dispose it when it is no longer needed.</returns>
    /// <exception cref="ArgumentException">The label is empty or too long.</exception>
    /// <exception cref="ObjectDisposedException">The secret was disposed.</exception>
    public TKey Derive<TKey>(string purpose)
        where TKey : SymmetricKey, ISymmetricKey<TKey>
    {
        ArgumentException.ThrowIfNullOrEmpty(purpose);
        Span<byte> derived = stackalloc byte[Size];
        Span<byte> key = stackalloc byte[Size];
        try
        {
            CopyTo(key);
            HKDF.DeriveKey(HashAlgorithmName.SHA256, key, derived, salt: default, KeyLabel.Info(TKey.Purpose, purpose));
            return TKey.From(KeyMaterial.From(derived));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
            CryptographicOperations.ZeroMemory(derived);
        }
    }

    /// <summary>
    /// Copies the secret out of this object's protection. For handing it to a key store or another program; whoever
    /// calls it answers for every copy from then on and zeroes the array after use.
    /// </summary>
    /// <returns>The 32 bytes.</returns>
    /// <exception cref="ObjectDisposedException">The secret was disposed.</exception>
    public byte[] ExportDangerous()
    {
        var copy = GC.AllocateArray<byte>(Size, pinned: true);
        CopyTo(copy);
        return copy;
    }

    private static SecretKey? TryFromBase64(ReadOnlySpan<char> text)
    {
        Span<byte> bytes = stackalloc byte[Size];
        try
        {
            return CanonicalBase64.TryDecodeKey(text, bytes) && bytes.ContainsAnyExcept((byte)0)
                ? new SecretKey(KeyMaterial.From(bytes))
                : null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }
}
