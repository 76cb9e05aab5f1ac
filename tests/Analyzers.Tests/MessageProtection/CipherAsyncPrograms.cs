namespace SocketSecurity.Analyzers.Tests.MessageProtection;

/// <summary>Methods that await, as people write them; <c>Encrypt</c> and <c>Decrypt</c> of a class <c>Messages</c>.</summary>
internal static class CipherAsyncPrograms
{
    /// <summary>With arrays, a key and a token.</summary>
    public static IReadOnlyDictionary<string, string> Bytes { get; } = new Dictionary<string, string>
    {
        ["await using, flushed, with a token"] = """
            public static async Task<byte[]> Encrypt(byte[] data, byte[] key, CancellationToken cancellationToken)
            {
                using var aes = Aes.Create();
                aes.Key = key;
                aes.IV = new byte[16];
                await using var ms = new MemoryStream();
                await using var cs = new CryptoStream(ms, aes.CreateEncryptor(), CryptoStreamMode.Write);
                await cs.WriteAsync(data, cancellationToken);
                await cs.FlushFinalBlockAsync(cancellationToken);
                return ms.ToArray();
            }

            public static async Task<byte[]> Decrypt(byte[] data, byte[] key, CancellationToken cancellationToken)
            {
                using var aes = Aes.Create();
                aes.Key = key;
                aes.IV = new byte[16];
                await using var ms = new MemoryStream(data);
                await using var cs = new CryptoStream(ms, aes.CreateDecryptor(), CryptoStreamMode.Read);
                await using var plain = new MemoryStream();
                await cs.CopyToAsync(plain, cancellationToken);
                return plain.ToArray();
            }
            """,
        ["blocks of await using, the vector in front, ConfigureAwait, value tasks"] = """
            public static async ValueTask<byte[]> Encrypt(byte[] data, byte[] key, CancellationToken token)
            {
                using (var aes = Aes.Create())
                {
                    aes.Key = key;
                    using (var ms = new MemoryStream())
                    {
                        await ms.WriteAsync(aes.IV, 0, aes.IV.Length, token).ConfigureAwait(false);
                        await using (var cs = new CryptoStream(ms, aes.CreateEncryptor(), CryptoStreamMode.Write))
                        {
                            await cs.WriteAsync(data, 0, data.Length, token).ConfigureAwait(false);
                        }

                        return ms.ToArray();
                    }
                }
            }

            public static async ValueTask<byte[]> Decrypt(byte[] data, byte[] key, CancellationToken token)
            {
                using (var aes = Aes.Create())
                using (var ms = new MemoryStream(data))
                {
                    var iv = new byte[16];
                    await ms.ReadExactlyAsync(iv, token).ConfigureAwait(false);
                    using (var plain = new MemoryStream())
                    {
                        await using (var cs = new CryptoStream(ms, aes.CreateDecryptor(key, iv), CryptoStreamMode.Read))
                        {
                            await cs.CopyToAsync(plain, 81920, token).ConfigureAwait(false);
                        }

                        return plain.ToArray();
                    }
                }
            }
            """,
        ["something else is awaited first"] = """
            public static async Task<byte[]> Encrypt(byte[] data, byte[] key, CancellationToken cancellationToken)
            {
                var secret = await Task.FromResult(key);
                using var aes = Aes.Create();
                using var ms = new MemoryStream();
                using (var cs = new CryptoStream(ms, aes.CreateEncryptor(secret, new byte[16]), CryptoStreamMode.Write))
                {
                    await cs.WriteAsync(data.AsMemory(0, data.Length), cancellationToken);
                }

                return ms.ToArray();
            }

            public static async Task<byte[]> Decrypt(byte[] data, byte[] key, CancellationToken cancellationToken)
            {
                var secret = await Task.FromResult(key);
                using var aes = Aes.Create();
                using var ms = new MemoryStream();
                using (var cs = new CryptoStream(ms, aes.CreateDecryptor(secret, new byte[16]), CryptoStreamMode.Write))
                {
                    await cs.WriteAsync(data.AsMemory(), cancellationToken);
                }

                return ms.ToArray();
            }
            """,
    };

    /// <summary>With text and a password.</summary>
    public static IReadOnlyDictionary<string, string> Texts { get; } = new Dictionary<string, string>
    {
        ["writer and reader"] = """
            public static async Task<string> Encrypt(string text, string password)
            {
                using Aes aes = Aes.Create();
                aes.Key = SHA256.HashData(Encoding.UTF8.GetBytes(password));
                aes.IV = new byte[16];
                using MemoryStream output = new();
                await using (CryptoStream crypto = new(output, aes.CreateEncryptor(), CryptoStreamMode.Write))
                await using (StreamWriter writer = new(crypto))
                {
                    await writer.WriteAsync(text);
                }

                return Convert.ToBase64String(output.ToArray());
            }

            public static async Task<string> Decrypt(string text, string password)
            {
                using Aes aes = Aes.Create();
                aes.Key = SHA256.HashData(Encoding.UTF8.GetBytes(password));
                aes.IV = new byte[16];
                using MemoryStream input = new(Convert.FromBase64String(text));
                using CryptoStream crypto = new(input, aes.CreateDecryptor(), CryptoStreamMode.Read);
                using StreamReader reader = new(crypto);
                return await reader.ReadToEndAsync();
            }
            """,
        ["the text in a variable, its context left"] = """
            public static async Task<string> Encrypt(string text, string password)
            {
                var data = Encoding.UTF8.GetBytes(text);
                using var aes = Aes.Create();
                aes.Key = SHA256.HashData(Encoding.UTF8.GetBytes(password));
                aes.IV = new byte[16];
                var output = new MemoryStream();
                var crypto = new CryptoStream(output, aes.CreateEncryptor(), CryptoStreamMode.Write);
                await crypto.WriteAsync(data).ConfigureAwait(false);
                await crypto.DisposeAsync().ConfigureAwait(false);
                return Convert.ToBase64String(output.ToArray());
            }

            public static async Task<string> Decrypt(string text, string password)
            {
                using var aes = Aes.Create();
                aes.Key = SHA256.HashData(Encoding.UTF8.GetBytes(password));
                aes.IV = new byte[16];
                var input = new MemoryStream(Convert.FromBase64String(text));
                var reader = new StreamReader(new CryptoStream(input, aes.CreateDecryptor(), CryptoStreamMode.Read), Encoding.UTF8);
                var plain = await reader.ReadToEndAsync().ConfigureAwait(false);
                return plain;
            }
            """,
    };

