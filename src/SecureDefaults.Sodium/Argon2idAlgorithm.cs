using System.Globalization;
using System.Text.RegularExpressions;
using NSec.Cryptography;

namespace SocketSecurity.Keys;

/// <summary>Argon2id, version 1.3, with one lane as libsodium has it (RFC 9106). Stateless and thread-safe.</summary>
public sealed partial class Argon2idAlgorithm : PasswordAlgorithm
{
    private Argon2idAlgorithm()
    {
    }

    /// <summary>The algorithm: 64 MiB and 3 passes unless another cost is asked for.</summary>
    public static Argon2idAlgorithm Default { get; } = new();

    /// <inheritdoc/>
    public override byte Id => 3;

    /// <inheritdoc/>
    public override string Name => "argon2id";

    /// <summary>64 MiB and 3 passes: the memory-constrained recommendation of RFC 9106, 4, with one lane.</summary>
    public override PasswordCost DefaultCost => new(3, 64 * 1024, 1);

    /// <summary>19 MiB and 2 passes: the least the OWASP password storage cheat sheet recommends.</summary>
    public override PasswordCost Floor => new(2, 19 * 1024, 1);

    /// <summary>1 GiB and 16 passes.</summary>
    public override PasswordCost Ceiling => new(16, 1024 * 1024, 1);

    /// <inheritdoc/>
    public override string FormatCost(PasswordCost cost) =>
        FormattableString.Invariant($"v=19$m={cost.MemoryKiB},t={cost.Iterations},p={cost.Lanes}");

    /// <inheritdoc/>
    public override PasswordCost? ParseCost(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return CostPattern().Match(text) is { Success: true } match ? new PasswordCost(Number(match, 2), Number(match, 1), 1) : null;
    }

    /// <inheritdoc/>
    public override void Derive(ReadOnlySpan<byte> password, ReadOnlySpan<byte> salt, PasswordCost cost, Span<byte> output)
    {
        var parameters = new Argon2Parameters
        {
            NumberOfPasses = cost.Iterations,
            MemorySize = cost.MemoryKiB,
            DegreeOfParallelism = cost.Lanes,
        };
        PasswordBasedKeyDerivationAlgorithm.Argon2id(parameters).DeriveBytes(password, salt, output);
    }

    private static int Number(Match match, int group) => int.Parse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\Av=19\$m=([1-9][0-9]{0,8}),t=([1-9][0-9]{0,8}),p=1\z", RegexOptions.CultureInvariant)]
    private static partial Regex CostPattern();
}
