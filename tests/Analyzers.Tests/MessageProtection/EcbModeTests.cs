using Microsoft.CodeAnalysis.Testing;
using SocketSecurity.Analyzers.MessageProtection;
using SocketSecurity.Analyzers.Tests.Verification;
using Rule = SocketSecurity.Analyzers.Tests.Verification.RuleTest<
    SocketSecurity.Analyzers.MessageProtection.SymmetricCipherAnalyzer,
    Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;

namespace SocketSecurity.Analyzers.Tests.MessageProtection;

/// <summary>SOCK4002, <see cref="SymmetricCipherAnalyzer"/>.</summary>
public sealed class EcbModeTests
{
    [Theory]
    [InlineData("aes.Mode = {|SOCK4002:CipherMode.ECB|}; aes.CreateEncryptor();")]
    [InlineData("aes.Mode = {|SOCK4002:(CipherMode)2|};")]
    [InlineData("var a = new AesManaged { Mode = {|SOCK4002:CipherMode.ECB|}, Padding = PaddingMode.PKCS7 };")]
    [InlineData("var m = CipherMode.ECB; aes.Mode = {|SOCK4002:m|};")]
    [InlineData("aes.Mode = {|SOCK4002:old ? CipherMode.ECB : CipherMode.CBC|};")]
    [InlineData("{|SOCK4002:aes.EncryptEcb(data, PaddingMode.PKCS7)|};")]
    [InlineData("{|SOCK4002:aes.DecryptEcb(data, PaddingMode.None)|};")]
    [InlineData("{|SOCK4002:aes.TryEncryptEcb(data, buffer, PaddingMode.PKCS7, out _)|};")]
    [InlineData("aes.Mode = {|SOCK4002:CipherMode.ECB|}; aes.Padding = PaddingMode.None; using var e = aes.CreateEncryptor(); e.TransformFinalBlock(data, 0, data.Length);")]
    [InlineData("var block = new byte[32]; {|SOCK4002:aes.EncryptEcb(block, PaddingMode.None)|};")]
    public Task Ecb_on_messages_is_found(string statement) => Rule.Finds(InMethod(statement));

    [Theory]
    [InlineData("aes.Mode = CipherMode.ECB; aes.Mode = CipherMode.CBC;")]
    [InlineData("var isEcb = aes.Mode == CipherMode.ECB;")]
    [InlineData("aes.Mode = mode;")]
    [InlineData("var block = new byte[16]; aes.EncryptEcb(block, PaddingMode.None);")]
    [InlineData("aes.EncryptEcb(data.AsSpan(0, 16), buffer, PaddingMode.None);")]
    [InlineData("Span<byte> iv = stackalloc byte[16]; aes.DecryptEcb(data.AsSpan()[..16], iv, PaddingMode.None);")]
    [InlineData("aes.Mode = CipherMode.ECB; aes.Padding = PaddingMode.None; using var e = aes.CreateEncryptor(); e.TransformFinalBlock(data, 0, 16);")]
    [InlineData("var own = new Own(); own.Mode = CipherMode.ECB;")]
    public Task Single_blocks_and_other_modes_are_silent(string statement) => Rule.Silent(InMethod(statement));

