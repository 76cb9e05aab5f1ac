namespace SocketSecurity.Keys;

/// <summary>Files that hold secrets: read only when others cannot, written whole or not at all.</summary>
internal static class ProtectedFile
{
    private const UnixFileMode OwnerReadWrite = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private const UnixFileMode Others =
        UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute
        | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute;

    public static byte[] Read(string path, KeyFileAccess access, int maxLength)
    {
        try
        {
            using var handle = File.OpenHandle(path);
            Check(path, handle, access);
            var length = RandomAccess.GetLength(handle);
            if (length > maxLength)
            {
                throw new KeyUnavailableException($"The file '{path}' is larger than {maxLength} bytes.");
            }

            var content = GC.AllocateArray<byte>((int)length, pinned: true);
            var read = 0;
            while (read < content.Length)
            {
                var count = RandomAccess.Read(handle, content.AsSpan(read), read);
                if (count == 0)
                {
                    throw new KeyUnavailableException($"The file '{path}' became shorter while it was read.");
                }

                read += count;
            }

            return content;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KeyUnavailableException($"The file '{path}' cannot be read.", e);
        }
    }

    public static void CreateNew(string path, ReadOnlySpan<byte> content) => Write(path, content);

    /// <summary>
    /// Replaces the file in one step: the new content is on the disk under another name before it takes the name over,
    /// so a reader, or the machine after a power cut, finds either the old or the new file whole.
    /// </summary>
    public static void Replace(string path, ReadOnlySpan<byte> content)
    {
        var temporary = $"{path}.{Guid.NewGuid():n}.tmp";
        try
        {
            Write(temporary, content);
            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>A new file that only its owner can read and write.</summary>
    public static FileStream Create(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerReadWrite;
        }

        return new FileStream(path, options);
    }

    private static void Write(string path, ReadOnlySpan<byte> content)
    {
        using var file = Create(path);
        file.Write(content);
        file.Flush(flushToDisk: true);
    }

    /// <summary>The rights are those of the open file, so they cannot change between the check and the reading.</summary>
    private static void Check(string path, Microsoft.Win32.SafeHandles.SafeFileHandle handle, KeyFileAccess access)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var refused = access == KeyFileAccess.OwnerAndGroup ? Others : Others | UnixFileMode.GroupRead;
        if ((File.GetUnixFileMode(handle) & refused) != 0)
        {
            throw new KeyUnavailableException(
                $"The file '{path}' can be reached by other users; make it readable by its owner only (chmod 600).");
        }
    }
}
