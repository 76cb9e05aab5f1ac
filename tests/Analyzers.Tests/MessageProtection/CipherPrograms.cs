namespace SocketSecurity.Analyzers.Tests.MessageProtection;

/// <summary>Methods as people write them; <c>Encrypt</c> and <c>Decrypt</c> of a class <c>Messages</c>.</summary>
internal static class CipherPrograms
{
    public static IReadOnlyDictionary<string, string> Bytes { get; } = new Dictionary<string, string>
    {
        ["crypto stream over memory"] = """
            public static byte[] Encrypt(byte[] data, byte[] key)
            {
                using (var aes = Aes.Create())
                {
                    aes.Key = key;
                    aes.IV = new byte[16];
                    aes.Mode = CipherMode.CBC;
                    using (var ms = new MemoryStream())
                    {
                        using (var cs = new CryptoStream(ms, aes.CreateEncryptor(), CryptoStreamMode.Write))
                        {
                            cs.Write(data, 0, data.Length);
                            cs.FlushFinalBlock();
                        }

                        return ms.ToArray();
                    }
                }
            }

            public static byte[] Decrypt(byte[] data, byte[] key)
            {
                using (var aes = Aes.Create())
                {
                    aes.Key = key;
                    aes.IV = new byte[16];
                    using (var ms = new MemoryStream(data))
                    using (var cs = new CryptoStream(ms, aes.CreateDecryptor(), CryptoStreamMode.Read))
                    using (var plain = new MemoryStream())
                    {
                        cs.CopyTo(plain);
                        return plain.ToArray();
                    }
                }
            }
            """,
        ["one-shot with the vector in front"] = """
            public static byte[] Encrypt(byte[] data, byte[] key)
            {
                using var aes = Aes.Create();
                aes.Key = key;
                aes.GenerateIV();
                var cipher = aes.EncryptCbc(data, aes.IV);
                var result = new byte[aes.IV.Length + cipher.Length];
                Buffer.BlockCopy(aes.IV, 0, result, 0, aes.IV.Length);
                Buffer.BlockCopy(cipher, 0, result, aes.IV.Length, cipher.Length);
                return result;
            }

            public static byte[] Decrypt(byte[] message, byte[] key)
            {
                using var aes = Aes.Create();
                aes.Key = key;
                var iv = message[..16];
                var cipher = message[16..];
                return aes.DecryptCbc(cipher, iv);
            }
            """,
        ["final block, vector written to the stream"] = """
            public static byte[] Encrypt(byte[] data, byte[] key)
            {
                using var aes = Aes.Create();
                using var ms = new MemoryStream();
                var iv = RandomNumberGenerator.GetBytes(16);
                ms.Write(iv, 0, iv.Length);
                using var encryptor = aes.CreateEncryptor(key, iv);
                using var cs = new CryptoStream(ms, encryptor, CryptoStreamMode.Write);
                cs.Write(data, 0, data.Length);
                cs.FlushFinalBlock();
                return ms.ToArray();
            }

            public static byte[] Decrypt(byte[] data, byte[] key)
            {
                var iv = new byte[16];
                var cipher = new byte[data.Length - iv.Length];
                Array.Copy(data, 0, iv, 0, iv.Length);
                Array.Copy(data, iv.Length, cipher, 0, cipher.Length);
                using var aes = Aes.Create();
                aes.Key = key;
                aes.IV = iv;
                using var decryptor = aes.CreateDecryptor();
                return decryptor.TransformFinalBlock(cipher, 0, cipher.Length);
            }
            """,
        ["electronic codebook, one-shot and as expression bodies"] = """
            public static byte[] Encrypt(byte[] data, byte[] key)
            {
                if (data == null)
                {
                    throw new ArgumentNullException(nameof(data));
                }

                using var aes = Aes.Create();
                aes.Key = key;
                return aes.EncryptEcb(data, PaddingMode.PKCS7);
            }

            public static byte[] Decrypt(byte[] data, byte[] key)
            {
                var aes = new RijndaelManaged { Key = key, Mode = CipherMode.ECB, Padding = PaddingMode.PKCS7 };
                var transform = aes.CreateDecryptor();
                byte[] plain = transform.TransformFinalBlock(data, 0, data.Length);
                aes.Clear();
                return plain;
            }
            """,
        ["disposed in finally, guards of all kinds"] = """
            public static byte[] Encrypt(byte[] data, byte[] key)
            {
                if (data == null || key == null)
                    throw new ArgumentNullException();
                AesManaged aes = null;
                ICryptoTransform encryptor = null;
                try
                {
                    aes = new AesManaged();
                    aes.Key = key;
                    aes.IV = new byte[16];
                    encryptor = aes.CreateEncryptor();
                    return encryptor.TransformFinalBlock(data, 0, data.Length);
                }
                finally
                {
                    encryptor?.Dispose();
                    if (aes != null)
                    {
                        aes.Clear();
                    }
                }
            }

            public static byte[] Decrypt(byte[] data, byte[] key)
            {
                ArgumentNullException.ThrowIfNull(data);
                using (var outer = Aes.Create())
                {
                    outer.Key = key ?? throw new ArgumentNullException(nameof(key));
                    outer.IV = new byte[16];
                    var plain = new MemoryStream();
                    CryptoStream crypto = new CryptoStream(plain, outer.CreateDecryptor(), CryptoStreamMode.Write);
                    try
                    {
                        crypto.Write(data, 0, data.Length);
                        crypto.FlushFinalBlock();
                        return plain.ToArray();
                    }
                    finally
                    {
                        if (crypto is not null) crypto.Close();
                        plain.Dispose();
                    }
                }
            }
            """,
        ["the algorithm is a parameter"] = """
            public static byte[] Encrypt(byte[] data, byte[] key)
            {
                using (Aes aes = new AesManaged { Key = key })
                {
                    aes.IV = new byte[16];
                    return Protect(aes, data);
                }
            }

            public static byte[] Decrypt(byte[] data, byte[] key)
            {
                using var aes = Aes.Create();
                aes.Key = key;
                aes.IV = new byte[16];
                byte[] plain = Unprotect(data, aes);
                return plain;
            }

            private static byte[] Protect(SymmetricAlgorithm algorithm, byte[] data)
            {
                if (algorithm == null) throw new ArgumentNullException(nameof(algorithm));
                ICryptoTransform encryptor = algorithm.CreateEncryptor(algorithm.Key, algorithm.IV);
                using (MemoryStream output = new MemoryStream())
                {
                    using (CryptoStream crypto = new CryptoStream(output, encryptor, CryptoStreamMode.Write))
                    {
                        crypto.Write(data, 0, data.Length);
                    }

                    return output.ToArray();
                }
            }

            private static byte[] Unprotect(byte[] data, Aes aes)
            {
                using var decryptor = aes.CreateDecryptor();
                return decryptor.TransformFinalBlock(data, 0, data.Length);
            }
            """,
        ["a broken cipher"] = """
            public static byte[] Encrypt(byte[] data, byte[] key)
            {
                byte[] encrypted;
                var iv = new byte[8];
                using (TripleDESCryptoServiceProvider tdes = new TripleDESCryptoServiceProvider())
                {
                    MemoryStream ms = new MemoryStream();
                    CryptoStream cs = new CryptoStream(ms, tdes.CreateEncryptor(key, iv), CryptoStreamMode.Write);
                    cs.Write(data, 0, data.Length);
                    cs.Close();
                    encrypted = ms.ToArray();
                }

                return encrypted;
            }

            public static byte[] Decrypt(byte[] data, byte[] key)
            {
                using var tdes = TripleDES.Create();
                tdes.Key = key;
                tdes.IV = new byte[8];
                using var ms = new MemoryStream();
                using (var cs = new CryptoStream(ms, tdes.CreateDecryptor(), CryptoStreamMode.Write))
                {
                    cs.Write(data, 0, data.Length);
                }

                return ms.ToArray();
            }
            """,
    };