    /// <summary>The size of the vector is its caller's business; that it is one, and so a block long, is seen by its use.</summary>
    [Fact]
    public Task An_encrypted_vector_is_silent_and_a_message_is_not() => Rule.Finds(
        """
        using System;
        using System.Security.Cryptography;

        class Names
        {
            public int Open(Aes aes, byte[] name, Span<byte> iv, byte[] plain)
            {
                aes.DecryptEcb(name.AsSpan()[..iv.Length], iv, PaddingMode.None);
                return {|SOCK4003:aes.DecryptCbc(name.AsSpan()[iv.Length..], iv, plain, PaddingMode.PKCS7)|};
            }

            public byte[] Seal(Aes aes, byte[] name, byte[] iv)
            {
                var head = aes.EncryptEcb(iv, PaddingMode.None);
                var rest = {|SOCK4003:aes.EncryptCbc(name, iv)|};
                var both = new byte[head.Length + rest.Length];
                head.CopyTo(both, 0);
                rest.CopyTo(both, head.Length);
                return both;
            }

            public byte[] Open(Aes aes, byte[] name)
            {
                var iv = aes.DecryptEcb(name[..16], PaddingMode.None);
                return {|SOCK4003:aes.DecryptCbc(name.AsSpan(16), iv)|};
            }

            public byte[] Twice(Aes aes, byte[] name, byte[] iv)
            {
                var once = {|SOCK4003:aes.EncryptCbc(name, iv)|};
                return {|SOCK4002:aes.EncryptEcb(once, PaddingMode.None)|};
            }

            public int Copy(Aes aes, byte[] name, Span<byte> plain) => {|SOCK4002:aes.DecryptEcb(name.AsSpan()[..plain.Length], plain, PaddingMode.None)|};
        }
        """);

    [Fact]
    public Task A_counter_mode_is_built_from_it_and_without_mixing_it_is_a_finding() => Rule.Finds(
        """
        using System.Security.Cryptography;

        class Counter
        {
            private readonly Aes _aes = Aes.Create();
            public Counter(byte[] key) { _aes.Key = key; _aes.Mode = CipherMode.ECB; _aes.Padding = PaddingMode.None; }
            public void Next(byte[] counter, byte[] data)
            {
                using var e = _aes.CreateEncryptor();
                var stream = e.TransformFinalBlock(counter, 0, counter.Length);
                for (var i = 0; i < data.Length; i++) data[i] ^= stream[i];
            }
        }

        class Plain
        {
            private readonly Aes _aes = Aes.Create();
            public Plain(byte[] key) { _aes.Key = key; _aes.Mode = {|SOCK4002:CipherMode.ECB|}; _aes.Padding = PaddingMode.None; }
            public byte[] Next(byte[] data)
            {
                using var e = _aes.CreateEncryptor();
                return e.TransformFinalBlock(data, 0, data.Length);
            }
        }
        """);

    /// <summary>As archivers and protocol libraries write them: padding left alone in a transform, mixing in an outer or base type.</summary>
    [Fact]
    public Task Building_blocks_spread_over_types_are_silent() => Rule.Silent(
        """
        using System.Security.Cryptography;

        class Stream : ICryptoTransform
        {
            private readonly ICryptoTransform _block;
            public Stream(byte[] key) { var aes = Aes.Create(); aes.Mode = CipherMode.ECB; _block = aes.CreateEncryptor(key, new byte[16]); }
            public int TransformBlock(byte[] i, int a, int n, byte[] o, int b) { _block.TransformBlock(i, 0, 16, o, 0); o[b] = (byte)(o[b] ^ i[a]); return n; }
            public byte[] TransformFinalBlock(byte[] i, int a, int n) => i;
            public bool CanReuseTransform => false;
            public bool CanTransformMultipleBlocks => false;
            public int InputBlockSize => 1;
            public int OutputBlockSize => 1;
            public void Dispose() { }
        }

        abstract class BlockCipher { protected static void Mix(byte[] a, byte[] b) { a[0] ^= b[0]; } }

        partial class AesCipher
        {
            private sealed class Block : BlockCipher
            {
                private readonly ICryptoTransform _encryptor;
                public Block(byte[] key) { var aes = Aes.Create(); aes.Mode = CipherMode.ECB; aes.Padding = PaddingMode.None; _encryptor = aes.CreateEncryptor(); }
                public int Encrypt(byte[] i, byte[] o) => _encryptor.TransformBlock(i, 0, i.Length, o, 0);
            }
        }
        """);

