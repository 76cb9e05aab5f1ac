using System.Security.Cryptography;
using SocketSecurity.Keys;

namespace SocketSecurity.Interop;

/// <summary>A Fernet key: 128 bits to sign and 128 bits to encrypt. All members are thread-safe.</summary>
public sealed class FernetKey : IDisposable
{
    private readonly KeyMaterial _material;

    private FernetKey(KeyMaterial material)
    {
        _material = material;
    }

    /// <summary>A new key from the operating system's random generator.</summary>
    /// <returns>The key; dispose it when it is no longer needed.</returns>
    public static FernetKey Generate() => new(KeyMaterial.Generate());

    /// <summary>Reads a key as Python's <c>Fernet.generate_key()</c> prints it.</summary>
    /// <param name="text">Base64 or base64url of 32 bytes, in canonical spelling.</param>
    /// <returns>The key; dispose it when it is no longer needed.</returns>
    /// <exception cref="FormatException">The text is not a usable key.</exception>
    public static FernetKey Parse(ReadOnlySpan<char> text)
    {
        using var secret = SecretKey.FromBase64(text);
        Span<byte> bytes = stackalloc byte[SymmetricKey.Size];
        secret.CopyTo(bytes);
        var key = new FernetKey(KeyMaterial.From(bytes));
        CryptographicOperations.ZeroMemory(bytes);
        return key;
    }

    /// <summary>Writes the key as Python reads it. Whoever calls it answers for the text from then on.</summary>
    /// <returns>Padded base64url.</returns>
    /// <exception cref="ObjectDisposedException">The key was disposed.</exception>
    public string ExportDangerous()
    {
        Span<byte> bytes = stackalloc byte[SymmetricKey.Size];
        CopyTo(bytes);
        var text = Convert.ToBase64String(bytes).Replace('+', '-').Replace('/', '_');
        CryptographicOperations.ZeroMemory(bytes);
        return text;
    }

    /// <summary>Names the type and nothing else.</summary>
    /// <returns>The name of the type.</returns>
    public override string ToString() => nameof(FernetKey);

    /// <summary>Zeroes the key.</summary>
    public void Dispose() => _material.Dispose();

    internal void CopyTo(Span<byte> destination) => ObjectDisposedException.ThrowIf(!_material.TryCopyTo(destination), this);
}
