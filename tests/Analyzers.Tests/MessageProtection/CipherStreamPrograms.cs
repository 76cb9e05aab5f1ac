namespace SocketSecurity.Analyzers.Tests.MessageProtection;

/// <summary>Methods that encrypt streams and files, as people write them; <c>Encrypt</c> and <c>Decrypt</c> of a class <c>Messages</c>.</summary>
internal static class CipherStreamPrograms
{
    /// <summary>From a stream to a stream, with a key.</summary>
    public static IReadOnlyDictionary<string, string> Streams { get; } = new Dictionary<string, string>
    {
        ["copied into the cipher and out of it"] = """
            public static void Encrypt(Stream input, Stream output, byte[] key)
            {
                using var aes = Aes.Create();
                aes.Key = key;
                aes.IV = new byte[16];
                using var cs = new CryptoStream(output, aes.CreateEncryptor(), CryptoStreamMode.Write, leaveOpen: true);
                input.CopyTo(cs);
            }

            public static void Decrypt(Stream input, Stream output, byte[] key)
            {
                using var aes = Aes.Create();
                aes.Key = key;
                aes.IV = new byte[16];
                using var cs = new CryptoStream(input, aes.CreateDecryptor(), CryptoStreamMode.Read, leaveOpen: true);
                cs.CopyTo(output);
            }
            """,
        ["the vector in front, guards, the output closed"] = """
            public static void Encrypt(Stream source, Stream destination, byte[] key)
            {
                ArgumentNullException.ThrowIfNull(source);
                if (destination is null) throw new ArgumentNullException(nameof(destination));
                if (!destination.CanWrite) throw new ArgumentException("Not writable.", nameof(destination));
                using (Aes aes = Aes.Create())
                {
                    aes.Key = key;
                    aes.GenerateIV();
                    destination.Write(aes.IV, 0, aes.IV.Length);
                    using (ICryptoTransform encryptor = aes.CreateEncryptor())
                    using (CryptoStream crypto = new CryptoStream(destination, encryptor, CryptoStreamMode.Write))
                    {
                        source.CopyTo(crypto);
                        crypto.FlushFinalBlock();
                    }
                }
            }

            public static void Decrypt(Stream source, Stream destination, byte[] key)
            {
                using (Aes aes = Aes.Create())
                {
                    byte[] iv = new byte[aes.BlockSize / 8];
                    source.ReadExactly(iv, 0, iv.Length);
                    using (ICryptoTransform decryptor = aes.CreateDecryptor(key, iv))
                    using (CryptoStream crypto = new CryptoStream(source, decryptor, CryptoStreamMode.Read))
                    {
                        crypto.CopyTo(destination, 81920);
                    }
                }
            }
            """,
        ["loops, and the other mode each"] = """
            public static void Encrypt(Stream input, Stream output, byte[] key)
            {
                var aes = new AesManaged();
                byte[] iv = aes.IV;
                output.Write(iv, 0, iv.Length);
                var crypto = new CryptoStream(input, aes.CreateEncryptor(key, iv), CryptoStreamMode.Read);
                byte[] buffer = new byte[4096];
                int read;
                while ((read = crypto.Read(buffer, 0, buffer.Length)) > 0)
                {
                    output.Write(buffer, 0, read);
                }
            }

            public static void Decrypt(Stream input, Stream output, byte[] key)
            {
                byte[] iv = new byte[16];
                input.Read(iv, 0, iv.Length);
                var aes = new AesManaged();
                aes.Key = key;
                aes.IV = iv;
                var crypto = new CryptoStream(output, aes.CreateDecryptor(), CryptoStreamMode.Write, true);
                int data;
                while ((data = input.ReadByte()) != -1)
                    crypto.WriteByte((byte)data);
                crypto.FlushFinalBlock();
            }
            """,
    };

