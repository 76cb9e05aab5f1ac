namespace SocketSecurity.Analyzers.Tests.MessageProtection;

/// <summary>Methods that put the salt of a derived key into the message; <c>Encrypt</c> and <c>Decrypt</c> of a class <c>Messages</c>.</summary>
internal static class CipherPasswordPrograms
{
    public static IReadOnlyDictionary<string, string> Texts { get; } = new Dictionary<string, string>
    {
        ["salt and vector of 256 bits, put together by Concat, read at once"] = """
            private const int KeySize = 256;
            private const int Iterations = 1000;

            public static string Encrypt(string text, string passPhrase)
            {
                var saltBytes = RandomBytes();
                var ivBytes = RandomBytes();
                var textBytes = Encoding.UTF8.GetBytes(text);
                using (var password = new Rfc2898DeriveBytes(passPhrase, saltBytes, Iterations))
                {
                    var keyBytes = password.GetBytes(KeySize / 8);
                    using (var symmetric = new RijndaelManaged())
                    {
                        symmetric.BlockSize = 256;
                        symmetric.Mode = CipherMode.CBC;
                        symmetric.Padding = PaddingMode.PKCS7;
                        using (var encryptor = symmetric.CreateEncryptor(keyBytes, ivBytes))
                        {
                            using (var memory = new MemoryStream())
                            {
                                using (var crypto = new CryptoStream(memory, encryptor, CryptoStreamMode.Write))
                                {
                                    crypto.Write(textBytes, 0, textBytes.Length);
                                    crypto.FlushFinalBlock();
                                    var message = saltBytes;
                                    message = message.Concat(ivBytes).ToArray();
                                    message = message.Concat(memory.ToArray()).ToArray();
                                    memory.Close();
                                    crypto.Close();
                                    return Convert.ToBase64String(message);
                                }
                            }
                        }
                    }
                }
            }

            public static string Decrypt(string cipherText, string passPhrase)
            {
                var all = Convert.FromBase64String(cipherText);
                var saltBytes = all.Take(KeySize / 8).ToArray();
                var ivBytes = all.Skip(KeySize / 8).Take(KeySize / 8).ToArray();
                var cipherBytes = all.Skip((KeySize / 8) * 2).Take(all.Length - ((KeySize / 8) * 2)).ToArray();
                using (var password = new Rfc2898DeriveBytes(passPhrase, saltBytes, Iterations))
                {
                    var keyBytes = password.GetBytes(KeySize / 8);
                    using (var symmetric = new RijndaelManaged())
                    {
                        symmetric.BlockSize = 256;
                        symmetric.Mode = CipherMode.CBC;
                        symmetric.Padding = PaddingMode.PKCS7;
                        using (var decryptor = symmetric.CreateDecryptor(keyBytes, ivBytes))
                        {
                            using (var memory = new MemoryStream(cipherBytes))
                            {
                                using (var crypto = new CryptoStream(memory, decryptor, CryptoStreamMode.Read))
                                {
                                    var textBytes = new byte[cipherBytes.Length];
                                    var count = crypto.Read(textBytes, 0, textBytes.Length);
                                    memory.Close();
                                    crypto.Close();
                                    return Encoding.UTF8.GetString(textBytes, 0, count);
                                }
                            }
                        }
                    }
                }
            }

            private static byte[] RandomBytes()
            {
                var bytes = new byte[32];
                using (var random = new RNGCryptoServiceProvider())
                {
                    random.GetBytes(bytes);
                }

                return bytes;
            }
            """,
        ["copied into one array, derived in one call"] = """
            public static string Encrypt(string text, string password)
            {
                byte[] salt = RandomNumberGenerator.GetBytes(16);
                byte[] key = Rfc2898DeriveBytes.Pbkdf2(password, salt, 10000, HashAlgorithmName.SHA256, 32);
                using Aes aes = Aes.Create();
                aes.Key = key;
                aes.GenerateIV();
                using ICryptoTransform encryptor = aes.CreateEncryptor();
                byte[] plain = Encoding.UTF8.GetBytes(text);
                byte[] cipher = encryptor.TransformFinalBlock(plain, 0, plain.Length);
                byte[] result = new byte[salt.Length + aes.IV.Length + cipher.Length];
                Buffer.BlockCopy(salt, 0, result, 0, salt.Length);
                Buffer.BlockCopy(aes.IV, 0, result, salt.Length, aes.IV.Length);
                Buffer.BlockCopy(cipher, 0, result, salt.Length + aes.IV.Length, cipher.Length);
                return Convert.ToBase64String(result);
            }

            public static string Decrypt(string text, string password)
            {
                byte[] data = Convert.FromBase64String(text);
                byte[] salt = new byte[16];
                byte[] iv = new byte[16];
                byte[] cipher = new byte[data.Length - salt.Length - iv.Length];
                Buffer.BlockCopy(data, 0, salt, 0, salt.Length);
                Buffer.BlockCopy(data, salt.Length, iv, 0, iv.Length);
                Buffer.BlockCopy(data, salt.Length + iv.Length, cipher, 0, cipher.Length);
                byte[] key = Rfc2898DeriveBytes.Pbkdf2(password, salt, 10000, HashAlgorithmName.SHA256, 32);
                using Aes aes = Aes.Create();
                aes.Key = key;
                aes.IV = iv;
                using ICryptoTransform decryptor = aes.CreateDecryptor();
                byte[] plain = decryptor.TransformFinalBlock(cipher, 0, cipher.Length);
                return Encoding.UTF8.GetString(plain);
            }
            """,
        ["written to the stream, the vector derived"] = """
            public static string Encrypt(string text, string password)
            {
                byte[] salt = new byte[16];
                RandomNumberGenerator.Fill(salt);
                using var derivation = new Rfc2898DeriveBytes(password, salt, 10000, HashAlgorithmName.SHA256);
                using var aes = Aes.Create();
                aes.Key = derivation.GetBytes(32);
                aes.IV = derivation.GetBytes(16);
                using var output = new MemoryStream();
                output.Write(salt, 0, salt.Length);
                using (var crypto = new CryptoStream(output, aes.CreateEncryptor(), CryptoStreamMode.Write))
                using (var writer = new StreamWriter(crypto))
                {
                    writer.Write(text);
                }

                return Convert.ToBase64String(output.ToArray());
            }

            public static string Decrypt(string text, string password)
            {
                byte[] data = Convert.FromBase64String(text);
                byte[] salt = new byte[16];
                using var input = new MemoryStream(data);
                input.Read(salt, 0, salt.Length);
                using var derivation = new Rfc2898DeriveBytes(password, salt, 10000, HashAlgorithmName.SHA256);
                using var aes = Aes.Create();
                aes.Key = derivation.GetBytes(32);
                aes.IV = derivation.GetBytes(16);
                using var crypto = new CryptoStream(input, aes.CreateDecryptor(), CryptoStreamMode.Read);
                using var reader = new StreamReader(crypto);
                return reader.ReadToEnd();
            }
            """,
        ["spread, and cut by ranges"] = """
            public static string Encrypt(string text, string password)
            {
                var salt = RandomNumberGenerator.GetBytes(16);
                var iv = RandomNumberGenerator.GetBytes(16);
                using var aes = Aes.Create();
                aes.Key = Rfc2898DeriveBytes.Pbkdf2(password, salt, 10000, HashAlgorithmName.SHA256, 32);
                var cipher = aes.EncryptCbc(Encoding.UTF8.GetBytes(text), iv);
                byte[] message = [.. iv, .. salt, .. cipher];
                return Convert.ToBase64String(message);
            }

            public static string Decrypt(string text, string password)
            {
                var message = Convert.FromBase64String(text);
                var iv = message[..16];
                var salt = message[16..32];
                var cipher = message[32..];
                using var aes = Aes.Create();
                aes.Key = Rfc2898DeriveBytes.Pbkdf2(password, salt, 10000, HashAlgorithmName.SHA256, 32);
                return Encoding.UTF8.GetString(aes.DecryptCbc(cipher, iv));
            }
            """,
    };

