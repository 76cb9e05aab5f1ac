using System.Security.Cryptography;

namespace SocketSecurity.Keys;

/// <summary>
/// A way to turn a password into 32 bytes, slowly. The core knows PBKDF2; the optional package
/// SocketSecurity.SecureDefaults.Sodium adds Argon2id. Implementations are stateless and thread-safe.
/// </summary>
public abstract class PasswordAlgorithm
{
    /// <summary>PBKDF2 with HMAC-SHA-512, 220 000 iterations (OWASP password storage cheat sheet): the default.</summary>
    public static PasswordAlgorithm Pbkdf2Sha512 { get; } =
        new Pbkdf2(2, "pbkdf2-sha512", HashAlgorithmName.SHA512, new PasswordCost(220_000), new PasswordCost(100_000));

    /// <summary>PBKDF2 with HMAC-SHA-256, 600 000 iterations (OWASP password storage cheat sheet).</summary>
    public static PasswordAlgorithm Pbkdf2Sha256 { get; } =
        new Pbkdf2(1, "pbkdf2-sha256", HashAlgorithmName.SHA256, new PasswordCost(600_000), new PasswordCost(250_000));

    /// <summary>The number in a <see cref="Encryption.PasswordBox"/>: 1 and 2 are PBKDF2, 3 is Argon2id.</summary>
    public abstract byte Id { get; }

    /// <summary>The name in a PHC string, for example <c>pbkdf2-sha512</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The cost of new hashes and boxes.</summary>
    public abstract PasswordCost DefaultCost { get; }

    /// <summary>The least that is accepted from stored data: less would be a downgrade.</summary>
    public abstract PasswordCost Floor { get; }

    /// <summary>The most that is accepted from stored data: more would let whoever writes it exhaust this machine.</summary>
    public abstract PasswordCost Ceiling { get; }

    /// <summary>Writes a cost as the parameter part of a PHC string, for example <c>i=220000</c>.</summary>
    /// <param name="cost">The cost.</param>
    /// <returns>The parameters, without dollar signs unless the algorithm has a version part.</returns>
    public abstract string FormatCost(PasswordCost cost);

    /// <summary>Reads what <see cref="FormatCost"/> wrote.</summary>
    /// <param name="text">The parameter part of a PHC string, from anywhere.</param>
    /// <returns>The cost, or null for text in any other form.</returns>
    public abstract PasswordCost? ParseCost(string text);

    /// <summary>Derives bytes.</summary>
    /// <param name="password">The password in UTF-8.</param>
    /// <param name="salt">The salt, 16 bytes.</param>
    /// <param name="cost">A cost between floor and ceiling.</param>
    /// <param name="output">Receives the result.</param>
    public abstract void Derive(ReadOnlySpan<byte> password, ReadOnlySpan<byte> salt, PasswordCost cost, Span<byte> output);

    /// <summary>Names the algorithm.</summary>
    /// <returns>The name.</returns>
    public override string ToString() => Name;

    internal bool Accepts(PasswordCost cost) => cost.IsAtLeast(Floor) && Ceiling.IsAtLeast(cost);

    private sealed class Pbkdf2(byte id, string name, HashAlgorithmName hash, PasswordCost defaultCost, PasswordCost floor) : PasswordAlgorithm
    {
        private const string Prefix = "i=";

        public override byte Id => id;

        public override string Name => name;

        public override PasswordCost DefaultCost => defaultCost;

        public override PasswordCost Floor => floor;

        public override PasswordCost Ceiling => new(10_000_000);

        public override string FormatCost(PasswordCost cost) => FormattableString.Invariant($"{Prefix}{cost.Iterations}");

        public override PasswordCost? ParseCost(string text) =>
            text.StartsWith(Prefix, StringComparison.Ordinal)
            && int.TryParse(text.AsSpan(Prefix.Length), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var iterations)
                ? new PasswordCost(iterations)
                : null;

        public override void Derive(ReadOnlySpan<byte> password, ReadOnlySpan<byte> salt, PasswordCost cost, Span<byte> output) =>
            Rfc2898DeriveBytes.Pbkdf2(password, salt, output, cost.Iterations, hash);
    }
}