    public static IReadOnlyDictionary<string, string> Texts { get; } = new Dictionary<string, string>
    {
        ["reader and writer"] = """
            public static string Encrypt(string plainText, string password)
            {
                byte[] iv = new byte[16];
                byte[] array;
                using (Aes aes = Aes.Create())
                {
                    aes.Key = Encoding.UTF8.GetBytes(password);
                    aes.IV = iv;
                    ICryptoTransform encryptor = aes.CreateEncryptor(aes.Key, aes.IV);
                    using (MemoryStream memoryStream = new MemoryStream())
                    {
                        using (CryptoStream cryptoStream = new CryptoStream(memoryStream, encryptor, CryptoStreamMode.Write))
                        {
                            using (StreamWriter streamWriter = new StreamWriter(cryptoStream))
                            {
                                streamWriter.Write(plainText);
                            }

                            array = memoryStream.ToArray();
                        }
                    }
                }

                return Convert.ToBase64String(array);
            }

            public static string Decrypt(string cipherText, string password)
            {
                byte[] iv = new byte[16];
                byte[] buffer = Convert.FromBase64String(cipherText);
                string text = null;
                using (Aes aes = Aes.Create())
                {
                    aes.Key = Encoding.UTF8.GetBytes(password);
                    aes.IV = iv;
                    ICryptoTransform decryptor = aes.CreateDecryptor(aes.Key, aes.IV);
                    using (MemoryStream memoryStream = new MemoryStream(buffer))
                    using (CryptoStream cryptoStream = new CryptoStream(memoryStream, decryptor, CryptoStreamMode.Read))
                    using (StreamReader streamReader = new StreamReader(cryptoStream))
                    {
                        text = streamReader.ReadToEnd();
                    }
                }

                return text;
            }
            """,
        ["key and vector derived from a password"] = """
            private static readonly byte[] Salt = { 1, 2, 3, 4, 5, 6, 7, 8 };

            public static string Encrypt(string text, string password)
            {
                byte[] bytes = Encoding.Unicode.GetBytes(text);
                using (Aes encryptor = Aes.Create())
                {
                    Rfc2898DeriveBytes pdb = new Rfc2898DeriveBytes(password, Salt, 1000, HashAlgorithmName.SHA256);
                    encryptor.Key = pdb.GetBytes(encryptor.KeySize / 8);
                    encryptor.IV = pdb.GetBytes(encryptor.BlockSize / 8);
                    using (MemoryStream ms = new MemoryStream())
                    {
                        using (CryptoStream cs = new CryptoStream(ms, encryptor.CreateEncryptor(), CryptoStreamMode.Write))
                        {
                            cs.Write(bytes, 0, bytes.Length);
                            cs.Close();
                        }

                        text = Convert.ToBase64String(ms.ToArray());
                    }
                }

                return text;
            }

            public static string Decrypt(string cipher, string password)
            {
                byte[] bytes = Convert.FromBase64String(cipher);
                using (Aes encryptor = Aes.Create())
                {
                    Rfc2898DeriveBytes pdb = new Rfc2898DeriveBytes(password, Salt, 1000, HashAlgorithmName.SHA256);
                    encryptor.Key = pdb.GetBytes(32);
                    encryptor.IV = pdb.GetBytes(16);
                    using (MemoryStream ms = new MemoryStream())
                    {
                        using (CryptoStream cs = new CryptoStream(ms, encryptor.CreateDecryptor(), CryptoStreamMode.Write))
                        {
                            cs.Write(bytes, 0, bytes.Length);
                            cs.Close();
                        }

                        return Encoding.Unicode.GetString(ms.ToArray());
                    }
                }
            }
            """,
        ["empty text stays empty, a nested try"] = """
            public static string Encrypt(string text, string secret)
            {
                if (string.IsNullOrEmpty(text))
                {
                    return text;
                }

                ArgumentException.ThrowIfNullOrWhiteSpace(secret);
                byte[] encrypted;
                Aes aes = Aes.Create();
                try
                {
                    aes.Key = SHA256.HashData(Encoding.UTF8.GetBytes(secret));
                    aes.IV = new byte[16];
                    MemoryStream stream = new MemoryStream();
                    try
                    {
                        using (CryptoStream crypto = new CryptoStream(stream, aes.CreateEncryptor(), CryptoStreamMode.Write))
                        using (StreamWriter writer = new StreamWriter(crypto))
                        {
                            writer.Write(text);
                        }

                        encrypted = stream.ToArray();
                    }
                    finally
                    {
                        stream?.Dispose();
                    }
                }
                finally
                {
                    aes.Dispose();
                }

                return Convert.ToBase64String(encrypted);
            }

            public static string Decrypt(string text, string secret)
            {
                if (string.IsNullOrEmpty(text)) return text;
                var bytes = Convert.FromBase64String(text);
                using var aes = Aes.Create();
                aes.Key = SHA256.HashData(Encoding.UTF8.GetBytes(secret));
                aes.IV = new byte[16];
                var stream = new MemoryStream(bytes);
                var crypto = new CryptoStream(stream, aes.CreateDecryptor(), CryptoStreamMode.Read);
                var reader = new StreamReader(crypto);
                string plain = reader.ReadToEnd();
                reader.Close();
                crypto.Close();
                stream.Close();
                aes.Clear();
                return plain;
            }
            """,
        ["final block, base64 with the vector in front"] = """
            public static string Encrypt(string plainText, string secret)
            {
                using var aes = Aes.Create();
                aes.Key = SHA256.HashData(Encoding.UTF8.GetBytes(secret));
                aes.GenerateIV();
                using var encryptor = aes.CreateEncryptor();
                var plainBytes = Encoding.UTF8.GetBytes(plainText);
                var cipherBytes = encryptor.TransformFinalBlock(plainBytes, 0, plainBytes.Length);
                var result = new byte[aes.IV.Length + cipherBytes.Length];
                Buffer.BlockCopy(aes.IV, 0, result, 0, aes.IV.Length);
                Buffer.BlockCopy(cipherBytes, 0, result, aes.IV.Length, cipherBytes.Length);
                return Convert.ToBase64String(result);
            }

            public static string Decrypt(string cipherText, string secret)
            {
                var full = Convert.FromBase64String(cipherText);
                var iv = full.Take(16).ToArray();
                var cipher = full.Skip(16).ToArray();
                using var aes = Aes.Create();
                aes.Key = SHA256.HashData(Encoding.UTF8.GetBytes(secret));
                aes.IV = iv;
                using var decryptor = aes.CreateDecryptor();
                var plain = decryptor.TransformFinalBlock(cipher, 0, cipher.Length);
                return Encoding.UTF8.GetString(plain);
            }
            """,
    };

