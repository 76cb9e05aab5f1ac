namespace SocketSecurity.Keys;

/// <summary>What <see cref="Keyring{TKey}.Maintain"/> did. Anything but <see cref="None"/> means: save and distribute the ring.</summary>
[Flags]
public enum KeyringChange
{
    /// <summary>Nothing was due.</summary>
    None = 0,

    /// <summary>A new key was generated and waits for its time.</summary>
    KeyAdded = 1,

    /// <summary>A waiting key became primary.</summary>
    KeyPromoted = 2,
}