    /// <summary>From a file to a file, with a key.</summary>
    public static IReadOnlyDictionary<string, string> Files { get; } = new Dictionary<string, string>
    {
        ["file streams closed by hand"] = """
            public static void Encrypt(string inputFile, string outputFile, byte[] key)
            {
                string cryptFile = outputFile;
                FileStream fsCrypt = new FileStream(cryptFile, FileMode.Create);
                RijndaelManaged cipher = new RijndaelManaged();
                CryptoStream cs = new CryptoStream(fsCrypt, cipher.CreateEncryptor(key, new byte[16]), CryptoStreamMode.Write);
                FileStream fsIn = new FileStream(inputFile, FileMode.Open);
                int data;
                while ((data = fsIn.ReadByte()) != -1)
                    cs.WriteByte((byte)data);
                fsIn.Close();
                cs.Close();
                fsCrypt.Close();
            }

            public static void Decrypt(string inputFile, string outputFile, byte[] key)
            {
                FileStream fsCrypt = new FileStream(inputFile, FileMode.Open);
                RijndaelManaged cipher = new RijndaelManaged();
                CryptoStream cs = new CryptoStream(fsCrypt, cipher.CreateDecryptor(key, new byte[16]), CryptoStreamMode.Read);
                FileStream fsOut = new FileStream(outputFile, FileMode.Create);
                int data;
                while ((data = cs.ReadByte()) != -1)
                    fsOut.WriteByte((byte)data);
                fsOut.Close();
                cs.Close();
                fsCrypt.Close();
            }
            """,
        ["file streams in using statements, the vector in front, the path returned"] = """
            public static string Encrypt(string source, string target, byte[] key)
            {
                using (var aes = Aes.Create())
                {
                    aes.Key = key;
                    using (var input = File.OpenRead(source))
                    using (var output = File.Create(target))
                    {
                        output.Write(aes.IV);
                        using (var crypto = new CryptoStream(output, aes.CreateEncryptor(), CryptoStreamMode.Write))
                        {
                            input.CopyTo(crypto);
                        }
                    }
                }

                return target;
            }

            public static string Decrypt(string source, string target, byte[] key)
            {
                using var input = File.OpenRead(source);
                using var output = File.Create(target);
                var iv = new byte[16];
                input.ReadExactly(iv);
                using var aes = Aes.Create();
                using var crypto = new CryptoStream(input, aes.CreateDecryptor(key, iv), CryptoStreamMode.Read);
                crypto.CopyTo(output);
                return target;
            }
            """,
        ["the algorithm before the streams, opened later"] = """
            public static void Encrypt(string source, string target, byte[] key)
            {
                FileStream input = null;
                using var aes = Aes.Create();
                aes.Key = key;
                aes.Mode = CipherMode.ECB;
                input = new FileStream(source, FileMode.Open, FileAccess.Read);
                using var output = new FileStream(target, FileMode.Create, FileAccess.Write);
                using var crypto = new CryptoStream(output, aes.CreateEncryptor(), CryptoStreamMode.Write);
                input.CopyTo(crypto);
                input.Dispose();
            }

            public static void Decrypt(string source, string target, byte[] key)
            {
                using var aes = Aes.Create();
                aes.Key = key;
                aes.Mode = CipherMode.ECB;
                using var input = new FileStream(source, FileMode.Open, FileAccess.Read);
                using var crypto = new CryptoStream(input, aes.CreateDecryptor(), CryptoStreamMode.Read);
                using var output = new FileStream(target, FileMode.Create, FileAccess.Write);
                crypto.CopyTo(output);
            }
            """,
    };

    /// <summary>From text to a file and back, with a key.</summary>
    public static IReadOnlyDictionary<string, string> TextFiles { get; } = new Dictionary<string, string>
    {
        ["writer and reader over the cipher over the file"] = """
            public static void Encrypt(string text, string path, byte[] key)
            {
                using (FileStream file = new FileStream(path, FileMode.Create))
                using (Aes aes = Aes.Create())
                {
                    aes.Key = key;
                    byte[] iv = aes.IV;
                    file.Write(iv, 0, iv.Length);
                    using (CryptoStream crypto = new CryptoStream(file, aes.CreateEncryptor(), CryptoStreamMode.Write))
                    using (StreamWriter writer = new StreamWriter(crypto))
                    {
                        writer.Write(text);
                    }
                }
            }

            public static string Decrypt(string path, byte[] key)
            {
                using (FileStream file = File.OpenRead(path))
                using (Aes aes = Aes.Create())
                {
                    byte[] iv = new byte[aes.IV.Length];
                    file.Read(iv, 0, iv.Length);
                    using (CryptoStream crypto = new CryptoStream(file, aes.CreateDecryptor(key, iv), CryptoStreamMode.Read))
                    using (StreamReader reader = new StreamReader(crypto))
                    {
                        return reader.ReadToEnd();
                    }
                }
            }
            """,
        ["bytes in between"] = """
            public static void Encrypt(string text, string path, byte[] key)
            {
                var data = Encoding.Unicode.GetBytes(text);
                using var aes = Aes.Create();
                aes.Key = key;
                aes.IV = new byte[16];
                using var file = File.Create(path);
                using var crypto = new CryptoStream(file, aes.CreateEncryptor(), CryptoStreamMode.Write);
                crypto.Write(data, 0, data.Length);
            }

            public static string Decrypt(string path, byte[] key)
            {
                using var aes = Aes.Create();
                aes.Key = key;
                aes.IV = new byte[16];
                using var file = File.OpenRead(path);
                using var plain = new MemoryStream();
                using (var crypto = new CryptoStream(plain, aes.CreateDecryptor(), CryptoStreamMode.Write, true))
                {
                    file.CopyTo(crypto);
                }

                return Encoding.Unicode.GetString(plain.ToArray());
            }
            """,
    };

