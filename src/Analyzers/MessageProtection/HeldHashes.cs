using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow;
using SocketSecurity.Analyzers.Flow.Origins;

namespace SocketSecurity.Analyzers.MessageProtection;

/// <summary>
/// Weak hashes that a variable, a field or a method of the program names, and something signs with. Where one of several hashes
/// may be meant, as in a table that translates names, the choice is somebody else's.
/// </summary>
internal sealed class HeldHashes(ValueOrigins origins, INamedTypeSymbol hashName)
{
    /// <summary>A call that signs, or the making of a certificate or its request.</summary>
    public static bool IsSigner(IOperation operation) => operation switch
    {
        IInvocationOperation { TargetMethod: { Name: var name, ContainingNamespace.Name: "Cryptography" } } =>
            name.StartsWith("Sign", StringComparison.Ordinal) || name is "TrySignData" or "TrySignHash" or "CreateSigningRequest",
        IObjectCreationOperation { Type.Name: "CertificateRequest" } => true,
        _ => false,
    };

    /// <summary>The arguments that give the signer a weak hash, and what names it elsewhere.</summary>
    public IEnumerable<(IOperation Given, IPropertyReferenceOperation Named)> SignedWith(IOperation signer, CancellationToken cancellationToken)
    {
        if (!IsSigner(signer))
        {
            yield break;
        }

        foreach (var argument in ArgumentsOf(signer))
        {
            if (SymbolEqualityComparer.Default.Equals(argument.Parameter?.Type, hashName)
                && argument.Value.WithoutConversions() is { } given and not IConditionalOperation
                && !IsWeak(given)
                && origins.Of(given, IsWeak, cancellationToken) is var set
                && set.IsSurely(ValueOriginKind.Sought)
                && set.Origins[0].Operation is IPropertyReferenceOperation named)
            {
                yield return (given, named);
            }
        }
    }

    private bool IsWeak(IOperation operation) =>
        operation is IPropertyReferenceOperation { Property: { IsStatic: true, Name: "MD5" or "SHA1" } property }
        && SymbolEqualityComparer.Default.Equals(property.ContainingType, hashName);

    private static ImmutableArray<IArgumentOperation> ArgumentsOf(IOperation signer) => signer switch
    {
        IInvocationOperation call => call.Arguments,
        IObjectCreationOperation creation => creation.Arguments,
        _ => [],
    };
}
