using System.Globalization;

namespace SocketSecurity.Keys;

/// <summary>
/// The number that names a key inside a sealed message. Not secret; never zero; shown as eight hexadecimal digits.
/// </summary>
public readonly record struct KeyId
{
    /// <summary>Names a key by number.</summary>
    /// <param name="value">Any number but zero.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value is zero.</exception>
    public KeyId(uint value)
    {
        ArgumentOutOfRangeException.ThrowIfZero(value);
        Value = value;
    }

    /// <summary>The number; written big-endian in every format of this library.</summary>
    public uint Value { get; }

    /// <summary>The number as eight lower-case hexadecimal digits.</summary>
    /// <returns>The digits.</returns>
    public override string ToString() => Value.ToString("x8", CultureInfo.InvariantCulture);
}
