using Microsoft.CodeAnalysis.Testing;
using SocketSecurity.Analyzers.MessageProtection;
using SocketSecurity.Analyzers.Tests.Verification;
using Rule = SocketSecurity.Analyzers.Tests.Verification.RuleTest<
    SocketSecurity.Analyzers.MessageProtection.HomeMadeCryptographyAnalyzer,
    Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;

namespace SocketSecurity.Analyzers.Tests.MessageProtection;

/// <summary>SOCK4012, <see cref="HomeMadeCryptographyAnalyzer"/>.</summary>
public sealed class HomeMadeCryptographyTests
{
    private const string Mixing = "for (int i = 0; i < size; i++) { _state ^= array[start + i]; _state = (_state << 13) | (_state >> 19); _state ^= _state >> 7; }";

    [Fact]
    public Task A_hash_that_computes_itself_is_found() => Rule.Finds(Hash("[|OwnHash|]", Mixing, "return BitConverter.GetBytes(_state);"));

    [Fact]
    public Task A_cipher_that_computes_itself_is_found() => Rule.Finds(Transform("[|OwnCipher|]", "for (int i = 0; i < count; i++) { uint x = input[start + i]; x ^= x << 3; x ^= x >> 5; output[at + i] = (byte)(x ^ 0x5a); } return count;"));

    /// <summary>RC4 adds and exchanges, and uses one XOR only.</summary>
    [Fact]
    public Task A_stream_cipher_that_computes_itself_is_found() => Rule.Finds(Transform(
        "[|Stream|]",
        "for (int i = 0; i < count; i++) { _x++; _y += _state[_x]; byte kept = _state[_x]; _state[_x] = _state[_y]; _state[_y] = kept; output[at + i] = (byte)(input[start + i] ^ _state[(byte)(_state[_x] + _state[_y])]); } return count;",
        "readonly byte[] _state = new byte[256]; byte _x, _y;"));

    [Theory]
    [InlineData("for (int i = 0; i < count; i++) { output[at + i] = input[start + i]; } return count;")]
    [InlineData("for (int i = 0; i < count; i++) { output[at + i] = (byte)(input[start + i] ^ 0x20); } return count;")]
    [InlineData("for (int i = 1; i < count; i++) { output[at + i] = (byte)(input[start + i] ^ input[start + i - 1]); } return count;")]
    public Task Other_transforms_are_silent(string core) => Rule.Silent(Transform("Plain", core));

    [Fact]
    public Task Wrappers_hand_the_work_on_and_are_silent()
    {
        return Rule.Silent(
            Hash("Wrapper", "uint size2 = (uint)size; size2 ^= size2 << 1; size2 ^= size2 >> 3; size2 ^= 1; _inner.AppendData(array, start, size);", "return _inner.GetHashAndReset();", "readonly IncrementalHash _inner = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);")
            + Transform("Counter", "for (int i = 0; i < count; i++) { output[at + i] = (byte)(input[start + i] ^ _stream[i] ^ 1 ^ 2 ^ 3); } return _inner.TransformBlock(input, start, count, output, at);", "readonly byte[] _stream = new byte[16]; readonly ICryptoTransform _inner = Aes.Create().CreateEncryptor();", usings: false));
    }

    [Theory]
    [InlineData("Crc32")]
    [InlineData("XxHash64")]
    public Task Checksums_are_silent_by_what_they_are_called(string name) => Rule.Silent(Hash(name, Mixing, "return BitConverter.GetBytes(_state);"));

    [Fact]
    public Task Checksums_are_silent_by_their_size() => Rule.Silent(Hash("Sum", Mixing, "return BitConverter.GetBytes(_state);", "public override int HashSize => 32;"));

    [Theory]
    [InlineData("for (int i = 0; i < data.Length; i++) { [|data[i] ^= key[i % key.Length]|]; }")]
    [InlineData("for (int i = 0; i < data.Length; i++) { data[i] = (byte)([|data[i] ^ key[i % key.Length]|]); }")]
    [InlineData("for (int i = 0; i < data.Length; i++) { data[i] = (byte)([|text[i % text.Length] ^ data[i]|]); }")]
    [InlineData("for (int i = 0; i < data.Length; i++) { int at = i % key.Length; data[i] = (byte)([|data[i] ^ key[at]|]); }")]
    [InlineData("data = data.Select((b, i) => (byte)([|b ^ key[i % key.Length]|])).ToArray();")]
    public Task Xor_with_a_key_that_repeats_is_found(string statements) => Rule.Finds(Method("Hide", statements));

    [Theory]
    [InlineData("Apply", "for (int i = 0; i < data.Length; i++) { data[i] ^= key[i % 4]; }")]
    [InlineData("Apply", "for (int i = 0; i < data.Length; i++) { data[i] ^= key[i & 3]; }")]
    [InlineData("Apply", "for (int i = 0; i < data.Length; i++) { int at = i % 4; data[i] ^= key[at]; }")]
    [InlineData("Apply", "int at = 0; for (int i = 0; i < data.Length; i++) { data[i] ^= key[at]; at = i % key.Length; }")]
    [InlineData("Apply", "var four = new byte[4]; for (int i = 0; i < data.Length; i++) { data[i] ^= four[i % four.Length]; }")]
    [InlineData("Unmask", "for (int i = 0; i < data.Length; i++) { data[i] ^= key[i % key.Length]; }")]
    [InlineData("Apply", "var mask = key; for (int i = 0; i < data.Length; i++) { data[i] ^= mask[i % mask.Length]; }")]
    [InlineData("Apply", "for (int i = 0; i < data.Length; i++) { data[i] ^= key[i]; }")]
    [InlineData("Apply", "for (int i = 0; i < data.Length; i++) { data[i] = key[i % key.Length]; }")]
    public Task Masks_of_web_sockets_and_other_combinations_are_silent(string method, string statements) => Rule.Silent(Method(method, statements));

    [Fact]
    public Task Unfinished_code_is_survived() => Rule.Silent(
        """
        using System.Security.Cryptography;

        class Own : HashAlgorithm
        {
            protected override void HashCore(byte[] array, int start, int size) { array[0] ^= ; array[0] ^= key[0 % key.]; }
            protected override byte[] HashFinal() => 
        }
        """,
        setup => setup.CompilerDiagnostics = CompilerDiagnostics.None);

    private static string Hash(string name, string core, string final, string members = "") => $$"""
        using System;
        using System.Security.Cryptography;

        class {{name}} : HashAlgorithm
        {
            private uint _state = 1;
            {{members}}
            public override void Initialize() => _state = 1;
            protected override void HashCore(byte[] array, int start, int size) { {{core}} }
            protected override byte[] HashFinal() { {{final}} }
        }

        """;

    private static string Transform(string name, string core, string members = "", bool usings = true) => (usings ? "using System.Security.Cryptography;\n" : "") + $$"""
        class {{name}} : ICryptoTransform
        {
            {{members}}
            public bool CanReuseTransform => true;
            public bool CanTransformMultipleBlocks => true;
            public int InputBlockSize => 16;
            public int OutputBlockSize => 16;
            public int TransformBlock(byte[] input, int start, int count, byte[] output, int at) { {{core}} }
            public byte[] TransformFinalBlock(byte[] input, int start, int count) => new byte[0];
            public void Dispose() { }
        }
        """;

    private static string Method(string name, string statements) => $$"""
        using System.Linq;

        class Peer
        {
            void {{name}}(byte[] data, byte[] key, string text)
            {
                {{statements}}
            }
        }
        """;
}
