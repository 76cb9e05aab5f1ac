namespace SocketSecurity.Keys;

/// <summary>How much work one password derivation is.</summary>
/// <param name="Iterations">Passes: PBKDF2's iteration count, Argon2id's <c>t</c>.</param>
/// <param name="MemoryKiB">Memory in KiB, Argon2id's <c>m</c>; 0 where the algorithm uses none.</param>
/// <param name="Lanes">Lanes, Argon2id's <c>p</c>; 0 where the algorithm has none.</param>
public readonly record struct PasswordCost(int Iterations, int MemoryKiB = 0, int Lanes = 0)
{
    /// <summary>Whether no part is below that of another cost.</summary>
    internal bool IsAtLeast(PasswordCost other) =>
        Iterations >= other.Iterations && MemoryKiB >= other.MemoryKiB && Lanes >= other.Lanes;
}
