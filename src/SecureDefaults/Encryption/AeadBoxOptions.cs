namespace SocketSecurity.Encryption;

/// <summary>The one limit of an <see cref="AeadBox"/>.</summary>
public sealed class AeadBoxOptions
{
    private readonly int _maxMessageSize = 16 << 20;

    /// <summary>
    /// The largest plaintext in bytes, for sealing and opening: 16 MiB. A message is held in memory whole before it is
    /// known to be authentic, so this bounds what a stranger can make a program hold. At most 1 GiB; larger data goes
    /// through <see cref="StreamSealer"/>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Below zero or above 1 GiB.</exception>
    public int MaxMessageSize
    {
        get => _maxMessageSize;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 1 << 30);
            _maxMessageSize = value;
        }
    }
}