    [Fact]
    public Task A_subkey_derivation_is_built_from_it() => Rule.Silent(
        """
        using System.Security.Cryptography;

        class Subkey
        {
            public static byte[] Derive(Aes aes, byte[] nonce)
            {
                var block = new byte[16];
                aes.EncryptEcb(block, block, PaddingMode.None);
                block[15] ^= 0x87;
                var key = new byte[32];
                aes.EncryptEcb(nonce, key, PaddingMode.None);
                return key;
            }
        }
        """);

    [Fact]
    public Task BouncyCastle_uses_it_by_name_and_by_class() => Rule.Finds(
        """
        using Org.BouncyCastle.Crypto;
        using Org.BouncyCastle.Crypto.Engines;
        using Org.BouncyCastle.Crypto.Modes;
        using Org.BouncyCastle.Crypto.Paddings;
        using Org.BouncyCastle.Security;

        class Engines
        {
            object _a = {|SOCK4002:CipherUtilities.GetCipher("AES/ECB/PKCS7Padding")|};
            object _b = {|SOCK4002:CipherUtilities.GetCipher("AES")|};
            object _c = new PaddedBufferedBlockCipher({|SOCK4002:new EcbBlockCipher(new AesEngine())|});
            object _e = new BufferedAeadBlockCipher(new GcmBlockCipher(new AesEngine()));
            object _f = CipherUtilities.GetCipher("RSA/ECB/OAEPWithSHA-256AndMGF1Padding");
            object _g = CipherUtilities.GetCipher("AES/GCM/NoPadding");
        }
        """,
        setup => setup.Reference(TestFrameworks.Libraries));

    /// <summary>The first generation of the library; the second asks for a mode.</summary>
    [Fact]
    public Task A_buffered_cipher_around_a_bare_engine_uses_it_without_saying_so() => Rule.Finds(
        """
        namespace Org.BouncyCastle.Crypto { public interface IBlockCipher { } public class BufferedBlockCipher { public BufferedBlockCipher(IBlockCipher cipher) { } } }
        namespace Org.BouncyCastle.Crypto.Engines { public class AesEngine : IBlockCipher { } }
        namespace Org.BouncyCastle.Crypto.Modes { public class GcmBlockCipher : IBlockCipher { public GcmBlockCipher(IBlockCipher cipher) { } } }

        class Old
        {
            object _bare = {|SOCK4002:new Org.BouncyCastle.Crypto.BufferedBlockCipher(new Org.BouncyCastle.Crypto.Engines.AesEngine())|};
            object _mode = new Org.BouncyCastle.Crypto.BufferedBlockCipher(new Org.BouncyCastle.Crypto.Modes.GcmBlockCipher(new Org.BouncyCastle.Crypto.Engines.AesEngine()));
        }
        """);

    [Fact]
    public Task Test_code_is_information() => Rule.Finds(
        """
        using System.Security.Cryptography;
        using Xunit;
        namespace Xunit { class Nothing { } }
        class Vectors { void Run(Aes aes) { aes.Mode = {|#0:CipherMode.ECB|}; } }
        """,
        setup => setup.Expected.Add(new DiagnosticResult(Rules.EcbMode.Id, Microsoft.CodeAnalysis.DiagnosticSeverity.Info).WithLocation(0)));

    [Fact]
    public Task Unfinished_code_is_survived() => Rule.Silent(
        """
        using System.Security.Cryptography;
        class Unfinished
        {
            void Use(Aes c)
            {
                c.Mode = CipherMode.;
                c.EncryptEcb(
                c.EncryptEcb();
                new AesManaged { Mode = };
            }
        }
        """,
        setup => setup.CompilerDiagnostics = CompilerDiagnostics.None);

    private static string InMethod(string statement) => $$"""
        using System;
        using System.Security.Cryptography;

        class Own { public CipherMode Mode { get; set; } }

        class Cipher
        {
            void Work(Aes aes, byte[] data, byte[] buffer, bool old, CipherMode mode)
            {
                {{statement}}
            }
        }
        """;
}