    public static IReadOnlyDictionary<string, string> NotUnderstood { get; } = new Dictionary<string, string>
    {
        ["a failure is swallowed"] = "public static byte[] Decrypt(byte[] data, byte[] key, byte[] iv) { try { using var aes = Aes.Create(); aes.Key = key; return aes.DecryptCbc(data, iv); } catch (CryptographicException) { return null; } }",
        ["the key is made here and gets lost"] = "public static byte[] Encrypt(byte[] data, byte[] iv) { using var aes = Aes.Create(); return aes.EncryptCbc(data, iv); }",
        ["a part of the input"] = "public static byte[] Encrypt(byte[] data, byte[] key) { using var aes = Aes.Create(); aes.Key = key; using var e = aes.CreateEncryptor(); return e.TransformFinalBlock(data, 1, data.Length - 1); }",
        ["the input is cut otherwise than behind the vector"] = "public static byte[] Decrypt(byte[] data, byte[] key) { using var aes = Aes.Create(); aes.Key = key; var iv = data[..16]; var cipher = data[20..]; return aes.DecryptCbc(cipher, iv); }",
        ["the algorithm goes elsewhere"] = "public static byte[] Encrypt(byte[] data, byte[] key, byte[] iv) { using var aes = Aes.Create(); aes.Key = key; Set(aes); return aes.EncryptCbc(data, iv); } static void Set(SymmetricAlgorithm a) { }",
        ["the input is wiped before it is used"] = "public static byte[] Encrypt(byte[] data, byte[] key, byte[] iv) { using var aes = Aes.Create(); aes.Key = key; var c = aes.EncryptCbc(data, iv); Array.Clear(data); return c; }",
        ["a reader of old data"] = "public static byte[] Decrypt(byte[] data, byte[] key, byte[] iv) { using var des = DES.Create(); des.Key = key; return des.DecryptCbc(data, iv); }",
        ["a loop"] = "public static byte[] Encrypt(byte[] data, byte[] key, byte[] iv) { using var aes = Aes.Create(); aes.Key = key; using var ms = new MemoryStream(); using var cs = new CryptoStream(ms, aes.CreateEncryptor(key, iv), CryptoStreamMode.Write); foreach (var b in data) cs.WriteByte(b); return ms.ToArray(); }",
        ["the other direction is not understood"] = "public static byte[] Encrypt(byte[] data, byte[] key, byte[] iv) { using var aes = Aes.Create(); aes.Key = key; return aes.EncryptCbc(data, iv); } public static ICryptoTransform Decryptor(byte[] key, byte[] iv) { using var aes = Aes.Create(); return aes.CreateDecryptor(key, iv); }",
        ["finally does more than dispose"] = "public static byte[] Encrypt(byte[] data, byte[] key) { var aes = Aes.Create(); try { aes.Key = key; return aes.EncryptCbc(data, aes.IV); } finally { aes.Dispose(); Array.Clear(key); } }",
        ["finally disposes something else"] = "public static byte[] Encrypt(byte[] data, byte[] key, IDisposable other) { var aes = Aes.Create(); try { aes.Key = key; return aes.EncryptCbc(data, aes.IV); } finally { aes.Dispose(); other.Dispose(); } }",
        ["a failure is turned into another"] = "public static byte[] Encrypt(byte[] data, byte[] key) { var aes = Aes.Create(); try { aes.Key = key; return aes.EncryptCbc(data, aes.IV); } catch (Exception e) { throw new InvalidOperationException(\"No.\", e); } finally { aes.Dispose(); } }",
        ["a condition besides null"] = "public static byte[] Encrypt(byte[] data, byte[] key, bool keep) { var aes = Aes.Create(); aes.Key = key; var c = aes.EncryptCbc(data, aes.IV); if (!keep) { aes.Dispose(); } return c; }",
        ["the algorithm is given by reference"] = "public static byte[] Encrypt(in Aes aes, byte[] data) { return aes.EncryptCbc(data, aes.IV); }",
        ["a loop over characters"] = "public static byte[] Encrypt(StringReader text, byte[] key, byte[] iv) { using var aes = Aes.Create(); using var ms = new MemoryStream(); using var cs = new CryptoStream(ms, aes.CreateEncryptor(key, iv), CryptoStreamMode.Write); int c; while ((c = text.Read()) > 0) { cs.WriteByte((byte)c); } while ((c = text.Read()) > 0) { Console.Write(c); } return ms.ToArray(); }",
        ["unfinished loops and calls"] = "public static byte[] Encrypt(byte[] data, byte[] key, byte[] iv) { using var aes = Aes.Create(); Own own = null; int c; while ((c = own.ReadByte()) != -1) { own.WriteByte(); } Own.ConfigureAwait(); return aes.CreateEncryptor(key, iv).TransformFinalBlock(data, 1, 2); } class Own { public int ReadByte() => 0; public void WriteByte() { } public static void ConfigureAwait() { } }",
        ["the given algorithm is changed"] = "public static byte[] Encrypt(Aes aes, byte[] data, byte[] key) { aes.Key = key; return aes.EncryptCbc(data, new byte[16]); }",
        ["the given algorithm gets a vector that its giver reads"] = "public static byte[] Encrypt(Aes aes, byte[] data) { aes.GenerateIV(); return aes.EncryptCbc(data, aes.IV); }",
        ["the given algorithm is disposed"] = "public static byte[] Encrypt(Aes aes, byte[] data) { var c = aes.EncryptCbc(data, aes.IV); aes.Dispose(); return c; }",
        ["what gives the algorithm is broken"] = "public static byte[] Run(byte[] data) { using var a = TripleDES.Create(); return Encrypt(a, data); } static byte[] Encrypt(SymmetricAlgorithm a, byte[] data) { return a.EncryptCbc(data, a.IV); }",
        ["the vector is an answer too"] = "public static byte[] Encrypt(byte[] data, byte[] key, out byte[] iv) { using var aes = Aes.Create(); aes.Key = key; iv = aes.IV; return aes.EncryptCbc(data, iv); }",
    };

    public static string Program(string members) => $$"""
        using System;
        using System.IO;
        using System.Linq;
        using System.Security.Cryptography;
        using System.Text;
        using System.Threading;
        using System.Threading.Tasks;

        public static class Messages
        {
            {{members.ReplaceLineEndings("\n    ")}}
        }
        """;
}
