namespace SocketSecurity.Analyzers.Tests.MessageProtection;

/// <summary>Types that hold their algorithm in a field, as people write them; a class <c>Messages</c> calls them.</summary>
internal static class CipherFieldPrograms
{
    public static IReadOnlyDictionary<string, string> Bytes { get; } = new Dictionary<string, string>
    {
        ["made and keyed in the constructor"] = """
            public sealed class Cipher
            {
                private readonly Aes _aes;

                public Cipher(byte[] key)
                {
                    if (key is null) throw new ArgumentNullException(nameof(key));
                    _aes = Aes.Create();
                    _aes.Key = key;
                    _aes.IV = new byte[16];
                }

                public byte[] Encrypt(byte[] data)
                {
                    using var encryptor = _aes.CreateEncryptor();
                    return encryptor.TransformFinalBlock(data, 0, data.Length);
                }

                public byte[] Decrypt(byte[] data)
                {
                    using var decryptor = _aes.CreateDecryptor(_aes.Key, _aes.IV);
                    return decryptor.TransformFinalBlock(data, 0, data.Length);
                }
            }
            """,
        ["initializers, disposed, the vector in front"] = """
            public sealed class Cipher : IDisposable
            {
                private readonly Aes aes = Aes.Create();

                public Cipher(byte[] key)
                {
                    this.aes.Mode = CipherMode.CBC;
                    this.aes.Padding = PaddingMode.PKCS7;
                    this.aes.Key = (byte[])key.Clone();
                }

                public byte[] Encrypt(byte[] data)
                {
                    this.aes.GenerateIV();
                    using var ms = new MemoryStream();
                    ms.Write(this.aes.IV, 0, this.aes.IV.Length);
                    using (var cs = new CryptoStream(ms, this.aes.CreateEncryptor(), CryptoStreamMode.Write))
                    {
                        cs.Write(data, 0, data.Length);
                    }

                    return ms.ToArray();
                }

                public byte[] Decrypt(byte[] data)
                {
                    var iv = data.Take(16).ToArray();
                    var cipher = data.Skip(16).ToArray();
                    this.aes.IV = iv;
                    return this.aes.DecryptCbc(cipher, iv);
                }

                public void Dispose() => this.aes.Dispose();
            }
            """,
        ["an object initializer, a broken cipher, the pattern for disposing"] = """
            public class Cipher : IDisposable
            {
                private SymmetricAlgorithm _algorithm;
                private readonly object _sync = new();

                public Cipher(byte[] key) : base()
                {
                    _algorithm = new TripleDESCryptoServiceProvider { Key = key.AsSpan(0, 24).ToArray(), Mode = CipherMode.ECB };
                }

                public byte[] Encrypt(byte[] data)
                {
                    return _algorithm.CreateEncryptor().TransformFinalBlock(data, 0, data.Length);
                }

                public byte[] Decrypt(byte[] data)
                {
                    return _algorithm.CreateDecryptor().TransformFinalBlock(data, 0, data.Length);
                }

                protected virtual void Dispose(bool disposing)
                {
                    if (disposing)
                    {
                        if (_algorithm != null)
                        {
                            _algorithm.Clear();
                        }
                    }
                }

                public void Dispose()
                {
                    Dispose(true);
                    GC.SuppressFinalize(this);
                }
            }
            """,
        ["the key comes with the call"] = """
            public sealed class Cipher : IDisposable
            {
                // One for all calls.
                private static readonly Aes Algorithm = new AesManaged { Mode = CipherMode.CBC };
                private readonly byte[] _key;

                public Cipher(byte[] key)
                {
                    _key = key;
                }

                public byte[] Encrypt(byte[] data)
                {
                    using var ms = new MemoryStream();
                    var encryptor = Algorithm.CreateEncryptor(_key, new byte[16]);
                    using (var cs = new CryptoStream(ms, encryptor, CryptoStreamMode.Write))
                    {
                        cs.Write(data, 0, data.Length);
                    }

                    return ms.ToArray();
                }

                public byte[] Decrypt(byte[] data)
                {
                    Algorithm.Key = _key;
                    Algorithm.IV = new byte[16];
                    return Algorithm.CreateDecryptor().TransformFinalBlock(data, 0, data.Length);
                }

                public void Dispose()
                {
                    Algorithm?.Dispose();
                }
            }
            """,
        ["two constructors and one that calls another"] = """
            public sealed class Cipher
            {
                private readonly Aes _aes;
                private readonly string _name;

                public Cipher(byte[] key) : this(key, "cipher") { }

                public Cipher(string password)
                {
                    var derived = new Rfc2898DeriveBytes(password, new byte[16], 600000, HashAlgorithmName.SHA256);
                    _aes = Aes.Create();
                    _aes.Key = derived.GetBytes(_aes.KeySize / 8);
                    _aes.IV = derived.GetBytes(_aes.BlockSize / 8);
                    _name = "password";
                }

                private Cipher(byte[] key, string name)
                {
                    _name = name;
                    _aes = Aes.Create();
                    _aes.Key = key;
                }

                public override string ToString() => _name;

                public byte[] Encrypt(byte[] data) => _aes.EncryptCbc(data, new byte[16]);

                public byte[] Decrypt(byte[] data) => _aes.DecryptCbc(data, new byte[16]);
            }
            """,
    };

