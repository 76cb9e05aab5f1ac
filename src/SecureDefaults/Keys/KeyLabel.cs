using System.Text;

namespace SocketSecurity.Keys;

/// <summary>Builds the HKDF <c>info</c> that separates keys: <c>"SocketSecurity/1/" ‖ type ‖ 0x00 ‖ label</c>.</summary>
internal static class KeyLabel
{
    private const int MaxLabelBytes = 1024;

    public static byte[] Info(string type, string label)
    {
        var length = Encoding.UTF8.GetByteCount(label);
        if (length > MaxLabelBytes)
        {
            throw new ArgumentException($"A label is at most {MaxLabelBytes} bytes.", nameof(label));
        }

        var prefix = "SocketSecurity/1/" + type + "\0";
        return Encoding.UTF8.GetBytes(prefix + label);
    }
}
