namespace SocketSecurity.Keys;

/// <summary>
/// Keeps a ring in one file that only its owner can read and write (mode 0600), replaced in one step. Several readers and
/// one writer may use the same file from several processes.
/// </summary>
public sealed class FileKeyringStore : IKeyringStore
{
    /// <summary>A ring of 10 000 keys is about 1.5 MiB; a larger file is not a ring.</summary>
    private const int MaxLength = 4 << 20;

    private readonly string _path;
    private readonly KeyFileAccess _access;

    /// <summary>Names the file; nothing is opened yet.</summary>
    /// <param name="path">The file; its directory exists.</param>
    /// <param name="access">Who else may be able to read the file (Unix only).</param>
    public FileKeyringStore(string path, KeyFileAccess access = KeyFileAccess.OwnerOnly)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        _path = Path.GetFullPath(path);
        _access = access;
    }

    /// <inheritdoc/>
    /// <exception cref="KeyUnavailableException">The file is unreadable, open to other users or too large.</exception>
    public ValueTask<byte[]?> LoadAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(File.Exists(_path) ? ProtectedFile.Read(_path, _access, MaxLength) : null);
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">The file cannot be written; the old content is untouched.</exception>
    public ValueTask SaveAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ProtectedFile.Replace(_path, content.Span);
        return default;
    }
}
