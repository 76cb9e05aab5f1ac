using System.Security.Cryptography;
using System.Text;

namespace SocketSecurity.Keys;

/// <summary>Derives keys from passwords.</summary>
/// <remarks>
/// A password is taken as its UTF-8 bytes without normalisation, 1 to 1 024 of them. To store passwords use
/// <see cref="PasswordHasher"/>, to encrypt data under one <see cref="Encryption.PasswordBox"/>. All members are
/// thread-safe.
/// </remarks>
public static class PasswordKey
{
    /// <summary>The size of a salt: 16 bytes (RFC 9106, 3.1).</summary>
    public const int SaltSize = 16;

    /// <summary>The longest password in UTF-8 bytes.</summary>
    public const int MaxPasswordLength = 1024;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Derives a key.</summary>
    /// <param name="password">The password.</param>
    /// <param name="salt">16 random bytes, stored beside what the key protects.</param>
    /// <param name="algorithm">The algorithm; null for PBKDF2 with HMAC-SHA-512.</param>
    /// <param name="cost">The cost; null for the algorithm's default.</param>
    /// <returns>The key; dispose it when it is no longer needed.</returns>
    /// <exception cref="ArgumentException">
    /// The password is empty, too long or not text; the salt has another size; the cost is outside the bounds.
    /// </exception>
    public static SecretKey Derive(
        ReadOnlySpan<char> password,
        ReadOnlySpan<byte> salt,
        PasswordAlgorithm? algorithm = null,
        PasswordCost? cost = null)
    {
        algorithm ??= PasswordAlgorithm.Pbkdf2Sha512;
        var chosen = cost ?? algorithm.DefaultCost;
        if (salt.Length != SaltSize)
        {
            throw new ArgumentException($"A salt is {SaltSize} bytes.", nameof(salt));
        }

        if (!algorithm.Accepts(chosen))
        {
            throw new ArgumentException("The cost is outside the algorithm's bounds.", nameof(cost));
        }

        Span<byte> key = stackalloc byte[SymmetricKey.Size];
        try
        {
            DeriveBytes(password, salt, algorithm, chosen, key);
            return SecretKey.FromBytes(key);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    internal static void DeriveBytes(
        ReadOnlySpan<char> password,
        ReadOnlySpan<byte> salt,
        PasswordAlgorithm algorithm,
        PasswordCost cost,
        Span<byte> output)
    {
        Span<byte> bytes = stackalloc byte[MaxPasswordLength];
        try
        {
            if (password.IsEmpty || StrictUtf8.GetByteCount(password) > MaxPasswordLength)
            {
                throw new ArgumentException($"A password is 1 to {MaxPasswordLength} bytes in UTF-8.", nameof(password));
            }

            var length = StrictUtf8.GetBytes(password, bytes);
            algorithm.Derive(bytes[..length], salt, cost, output);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }
}
