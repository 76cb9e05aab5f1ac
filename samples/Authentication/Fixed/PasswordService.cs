using System.Text;
using SocketSecurity.Keys;

namespace Samples.Authentication.Fixed;

/// <summary>
/// Passwords are stored as slow, salted hashes and compared in constant time. A user who does not exist takes as long as a
/// wrong password and gets the same answer.
/// </summary>
internal sealed class PasswordService : IDisposable
{
    private readonly PasswordHasher _hasher = new();
    private readonly Dictionary<string, string> _storedHashes;

    public PasswordService()
    {
        _storedHashes = new() { ["ann"] = _hasher.Hash("correct horse") };
    }

    public static byte[] Request(string name, string password) => Encoding.UTF8.GetBytes($"{name}\n{password}");

    public byte[] Answer(byte[] request)
    {
        var parts = Encoding.UTF8.GetString(request).Split('\n', 2);
        var (name, password) = (parts[0], parts.Length == 2 ? parts[1] : string.Empty);
        if (!_hasher.Verify(_storedHashes.GetValueOrDefault(name), password, out var needsRehash))
        {
            return "wrong name or password"u8.ToArray();
        }

        if (needsRehash)
        {
            _storedHashes[name] = _hasher.Hash(password);
        }

        return Encoding.UTF8.GetBytes($"hello {name}, by password");
    }

    public void Dispose() => _hasher.Dispose();
}