    /// <summary>From a stream to a stream, with a key and a token.</summary>
    public static IReadOnlyDictionary<string, string> Streams { get; } = new Dictionary<string, string>
    {
        ["copied, with the vector in front"] = """
            public static async Task Encrypt(Stream input, Stream output, byte[] key, CancellationToken cancellationToken)
            {
                using var aes = Aes.Create();
                aes.Key = key;
                aes.GenerateIV();
                await output.WriteAsync(aes.IV, cancellationToken).ConfigureAwait(false);
                await using var crypto = new CryptoStream(output, aes.CreateEncryptor(), CryptoStreamMode.Write, leaveOpen: true);
                await input.CopyToAsync(crypto, cancellationToken).ConfigureAwait(false);
                await crypto.FlushFinalBlockAsync(cancellationToken).ConfigureAwait(false);
            }

            public static async Task Decrypt(Stream input, Stream output, byte[] key, CancellationToken cancellationToken)
            {
                var iv = new byte[16];
                await input.ReadExactlyAsync(iv, 0, 16, cancellationToken).ConfigureAwait(false);
                using var aes = Aes.Create();
                await using var crypto = new CryptoStream(input, aes.CreateDecryptor(key, iv), CryptoStreamMode.Read, leaveOpen: true);
                await crypto.CopyToAsync(output, cancellationToken).ConfigureAwait(false);
            }
            """,
        ["loops"] = """
            public static async Task Encrypt(Stream input, Stream output, byte[] key, CancellationToken cancellationToken)
            {
                using (var aes = Aes.Create())
                await using (var crypto = new CryptoStream(output, aes.CreateEncryptor(key, new byte[16]), CryptoStreamMode.Write, true))
                {
                    var buffer = new byte[8192];
                    int read;
                    while ((read = await input.ReadAsync(buffer, cancellationToken)) > 0)
                    {
                        await crypto.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
                    }
                }
            }

            public static async Task Decrypt(Stream input, Stream output, byte[] key, CancellationToken cancellationToken)
            {
                using var aes = Aes.Create();
                await using var crypto = new CryptoStream(input, aes.CreateDecryptor(key, new byte[16]), CryptoStreamMode.Read, true);
                var buffer = new byte[8192];
                int read;
                while ((read = await crypto.ReadAsync(buffer, 0, buffer.Length, cancellationToken)) != 0)
                {
                    await output.WriteAsync(buffer, 0, read, cancellationToken);
                }
            }
            """,
    };

    public static IReadOnlyDictionary<string, string> NotUnderstood { get; } = new Dictionary<string, string>
    {
        ["a task that nobody awaits"] = "public static async Task<byte[]> Encrypt(byte[] data, byte[] key, byte[] iv) { using var aes = Aes.Create(); await using var ms = new MemoryStream(); using var cs = new CryptoStream(ms, aes.CreateEncryptor(key, iv), CryptoStreamMode.Write); cs.WriteAsync(data); await cs.FlushFinalBlockAsync(); return ms.ToArray(); }",
        ["no task to keep what it throws"] = "public static async void Encrypt(Stream input, Stream output, byte[] key, byte[] iv) { using var aes = Aes.Create(); await using var cs = new CryptoStream(output, aes.CreateEncryptor(key, iv), CryptoStreamMode.Write); await input.CopyToAsync(cs); }",
        ["two tokens"] = "public static async Task Encrypt(Stream input, Stream output, byte[] key, byte[] iv, CancellationToken a, CancellationToken b) { using var aes = Aes.Create(); await using var cs = new CryptoStream(output, aes.CreateEncryptor(key, iv), CryptoStreamMode.Write); await input.CopyToAsync(cs, a); await cs.FlushFinalBlockAsync(b); }",
        ["something is awaited after the cipher"] = "public static async Task<byte[]> Encrypt(byte[] data, byte[] key, byte[] iv) { using var aes = Aes.Create(); aes.Key = key; var c = aes.EncryptCbc(data, iv); await Task.Delay(1); return c; }",
        ["a part of the array"] = "public static async Task<byte[]> Encrypt(byte[] data, byte[] key, byte[] iv) { using var aes = Aes.Create(); await using var ms = new MemoryStream(); using var cs = new CryptoStream(ms, aes.CreateEncryptor(key, iv), CryptoStreamMode.Write); await cs.WriteAsync(data.AsMemory(4)); await cs.FlushFinalBlockAsync(); return ms.ToArray(); }",
    };
}
