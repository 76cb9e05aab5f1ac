using System.Diagnostics.CodeAnalysis;

namespace SocketSecurity.Tokens;

/// <summary>The outcome of a validation: the token is there only when it is valid.</summary>
public sealed class TokenResult
{
    internal TokenResult(TokenStatus status, ValidatedToken? token = null)
    {
        Status = status;
        Token = token;
    }

    /// <summary>What was found.</summary>
    public TokenStatus Status { get; }

    /// <summary>Whether the token is valid.</summary>
    [MemberNotNullWhen(true, nameof(Token))]
    public bool IsValid => Token is not null;

    /// <summary>What the token says; null unless it is valid.</summary>
    public ValidatedToken? Token { get; }
}
