using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow;

namespace SocketSecurity.Analyzers.MessageProtection;

/// <summary>SOCK4003: encryption or decryption in a mode that accepts every change, with nothing near it that authenticates the ciphertext.</summary>
internal sealed class UnauthenticatedEncryption(CipherApis apis)
{
    private readonly MacReach _reach = new();

    public void AnalyzeCall(OperationAnalysisContext context, IInvocationOperation call, CipherUse use)
    {
        if (use.Mode == "ECB" || call.Instance is not { } cipher || IsCipherItself(context.ContainingSymbol.ContainingType))
        {
            return;
        }

        if (call.Instance.WithoutConversions().Type is { DeclaringSyntaxReferences.IsEmpty: false } own)
        {
            if (!_reach.Authenticates(context, use.Encrypts))
            {
                Report(context, CipherWording.Member(call.TargetMethod), use.Verb, $"the project's own '{own.Name}'");
            }

            return;
        }

        var mode = use.Mode ?? CipherObject.ModeOf(cipher, apis, context.CancellationToken);
        if (mode != "ECB" && !apis.IsBroken(cipher, context.CancellationToken) && !_reach.Authenticates(context, use.Encrypts))
        {
            Report(context, CipherWording.Member(call.TargetMethod), use.Verb, mode);
        }
    }

    public void AnalyzeFactory(OperationAnalysisContext context, IMethodSymbol method, string mode)
    {
        if (!apis.IsMadeOfBroken(context.Operation, context.CancellationToken) && !_reach.Authenticates(context, encrypts: null))
        {
            Report(context, CipherWording.Member(method), "encrypts", mode);
        }
    }

    /// <summary>A type that is a cipher or transform and hands its work to another one; its users are looked at instead.</summary>
    private bool IsCipherItself(INamedTypeSymbol? type)
    {
        if (type is null || apis.IsSymmetricAlgorithm(type))
        {
            return type is not null;
        }

        foreach (var contract in type.AllInterfaces)
        {
            if (contract.Name == "ICryptoTransform")
            {
                return true;
            }
        }

        return false;
    }

    private static void Report(OperationAnalysisContext context, string member, string verb, string? mode) =>
        context.ReportDiagnostic(GuardedFinding.Create(
            Rules.UnauthenticatedEncryption, context, context.Operation, additionalLocations: null, member, verb, mode ?? "a mode chosen at run time"));
}
