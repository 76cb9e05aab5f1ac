using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
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
        /// <summary>The field that holds it; null for one that the method made.</summary>
        public HeldAlgorithm? Held { get; set; }

        /// <summary>Whether the method was given it, with its key.</summary>
        public bool IsGiven { get; set; }

        public ExpressionSyntax? Key { get; set; }

        /// <summary>Where the key comes from, when it is made of a password.</summary>
        public PasswordDerivation? Derivation { get; set; }

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

        public PasswordDerivation? Derivation { get; set; }

        /// <summary>The field whose key is used.</summary>
        public HeldAlgorithm? Held => Algorithm.Held is { IsKeyed: true } held && Key == Algorithm.Key ? held : null;
    }

    /// <summary>A stream that the cipher reads from or writes to.</summary>
    internal abstract class Carrier : ICipherValue
    {
        public Result? Written { get; set; }
    }

    /// <summary>A memory stream: empty and written to, or over received bytes and read from.</summary>
    internal sealed class Memory(IOperation? content) : Carrier
    {
        public IOperation? Content { get; } = content;
    }

    /// <summary>A stream that the method was given, or opened itself: its bytes are outside the method.</summary>
    internal sealed class OuterStream(ISymbol variable) : Carrier
    {
        public ISymbol Variable { get; } = variable;

        /// <summary>Whether the method closes a stream that it was given.</summary>
        public bool IsClosed { get; set; }

        public ExpressionSyntax Name => SyntaxFactory.IdentifierName(Variable.Name);
    }

    internal sealed class Crypto(Carrier carrier, Transform transform, bool writes, bool leavesOpen) : ICipherValue
    {
        public Carrier Carrier { get; } = carrier;

        public Transform Transform { get; } = transform;

        public bool Writes { get; } = writes;

        public bool LeavesOpen { get; } = leavesOpen;
    }

    internal sealed class TextWriter(Crypto stream, ExpressionSyntax? encoding, bool leavesOpen) : ICipherValue
    {
        public Crypto Stream { get; } = stream;

        public ExpressionSyntax? Encoding { get; } = encoding;

        public bool LeavesOpen { get; } = leavesOpen;
    }

    internal sealed class TextReader(Crypto stream, ExpressionSyntax? encoding, bool leavesOpen) : ICipherValue
    {
        public Crypto Stream { get; } = stream;

        public ExpressionSyntax? Encoding { get; } = encoding;

        public bool LeavesOpen { get; } = leavesOpen;
    }

    /// <summary>An initialization vector: taken from the algorithm, or an array of its size.</summary>
    internal sealed class Vector(Algorithm? source) : ICipherValue
    {
        /// <summary>Where it was taken from; null for an array that is filled otherwise.</summary>
        public Algorithm? Source { get; } = source;
    }

    /// <summary>How many bytes a reading call found in a buffer that is as long as the ciphertext.</summary>
    internal sealed class Count(Result bytes, ISymbol buffer) : ICipherValue
    {
        public Result Bytes { get; } = bytes;

        public ISymbol Buffer { get; } = buffer;
    }

    /// <summary>An array that initialization vector, salt and ciphertext are put into.</summary>
    internal sealed class Assembly : ICipherValue
    {
        public bool HasIv { get; set; }

        public bool HasSalt { get; set; }

        public Result? Ciphertext { get; set; }
    }

    /// <summary>What the cipher yields: ciphertext or plaintext.</summary>
    internal sealed class Result(Transform transform, ExpressionSyntax input, bool isText, ExpressionSyntax? encoding) : ICipherValue
    {
        public Transform Transform { get; } = transform;

        /// <summary>Bytes; or text in <see cref="Encoding"/> where <see cref="IsText"/>; or all of <see cref="InputStream"/>.</summary>
        public ExpressionSyntax Input { get; } = input;

        public bool IsText { get; } = isText;

        public ExpressionSyntax? Encoding { get; } = encoding;

        /// <summary>What the key is made of, where the message carries the salt for it.</summary>
        public ExpressionSyntax? Password { get; set; }

        public OuterStream? InputStream { get; set; }

        /// <summary>Where it goes; null where it is a value.</summary>
        public OuterStream? OutputStream { get; set; }

        /// <summary>Whether the ciphertext is in a stream, not in an array.</summary>
        public bool IsStreamed => (Transform.Encrypts ? OutputStream : InputStream) is not null;
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
