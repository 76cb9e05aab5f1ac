using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow;

namespace SocketSecurity.Analyzers.MessageProtection;

/// <summary>SOCK4002: ECB on more than single blocks. As the building block of another mode it is the cipher itself, and silent.</summary>
internal sealed class EcbMode(CipherApis apis)
{
    private const int Ecb = 2;

    public void AnalyzeAssignment(OperationAnalysisContext context, ISimpleAssignmentOperation assignment, IPropertyReferenceOperation target)
    {
        if (!IsEcb(assignment.Value, context.CancellationToken)
            || ObjectSettings.InBodyOf(assignment).IsAlwaysOverwritten(assignment)
            || (CipherObject.Of(target) is { } cipher && apis.IsBroken(cipher, context.CancellationToken))
            || SingleBlockUse.IsBuildingBlock(assignment, target, context.ContainingSymbol.ContainingType))
        {
            return;
        }

        Report(context, assignment.Value, "'CipherMode.ECB'");
    }

    public void AnalyzeOneShot(OperationAnalysisContext context, IInvocationOperation call, CipherUse use)
    {
        if (use.Mode == "ECB"
            && call.Instance is { } cipher
            && !apis.IsSymmetricAlgorithm(context.ContainingSymbol.ContainingType)
            && !apis.IsBroken(cipher, context.CancellationToken)
            && !SingleBlockUse.IsSingleBlock(call)
            && !SingleBlockUse.IsBuildingBlock(call, context.ContainingSymbol.ContainingType))
        {
            Report(context, call, CipherWording.Member(call.TargetMethod));
        }
    }

    /// <summary><c>new PaddedBufferedBlockCipher(new AesEngine())</c>: an engine that no mode is put around.</summary>
    public void AnalyzeBareEngine(OperationAnalysisContext context, IObjectCreationOperation creation)
    {
        if (creation.Arguments.Length > 0
            && SingleValue.Of(creation.Arguments[0].Value) is IObjectCreationOperation { Type: { ContainingNamespace.Name: "Engines" } engine, Constructor: { } constructor } made
            && CipherApis.IsBouncyCastle(engine)
            && apis.MadeBy(constructor, made.Arguments, context.CancellationToken)?.BrokenCipher is null)
        {
            Report(context, creation, $"'{creation.Type!.Name}' around a bare '{engine.Name}'");
        }
    }

    public void AnalyzeFactory(OperationAnalysisContext context, IMethodSymbol method)
    {
        if (!apis.IsMadeOfBroken(context.Operation, context.CancellationToken))
        {
            Report(context, context.Operation, CipherWording.Member(method));
        }
    }

    private bool IsEcb(IOperation value, CancellationToken cancellationToken)
    {
        if (value.ConstantValue is { HasValue: true, Value: int number })
        {
            return number == Ecb;
        }

        foreach (var origin in apis.Origins.Of(value, cancellationToken).Origins)
        {
            if (origin.Constant is { HasValue: true, Value: Ecb })
            {
                return true;
            }
        }

        return false;
    }

    private static void Report(OperationAnalysisContext context, IOperation place, string member) =>
        context.ReportDiagnostic(GuardedFinding.Create(Rules.EcbMode, context, place, additionalLocations: null, member));
}
