using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow;

namespace SocketSecurity.Analyzers.CodeFixes.MessageProtection;

/// <summary>Members that make an algorithm, give it its key, and hand it to the cipher methods of their type: these can stay as they are.</summary>
internal static class GivenAlgorithm
{
    /// <summary>Whether the member does nothing else with algorithms.</summary>
    public static bool IsOnlyPrepared(MemberDeclarationSyntax member, SemanticModel model, CancellationToken cancellationToken)
    {
        if (member is not MethodDeclarationSyntax
            || model.GetOperation(member, cancellationToken) is not { } body
            || model.GetDeclaredSymbol(member, cancellationToken)?.ContainingType is not { } type)
        {
            return false;
        }

        var isHandedOn = false;
        foreach (var part in body.Descendants())
        {
            if (part.Type?.Name is "ICryptoTransform" or "CryptoStream")
            {
                return false;
            }

            if (!CipherTypes.IsAlgorithm(part.Type) || part is IConversionOperation or IObjectOrCollectionInitializerOperation)
            {
                continue;
            }

            var user = part.WithConversions().Parent;
            var isUnderstood = (part, user) switch
            {
                // Its key has to be one that the new ciphers can use, and its mode one that is not reported where it stays.
                (IObjectCreationOperation or IInvocationOperation, IVariableInitializerOperation) => CipherTypes.Created(part) is { BlockBits: 128 },
                (ILocalReferenceOperation, IPropertyReferenceOperation { Property.Name: "Mode", Parent: ISimpleAssignmentOperation { Value: var mode } }) => SingleValue.IsConstant(mode, 1),
                (ILocalReferenceOperation, IPropertyReferenceOperation { Property.Name: "Key" or "IV" or "Padding" or "KeySize" or "BlockSize" }) => true,
                (ILocalReferenceOperation, IInvocationOperation { TargetMethod.Name: "Dispose" or "Clear" or "GenerateKey" or "GenerateIV" }) => true,
                (ILocalReferenceOperation, IArgumentOperation { Parent: IInvocationOperation call }) => SymbolEqualityComparer.Default.Equals(call.TargetMethod.ContainingType, type),
                (IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ImplicitReceiver }, IPropertyReferenceOperation { Property.Name: "Key" or "IV" or "Padding" or "KeySize" or "BlockSize" }) => true,
                _ => false,
            };
            if (!isUnderstood)
            {
                return false;
            }

            isHandedOn |= user is IArgumentOperation;
        }

        return isHandedOn;
    }
}
