using System.Buffers;
using System.Security.Cryptography;
using SocketSecurity.Keys;

namespace SocketSecurity.Encryption;

/// <summary>Encrypts and decrypts whole streams and files in one call, with a few chunks in memory at a time.</summary>
public static class StreamEncryption
{
    private const int BufferSize = 4 * CobblestoneCipher.ChunkSize;

    /// <summary>Encrypts everything that is left in a stream.</summary>
    /// <param name="source">What to encrypt, to its end.</param>
    /// <param name="destination">Where the encrypted bytes go; stays open.</param>
    /// <param name="keys">The ring whose primary key seals.</param>
    /// <param name="context">What the data is for, with a version; authenticated, not secret, not empty.</param>
    /// <param name="progress">Told the plaintext bytes done so far, after every 64 KiB.</param>
    /// <param name="cancellationToken">Stops; what was written until then is refused by every reader.</param>
    /// <returns>The encryption.</returns>
    /// <exception cref="ArgumentException">A stream cannot be read or written, or the context is empty or longer than 1 024 bytes.</exception>
    public static async Task EncryptAsync(
        Stream source,
        Stream destination,
        Keyring<StreamKey> keys,
        string context,
        IProgress<long>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        await using var sealer = new StreamSealer(destination, keys, context, leaveOpen: true);
        await CopyAsync(source, sealer, progress, cancellationToken).ConfigureAwait(false);
        await sealer.CompleteAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>As <see cref="EncryptAsync"/>, for callers that wait.</summary>
    /// <param name="source">What to encrypt, to its end.</param>
    /// <param name="destination">Where the encrypted bytes go; stays open.</param>
    /// <param name="keys">The ring whose primary key seals.</param>
    /// <param name="context">What the data is for, with a version; authenticated, not secret, not empty.</param>
    /// <exception cref="ArgumentException">A stream cannot be read or written, or the context is empty or longer than 1 024 bytes.</exception>
    public static void Encrypt(Stream source, Stream destination, Keyring<StreamKey> keys, string context)
    {
        ArgumentNullException.ThrowIfNull(source);
        using var sealer = new StreamSealer(destination, keys, context, leaveOpen: true);
        Copy(source, sealer);
        sealer.Complete();
    }

    /// <summary>
    /// Decrypts a whole stream. Chunks reach the destination as they prove authentic; when a later one does not, a
    /// destination that can seek is cut back to where it was. Otherwise the caller must drop what arrived.
    /// </summary>
    /// <param name="source">The encrypted bytes, to their end.</param>
    /// <param name="destination">Where the plaintext goes; stays open.</param>
    /// <param name="keys">The ring that holds the key.</param>
    /// <param name="context">The context the data was sealed with.</param>
    /// <param name="progress">Told the plaintext bytes done so far, after every 64 KiB at most.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>The decryption; complete only when it ends without an exception.</returns>
    /// <exception cref="DecryptionFailedException">Another key or context, or the source was changed, cut or extended.</exception>
    /// <exception cref="ArgumentException">A stream cannot be read or written, or the context is empty or longer than 1 024 bytes.</exception>
    public static async Task DecryptAsync(
        Stream source,
        Stream destination,
        Keyring<StreamKey> keys,
        string context,
        IProgress<long>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(destination);
        await using var opener = new StreamOpener(source, keys, context, leaveOpen: true);
        var start = EndOf(destination);
        try
        {
            await CopyAsync(opener, destination, progress, cancellationToken).ConfigureAwait(false);
            await destination.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
        catch when (start >= 0)
        {
            destination.SetLength(start);
            throw;
        }
    }

    /// <summary>As <see cref="DecryptAsync"/>, for callers that wait.</summary>
    /// <param name="source">The encrypted bytes, to their end.</param>
    /// <param name="destination">Where the plaintext goes; stays open.</param>
    /// <param name="keys">The ring that holds the key.</param>
    /// <param name="context">The context the data was sealed with.</param>
    /// <exception cref="DecryptionFailedException">Another key or context, or the source was changed, cut or extended.</exception>
    /// <exception cref="ArgumentException">A stream cannot be read or written, or the context is empty or longer than 1 024 bytes.</exception>
    public static void Decrypt(Stream source, Stream destination, Keyring<StreamKey> keys, string context)
    {
        ArgumentNullException.ThrowIfNull(destination);
        using var opener = new StreamOpener(source, keys, context, leaveOpen: true);
        var start = EndOf(destination);
        try
        {
            Copy(opener, destination);
            destination.Flush();
        }
        catch when (start >= 0)
        {
            destination.SetLength(start);
            throw;
        }
    }

    /// <summary>Encrypts a file into another, which appears only when it is complete.</summary>
    /// <param name="sourcePath">The file to encrypt.</param>
    /// <param name="destinationPath">The encrypted file, readable by its owner only.</param>
    /// <param name="keys">The ring whose primary key seals.</param>
    /// <param name="context">What the data is for, with a version; authenticated, not secret, not empty.</param>
    /// <param name="progress">Told the plaintext bytes done so far.</param>
    /// <param name="cancellationToken">Stops; nothing is left behind.</param>
    /// <returns>The encryption.</returns>
    /// <exception cref="IOException">The destination exists already, or a file cannot be read or written.</exception>
    public static Task EncryptFileAsync(
        string sourcePath,
        string destinationPath,
        Keyring<StreamKey> keys,
        string context,
        IProgress<long>? progress = null,
        CancellationToken cancellationToken = default) =>
        ConvertFileAsync(sourcePath, destinationPath, (i, o) => EncryptAsync(i, o, keys, context, progress, cancellationToken));

    /// <summary>Decrypts a file into another, which appears only when all of it has proved authentic and complete.</summary>
    /// <param name="sourcePath">The encrypted file.</param>
    /// <param name="destinationPath">The plaintext file, readable by its owner only.</param>
    /// <param name="keys">The ring that holds the key.</param>
    /// <param name="context">The context the file was sealed with.</param>
    /// <param name="progress">Told the plaintext bytes done so far.</param>
    /// <param name="cancellationToken">Stops; nothing is left behind.</param>
    /// <returns>The decryption.</returns>
    /// <exception cref="DecryptionFailedException">Another key or context, or the file was changed, cut or extended.</exception>
    /// <exception cref="IOException">The destination exists already, or a file cannot be read or written.</exception>
    public static Task DecryptFileAsync(
        string sourcePath,
        string destinationPath,
        Keyring<StreamKey> keys,
        string context,
        IProgress<long>? progress = null,
        CancellationToken cancellationToken = default) =>
        ConvertFileAsync(sourcePath, destinationPath, (i, o) => DecryptAsync(i, o, keys, context, progress, cancellationToken));

    private static async Task ConvertFileAsync(string sourcePath, string destinationPath, Func<Stream, Stream, Task> convert)
    {
        ArgumentException.ThrowIfNullOrEmpty(sourcePath);
        ArgumentException.ThrowIfNullOrEmpty(destinationPath);
        if (File.Exists(destinationPath))
        {
            throw new IOException($"The file '{destinationPath}' exists already.");
        }

        var temporary = $"{destinationPath}.{Guid.NewGuid():n}.tmp";
        try
        {
            await using (var source = new FileStream(sourcePath, new FileStreamOptions { Options = FileOptions.SequentialScan, BufferSize = 0 }))
            await using (var destination = ProtectedFile.Create(temporary))
            {
                await convert(source, destination).ConfigureAwait(false);
                destination.Flush(flushToDisk: true);
            }

            File.Move(temporary, destinationPath);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Where a stream can be cut back to; negative where it cannot seek, or where others' data follows.</summary>
    private static long EndOf(Stream destination) =>
        destination.CanSeek && destination.Position == destination.Length ? destination.Position : -1;

    private static void Copy(Stream source, Stream destination)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            int read;
            while ((read = source.Read(buffer, 0, BufferSize)) > 0)
            {
                destination.Write(buffer, 0, read);
            }
        }
        finally
        {
            CryptographicOperations.ZeroMemory(buffer);
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static async Task CopyAsync(Stream source, Stream destination, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            long done = 0;
            int read;
            while ((read = await source.ReadAsync(buffer.AsMemory(0, BufferSize), cancellationToken).ConfigureAwait(false)) > 0)
            {
                await destination.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
                done += read;
                progress?.Report(done);
            }
        }
        finally
        {
            CryptographicOperations.ZeroMemory(buffer);
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
