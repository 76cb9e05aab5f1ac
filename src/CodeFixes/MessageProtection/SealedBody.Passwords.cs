using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SocketSecurity.Analyzers.KeysAndCredentials;
using SocketSecurity.Analyzers.KnownApis;

namespace SocketSecurity.Analyzers.CodeFixes.MessageProtection;

/// <content>Messages that carry a salt: the library has a box for them, and without it the salt stays in the message.</content>
internal sealed partial class SealedBody
{
    private const int SaltSize = 16;

    /// <summary>Whether the framework derives in one call, which it does since .NET 6.</summary>
    public static bool CanDerive(Compilation compilation) =>
        compilation.GetTypeByMetadataName("System.Security.Cryptography." + PasswordDerivation.TypeName)?.GetMembers("Pbkdf2").IsEmpty == false;

    private static string PasswordBoxed(ExpressionSyntax password, string message, string output, bool encrypts) =>
        $"var {output} = new global::{SecureDefaultsNames.PasswordBox}(\"{Context}\").{(encrypts ? SecureDefaultsNames.Members.Seal : SecureDefaultsNames.Members.Open)}({password.WithoutTrivia()}, {message});";

    private IEnumerable<string> PasswordSealed(ExpressionSyntax password, string message, string output, bool encrypts, string gcm)
    {
        var salt = $"new global::System.ReadOnlySpan<byte>({(encrypts ? output : message)}, 0, {SaltSize})";
        var key = $"{Cryptography}{PasswordDerivation.TypeName}.Pbkdf2({password.WithoutTrivia()}, {salt}, {DerivationHash.Recommended("SHA256")}, {Cryptography}HashAlgorithmName.SHA256, 32)";
        return encrypts ? Sealing(message, key, output, gcm, SaltSize) : Opening(message, key, output, gcm, SaltSize);
    }
}
