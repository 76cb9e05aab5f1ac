using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.CodeFixes.Editing;
using SocketSecurity.Analyzers.KnownApis;

namespace SocketSecurity.Analyzers.CodeFixes.MessageProtection;

/// <summary>
/// A HMAC-SHA-256 that is computed only to be compared, as the library's one call that does both. The key of the library has
/// 32 bytes, so this is an offer beside the comparison alone and never replaces anything by itself.
/// </summary>
internal static class MessageMacVerification
{
    /// <summary>The call in place of the comparison; null where the code is made in another way, or used for something else as well.</summary>
    public static ExpressionSyntax? Of(ComparisonRewrite rewrite, SemanticModel model, Document document, CancellationToken cancellationToken)
    {
        if (model.Compilation.GetTypeByMetadataName(SecureDefaultsNames.MessageMac) is not { } mac
            || model.Compilation.GetTypeByMetadataName(SecureDefaultsNames.MacKey) is not { } macKey
            || rewrite.Whole is not ExpressionSyntax)
        {
            return null;
        }

        var (made, received) = MadeBy(rewrite.Left, model, cancellationToken) is { } left ? (left, rewrite.Right)
            : MadeBy(rewrite.Right, model, cancellationToken) is { } right ? (right, rewrite.Left)
            : (null, rewrite.Left);
        if (made?.ArgumentList.Arguments is not [{ Expression: var key }, { Expression: var data }]
            || FixedTimeOperand.Of(received, ignoresCase: false, model, document) is not { } tag
            || model.GetTypeInfo(received, cancellationToken).Type is { SpecialType: SpecialType.System_String })
        {
            return null;
        }

        var macKeyOf = FixedTimeOperand.Call(TypeReference.To(macKey, document), SecureDefaultsNames.Members.FromBytes, key.WithoutTrivia());
        return FixedTimeOperand.Call(TypeReference.To(mac, document), SecureDefaultsNames.Members.Verify, macKeyOf, data.WithoutTrivia(), tag);
    }

    private static InvocationExpressionSyntax? MadeBy(ExpressionSyntax side, SemanticModel model, CancellationToken cancellationToken) =>
        model.GetOperation(side, cancellationToken) is IInvocationOperation
        {
            TargetMethod: { Name: "HashData", ContainingType.Name: "HMACSHA256", Parameters: [_, { Type.Name: not "Stream" }] },
            Syntax: InvocationExpressionSyntax call,
        }
            ? call
            : null;
}