    private const string DecryptStream = """
        public static void Decrypt(Stream input, Stream output, byte[] key)
        {
            using var aes = Aes.Create();
            aes.Key = key;
            aes.IV = new byte[16];
            using var cs = new CryptoStream(input, aes.CreateDecryptor(), CryptoStreamMode.Read, leaveOpen: true);
            cs.CopyTo(output);
        }
        """;

    public static IReadOnlyDictionary<string, string> NotUnderstood { get; } = new Dictionary<string, string>
    {
        ["something is written behind the ciphertext"] = Encrypting("cs.FlushFinalBlock(); output.WriteByte(1);"),
        ["the output is rewound before it is closed"] = Encrypting("cs.FlushFinalBlock(); output.Position = 0;"),
        ["the source is deleted while it is still open"] = "public static void Encrypt(string path, byte[] key) { using var aes = Aes.Create(); aes.Key = key; var i = File.OpenRead(path); var o = File.Create(path + 2); var cs = new CryptoStream(o, aes.CreateEncryptor(), CryptoStreamMode.Write); i.CopyTo(cs); cs.Close(); i.Close(); File.Delete(path); }",
        ["something else is written in front"] = Encrypting("", "output.Write(BitConverter.GetBytes(key.Length), 0, 4);"),
        ["a part of the vector is written"] = Encrypting("", "output.Write(aes.IV, 0, 12);"),
        ["another array than the vector is read"] = "public static void Decrypt(Stream input, Stream output, byte[] key, byte[] iv) { var salt = new byte[16]; input.ReadExactly(salt); using var aes = Aes.Create(); using var cs = new CryptoStream(input, aes.CreateDecryptor(key, iv), CryptoStreamMode.Read); cs.CopyTo(output); }",
        ["the vector is read from elsewhere"] = "public static void Decrypt(Stream input, Stream head, Stream output, byte[] key) { var iv = new byte[16]; head.ReadExactly(iv); using var aes = Aes.Create(); using var cs = new CryptoStream(input, aes.CreateDecryptor(key, iv), CryptoStreamMode.Read); cs.CopyTo(output); head.CopyTo(cs); }",
        ["two sources, one after the other"] = Encrypting("second.CopyTo(cs);", parameters: ", Stream second"),
        ["a loop that counts"] = "public static void Encrypt(Stream input, Stream output, byte[] key, byte[] iv) { using var aes = Aes.Create(); using var cs = new CryptoStream(output, aes.CreateEncryptor(key, iv), CryptoStreamMode.Write); var buffer = new byte[4096]; long total = 0; int read; while ((read = input.Read(buffer, 0, buffer.Length)) > 0) { cs.Write(buffer, 0, read); total += read; } }",
        ["a loop that writes whole blocks whatever was read"] = "public static void Encrypt(Stream input, Stream output, byte[] key, byte[] iv) { using var aes = Aes.Create(); using var cs = new CryptoStream(output, aes.CreateEncryptor(key, iv), CryptoStreamMode.Write); var buffer = new byte[16]; int read; while ((read = input.Read(buffer, 0, 16)) > 0) { cs.Write(buffer, 0, buffer.Length); } }",
        ["the stream is given away encrypting"] = "public static Stream Encrypt(Stream output, byte[] key, byte[] iv) { var aes = Aes.Create(); return new CryptoStream(output, aes.CreateEncryptor(key, iv), CryptoStreamMode.Write); }",
        ["arrays are encrypted and streams decrypted"] = "public static byte[] Encrypt(byte[] data, byte[] key) { using var aes = Aes.Create(); aes.Key = key; return aes.EncryptCbc(data, new byte[16]); }\n" + DecryptStream,
        ["the result is both in the stream and an answer"] = "public static long Encrypt(Stream input, Stream output, byte[] key) { using var aes = Aes.Create(); aes.Key = key; using var cs = new CryptoStream(output, aes.CreateEncryptor(), CryptoStreamMode.Write); input.CopyTo(cs); return output.Length; }",
        ["the input is a part of a longer one"] = "public static void Encrypt(Stream input, Stream output, byte[] key) { using var aes = Aes.Create(); aes.Key = key; using var cs = new CryptoStream(output, aes.CreateEncryptor(), CryptoStreamMode.Write); input.Seek(100, SeekOrigin.Begin); input.CopyTo(cs); }",
    };

    private static string Encrypting(string behind, string inFront = "", string parameters = "") => $$"""
        public static void Encrypt(Stream input, Stream output, byte[] key{{parameters}})
        {
            using var aes = Aes.Create();
            aes.Key = key;
            {{inFront}}
            using var cs = new CryptoStream(output, aes.CreateEncryptor(), CryptoStreamMode.Write, leaveOpen: true);
            input.CopyTo(cs);
            {{behind}}
        }
        """;
}
