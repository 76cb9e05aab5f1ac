using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow;

namespace SocketSecurity.Analyzers.CodeFixes.MessageProtection;

/// <summary>A key that PBKDF2 makes of a password and a salt that has a variable of its own.</summary>
/// <param name="Password">The password, as text.</param>
/// <param name="Salt">The variable.</param>
/// <param name="SaltValue">A mention of it.</param>
internal sealed record PasswordDerivation(ExpressionSyntax Password, ISymbol Salt, IOperation SaltValue)
{
    public const string TypeName = "Rfc2898DeriveBytes";

    public static PasswordDerivation? Of(IOperation key) => SingleValue.Of(key) switch
    {
        IInvocationOperation { TargetMethod: { Name: "GetBytes", ContainingType.Name: TypeName }, Instance: { } derivation }
            when SingleValue.Of(derivation) is IObjectCreationOperation { Type.Name: TypeName, Arguments: [var password, var salt, ..] } => Of(password, salt),
        IInvocationOperation { TargetMethod: { Name: "Pbkdf2", ContainingType.Name: TypeName }, Arguments: [var password, var salt, ..] } => Of(password, salt),
        _ => null,
    };

    private static PasswordDerivation? Of(IArgumentOperation password, IArgumentOperation salt) =>
        CipherTypes.Spanned(password.Value) is { Type.SpecialType: SpecialType.System_String, Syntax: ExpressionSyntax text }
        && CipherTypes.ArrayOf(salt.Value) is ILocalReferenceOperation { Local: var local } value
            ? new PasswordDerivation(text, local, value)
            : null;
}
