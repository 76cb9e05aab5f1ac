using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow;

namespace SocketSecurity.Analyzers.KeysAndCredentials;

/// <summary>The hash of a PBKDF2 call, and how many iterations it needs: OWASP Password Storage Cheat Sheet.</summary>
internal static class DerivationHash
{
    /// <summary>What the constructors of <c>Rfc2898DeriveBytes</c> without a count take.</summary>
    public const int DefaultCount = 1_000;

    /// <summary>Below this no setting and no hash makes it a matter of judgement.</summary>
    public const int SurelyTooFew = 100_000;

    /// <summary>The name as in <c>HashAlgorithmName</c>; SHA1 where the call has no such argument, null where it is not known.</summary>
    public static string? NameOf(IArgumentOperation? hash) =>
        hash is null ? "SHA1" : SingleValue.Of(hash.Value) switch
        {
            IPropertyReferenceOperation { Property: { Name: var name, ContainingType.Name: "HashAlgorithmName" } } => name,
            IObjectCreationOperation { Type.Name: "HashAlgorithmName", Arguments: [{ Value.ConstantValue: { HasValue: true, Value: string name } }] } => name,
            IFieldReferenceOperation { Field: { Name: var name, ContainingType.Name: "KeyDerivationPrf" } } => name.Replace("HMAC", ""),
            _ => null,
        };

    public static string Display(string name) => name is "SHA1" ? "SHA-1" : name;

    /// <summary>SHA-512 works on 64-bit words, which graphics cards are slow at: fewer iterations cost an attacker the same.</summary>
    public static int MinimumFor(string name, int forSha256) => name is "SHA512" or "SHA384" ? (int)(forSha256 * 220L / 600) : forSha256;

    public static int Recommended(string name) => MinimumFor(name, 600_000);
}
