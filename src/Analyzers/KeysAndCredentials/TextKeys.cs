using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow;
using SocketSecurity.Analyzers.Flow.Origins;

namespace SocketSecurity.Analyzers.KeysAndCredentials;

/// <summary>Keys that are the bytes of text, or a plain hash of them.</summary>
internal sealed class TextKeys(ValueOrigins origins)
{
    private const int MaximumDepth = 6;

    private static readonly HashSet<string> Hashes = new(StringComparer.Ordinal) { "MD5", "SHA1", "SHA256", "SHA384", "SHA512", "HashAlgorithm" };

    private static readonly HashSet<string> Parts = new(StringComparer.Ordinal)
    {
        "ToArray", "AsSpan", "AsMemory", "Slice", "Take", "Skip", "Clone", "GetSubArray",
    };

    private readonly ValueDefinitions _definitions = new(origins);

    public bool IsMadeOfText(IOperation value, CancellationToken cancellationToken) => IsMadeOfText(value, 0, cancellationToken);

    private bool IsMadeOfText(IOperation value, int depth, CancellationToken cancellationToken)
    {
        if (depth > MaximumDepth)
        {
            return false;
        }

        var definitions = _definitions.Of(value, cancellationToken);
        foreach (var definition in definitions)
        {
            if (!IsText(definition, depth, cancellationToken))
            {
                return false;
            }
        }

        return !definitions.IsEmpty;
    }

    private bool IsText(IOperation definition, int depth, CancellationToken cancellationToken) => definition switch
    {
        IInvocationOperation { TargetMethod: { Name: "GetBytes", ContainingType: { ContainingNamespace.Name: "Text" } }, Arguments: [{ Value: var text }, ..] } =>
            text.Type is { SpecialType: SpecialType.System_String } or IArrayTypeSymbol { ElementType.SpecialType: SpecialType.System_Char },
        IInvocationOperation { TargetMethod: { Name: "HashData" or "ComputeHash" } method, Arguments: [{ Value: var hashed }, ..] } call =>
            Hashes.Contains(method.ContainingType.Name)
            && (call.Instance is not { Type: { } type } || Hashes.Contains(type.Name))
            && IsMadeOfText(hashed, depth + 1, cancellationToken),
        IInvocationOperation call when Parts.Contains(call.TargetMethod.Name) =>
            (call.Instance ?? (call.Arguments.IsEmpty ? null : call.Arguments[0].Value)) is { } whole && IsMadeOfText(whole, depth + 1, cancellationToken),
        IImplicitIndexerReferenceOperation slice => IsMadeOfText(slice.Instance, depth + 1, cancellationToken),
        IArrayElementReferenceOperation { Type: IArrayTypeSymbol } slice => IsMadeOfText(slice.ArrayReference, depth + 1, cancellationToken),
        _ => false,
    };
}
