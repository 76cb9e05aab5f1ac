namespace SocketSecurity.Keys;

/// <summary>What a key of a <see cref="Keyring{TKey}"/> may be used for.</summary>
public enum KeyState
{
    /// <summary>New: opens what others sealed with it, and takes over sealing once everybody can have received it.</summary>
    Waiting,

    /// <summary>Seals and opens. Exactly one key of a ring is primary.</summary>
    Primary,

    /// <summary>A former primary: opens what it sealed, seals no more.</summary>
    OpenOnly,

    /// <summary>Refused for everything until enabled again; the key itself is kept.</summary>
    Disabled,

    /// <summary>Destroyed. Only the number stays, so that it is never given to another key.</summary>
    Retired,
}