    private const string Opening = """
        public static byte[] Decrypt(byte[] message, string password)
        {
            var salt = message[..16];
            var iv = message[16..32];
            using var aes = Aes.Create();
            aes.Key = Rfc2898DeriveBytes.Pbkdf2(password, salt, 10000, HashAlgorithmName.SHA256, 32);
            var cipher = message[32..];
            return aes.DecryptCbc(cipher, iv);
        }
        """;

    public static IReadOnlyDictionary<string, string> NotUnderstood { get; } = new Dictionary<string, string>
    {
        ["only one direction has the salt in the message"] = Sealing("[.. iv, .. cipher]") + "\n" + Opening,
        ["the salt is in the message twice"] = Sealing("[.. salt, .. iv, .. salt, .. cipher]"),
        ["the message is no array"] = Sealing("null").Replace("return null;", "System.Collections.Generic.List<byte> all = [.. salt, .. iv, .. cipher]; return all.ToArray();", StringComparison.Ordinal),
        ["the ciphertext comes first"] = Sealing("[.. cipher, .. iv, .. salt]"),
        ["something else is in the message"] = Sealing("[.. salt, .. iv, 1, .. cipher]"),
        ["another salt is in the message"] = Sealing("[.. salt, .. iv, .. cipher]").Replace("Pbkdf2(password, salt", "Pbkdf2(password, other", StringComparison.Ordinal),
        ["the parts overlap"] = Opening.Replace("message[16..32]", "message[15..31]", StringComparison.Ordinal),
        ["the ciphertext ends before the message"] = Opening.Replace("message[32..]", "message[32..64]", StringComparison.Ordinal),
        ["a part between is left out"] = Opening.Replace("message[32..]", "message[40..]", StringComparison.Ordinal),
        ["the password is bytes"] = Opening.Replace("Pbkdf2(password, salt", "Pbkdf2(Encoding.UTF8.GetBytes(password), salt", StringComparison.Ordinal),
        ["a file with its salt"] = "public static void Encrypt(Stream input, Stream output, string password) { var salt = RandomNumberGenerator.GetBytes(16); output.Write(salt); using var aes = Aes.Create(); aes.Key = Rfc2898DeriveBytes.Pbkdf2(password, salt, 10000, HashAlgorithmName.SHA256, 32); using var cs = new CryptoStream(output, aes.CreateEncryptor(), CryptoStreamMode.Write); input.CopyTo(cs); }",
        ["a part of what was read becomes text"] = "public static string Decrypt(byte[] cipher, byte[] key, byte[] iv) { using var aes = Aes.Create(); using var ms = new MemoryStream(cipher); using var cs = new CryptoStream(ms, aes.CreateDecryptor(key, iv), CryptoStreamMode.Read); var plain = new byte[cipher.Length]; var n = cs.Read(plain, 0, plain.Length); return Encoding.UTF8.GetString(plain, 4, n); }",
    };

    private static string Sealing(string message) => $$"""
        public static byte[] Encrypt(byte[] data, string password)
        {
            var other = RandomNumberGenerator.GetBytes(16);
            var salt = RandomNumberGenerator.GetBytes(16);
            var iv = RandomNumberGenerator.GetBytes(16);
            using var aes = Aes.Create();
            aes.Key = Rfc2898DeriveBytes.Pbkdf2(password, salt, 10000, HashAlgorithmName.SHA256, 32);
            var cipher = aes.EncryptCbc(data, iv);
            return {{message}};
        }
        """;
}
