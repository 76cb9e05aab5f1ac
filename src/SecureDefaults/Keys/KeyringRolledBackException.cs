namespace SocketSecurity.Keys;

/// <summary>
/// An authentic but older ring was offered in place of a newer one, or two different rings claim the same version:
/// somebody restored an old file, or two programs change the ring at once.
/// </summary>
public sealed class KeyringRolledBackException : SocketSecurityException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="offered">The version that was offered.</param>
    /// <param name="known">The version that is known to exist.</param>
    public KeyringRolledBackException(long offered, long known)
        : base($"A keyring of version {offered} was offered where version {known} is known.")
    {
        Offered = offered;
        Known = known;
    }

    /// <summary>The version that was offered.</summary>
    public long Offered { get; }

    /// <summary>The version that is known to exist.</summary>
    public long Known { get; }
}
