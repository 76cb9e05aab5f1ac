using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Configuration;
using SocketSecurity.Analyzers.Flow.Origins;
using SocketSecurity.Analyzers.Flow.Taint;
using SocketSecurity.Analyzers.KnownApis;

namespace SocketSecurity.Analyzers.HostileInput;

/// <summary>SOCK6001: memory of a size that a peer says and nobody checks.</summary>
public sealed class UnboundedAllocationAnalyzer : RuleAnalyzer
{
    private static readonly HashSet<string> Collections = new(StringComparer.Ordinal)
    {
        "MemoryStream", "StringBuilder", "List", "Dictionary", "HashSet", "Queue", "Stack", "ArrayBufferWriter",
    };

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.UnboundedAllocation];

    public override void AnalyzeCompilation(RuleContext context)
    {
        if (context.Compilation.GetTypeByMetadataName(SocketTypes.NetworkStream) is null)
        {
            return;
        }

        context.RegisterOperationAction(
            operation =>
            {
                foreach (var size in ((IArrayCreationOperation)operation.Operation).DimensionSizes)
                {
                    Judge(operation, size, "new array");
                }
            },
            OperationKind.ArrayCreation);
        context.RegisterOperationAction(["AllocateArray", "AllocateUninitializedArray", "Rent", "ReadBytes", "ReadChars", "Resize"], AnalyzeCall, OperationKind.Invocation);
        context.RegisterOperationAction(Collections, AnalyzeCreation, OperationKind.ObjectCreation);
    }

    private static void AnalyzeCall(OperationAnalysisContext context)
    {
        var call = (IInvocationOperation)context.Operation;
        var allocates = call.TargetMethod.Name switch
        {
            "AllocateArray" or "AllocateUninitializedArray" => call.TargetMethod.ContainingType?.Name == "GC",
            "Rent" => call.TargetMethod.ContainingType?.Name is "ArrayPool" or "MemoryPool",
            "ReadBytes" or "ReadChars" => call.TargetMethod.ContainingType?.Name == "BinaryReader",
            "Resize" => call.TargetMethod.ContainingType?.SpecialType == SpecialType.System_Array,
            _ => false,
        };
        if (allocates)
        {
            foreach (var argument in call.Arguments)
            {
                if (argument.Parameter?.Type.SpecialType == SpecialType.System_Int32)
                {
                    Judge(context, argument.Value, call.TargetMethod.Name);
                    break;
                }
            }
        }
    }

    private static void AnalyzeCreation(OperationAnalysisContext context)
    {
        var creation = (IObjectCreationOperation)context.Operation;
        if (creation.Arguments is [{ Parameter: { Name: "capacity" or "initialCapacity", Type.SpecialType: SpecialType.System_Int32 } } size, ..]
            && creation.Type is { } type
            && Collections.Contains(type.Name))
        {
            Judge(context, size.Value, "new " + type.Name);
        }
    }

    private static void Judge(OperationAnalysisContext context, IOperation size, string what)
    {
        if (size.ConstantValue.HasValue)
        {
            return;
        }

        var numbers = new PeerNumbers(ValueOrigins.For(context.Compilation), context.CancellationToken);
        if (numbers.Of(size) is not var (source, variables)
            || Bounds.HasUpper(variables, size, Options.MaximumPeerAllocation.Read(context.Options, size.Syntax.SyntaxTree)))
        {
            return;
        }

        context.ReportDiagnostic(Flow.GuardedFinding.Create(
            Rules.UnboundedAllocation, context, size, source.Syntax == size.Syntax ? null : [source.Syntax.GetLocation()], $"'{what}'"));
    }
}