    public static IReadOnlyDictionary<string, string> NotUnderstood { get; } = new Dictionary<string, string>
    {
        ["the algorithm is shown"] = Holding("public Aes Algorithm => _aes;"),
        ["the algorithm goes elsewhere"] = Holding("public void Show() { Console.WriteLine(_aes); }"),
        ["the vector is shown"] = Holding("public byte[] IV => _aes.IV;"),
        ["the vector is returned by a method"] = Holding("public byte[] Vector() { return _aes.IV; }"),
        ["the key changes"] = Holding("public void Rekey(byte[] key) { _aes.Key = key; }"),
        ["the key is generated"] = Holding("public Cipher() { _aes = Aes.Create(); _aes.GenerateKey(); }"),
        ["a constructor gives no key"] = Holding("public Cipher() { _aes = Aes.Create(); }"),
        ["a branch gives the key"] = Holding("public Cipher(byte[] key, bool b) { _aes = Aes.Create(); if (b) { _aes.Key = key; } }"),
        ["the field is everybody's"] = Holding("").Replace("private readonly Aes", "internal readonly Aes", StringComparison.Ordinal),
        ["another object's field"] = Holding("public byte[] Encrypt(byte[] data, Cipher other) { return other._aes.EncryptCbc(data, new byte[16]); }"),
        ["a type inside uses it"] = Holding("class Inner { public byte[] Of(Cipher c) { return c._aes.Key; } }"),
        ["a transform is held too"] = Holding("private ICryptoTransform _t; public byte[] Reuse(byte[] data) { _t ??= _aes.CreateEncryptor(); return _t.TransformFinalBlock(data, 0, data.Length); }"),
        ["an algorithm that somebody gives"] = Holding("").Replace("_aes = Aes.Create(); _aes.Key = key;", "_aes = given;", StringComparison.Ordinal).Replace("Cipher(byte[] key)", "Cipher(byte[] key, Aes given = null)", StringComparison.Ordinal),
        ["the key is replaced for one call"] = Holding("public byte[] Encrypt(byte[] data, byte[] key) { _aes.Key = key; return _aes.EncryptCbc(data, new byte[16]); }"),
        ["a stream and a key in the constructor"] = Holding("public void Encrypt(Stream input, Stream output) { using var cs = new CryptoStream(output, _aes.CreateEncryptor(), CryptoStreamMode.Write); input.CopyTo(cs); } public void Decrypt(Stream input, Stream output) { using var cs = new CryptoStream(input, _aes.CreateDecryptor(), CryptoStreamMode.Read); cs.CopyTo(output); }"),
    };

    public static string Program(string type) => CipherPrograms.Program("""
        public static byte[] Encrypt(byte[] data, byte[] key) => new Cipher(key).Encrypt(data);

        public static byte[] Decrypt(byte[] data, byte[] key) => new Cipher(key).Decrypt(data);
        """) + "\n\n" + type;

    private static string Holding(string members) => $$"""
        public sealed class Cipher
        {
            private readonly Aes _aes;

            public Cipher(byte[] key) { _aes = Aes.Create(); _aes.Key = key; }

            public byte[] Encrypt(byte[] data) => _aes.EncryptCbc(data, new byte[16]);

            public byte[] Decrypt(byte[] data) => _aes.DecryptCbc(data, new byte[16]);

            {{members}}
        }
        """;
}
