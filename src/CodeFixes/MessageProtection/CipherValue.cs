using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SocketSecurity.Analyzers.CodeFixes.MessageProtection;

/// <summary>Something of the cipher that a variable or expression can stand for.</summary>
internal interface ICipherValue;

/// <summary>What a cipher method works with, as far as it has to be understood to be replaced.</summary>
internal static class CipherValue
{
    /// <summary>The algorithm's object, with what it was given.</summary>
    internal sealed class Algorithm : ICipherValue
    {
        public ExpressionSyntax? Key { get; set; }

        public IOperation? Iv { get; set; }

        public int KeyBits { get; set; }

        public int BlockBits { get; set; }
    }

    /// <summary>An encryptor or decryptor.</summary>
    internal sealed class Transform(ExpressionSyntax key, Algorithm algorithm, IOperation? iv, bool encrypts) : ICipherValue
    {
        public ExpressionSyntax Key { get; } = key;

        public Algorithm Algorithm { get; } = algorithm;

        public IOperation? Iv { get; } = iv;

        public bool Encrypts { get; } = encrypts;
    }

    /// <summary>A memory stream: empty and written to, or over received bytes and read from.</summary>
    internal sealed class Memory(IOperation? content) : ICipherValue
    {
        public IOperation? Content { get; } = content;

        public bool HasIv { get; set; }

        public Result? Written { get; set; }
    }

    internal sealed class Crypto(Memory memory, Transform transform, bool writes) : ICipherValue
    {
        public Memory Memory { get; } = memory;

        public Transform Transform { get; } = transform;

        public bool Writes { get; } = writes;
    }

    internal sealed class TextWriter(Crypto stream, ExpressionSyntax? encoding) : ICipherValue
    {
        public Crypto Stream { get; } = stream;

        public ExpressionSyntax? Encoding { get; } = encoding;
    }

    internal sealed class TextReader(Crypto stream, ExpressionSyntax? encoding) : ICipherValue
    {
        public Crypto Stream { get; } = stream;

        public ExpressionSyntax? Encoding { get; } = encoding;
    }

    /// <summary>An array that initialization vector and ciphertext are copied into.</summary>
    internal sealed class Assembly : ICipherValue
    {
        public bool HasIv { get; set; }

        public Result? Ciphertext { get; set; }
    }

    /// <summary>What the cipher yields: ciphertext or plaintext.</summary>
    internal sealed class Result(Transform transform, ExpressionSyntax input, bool isText, ExpressionSyntax? encoding) : ICipherValue
    {
        public Transform Transform { get; } = transform;

        /// <summary>Bytes; or text in <see cref="Encoding"/> where <see cref="IsText"/>.</summary>
        public ExpressionSyntax Input { get; } = input;

        public bool IsText { get; } = isText;

        public ExpressionSyntax? Encoding { get; } = encoding;
    }

    /// <summary>The decrypted bytes as a reader turns them into text.</summary>
    internal sealed class Text(Result bytes, ExpressionSyntax? encoding) : ICipherValue
    {
        public Result Bytes { get; } = bytes;

        public ExpressionSyntax? Encoding { get; } = encoding;
    }

    /// <summary>An expression of the method's own around the result.</summary>
    internal sealed class Derived(IOperation expression) : ICipherValue
    {
        public IOperation Expression { get; } = expression;
    }
}
