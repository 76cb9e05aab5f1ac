using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow;
using SocketSecurity.Analyzers.Flow.Origins;
using SocketSecurity.Analyzers.Flow.Taint;
using SocketSecurity.Analyzers.KnownApis;

namespace SocketSecurity.Analyzers.HostileInput;

/// <summary>
/// SOCK6004 and SOCK6006: reading as much as the peer sends, in one call or in a loop. The first is about the memory that it
/// takes, the second about not knowing whether the peer, or somebody in between, ended it.
/// </summary>
[NoCodeFix("SOCK6006", "an end that cannot be forged is part of the protocol, and both sides have to change together")]
public sealed class ReadToTheEndAnalyzer : RuleAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.UnboundedRead, Rules.EndOfStreamAsEndOfMessage];

    public override IEnumerable<string> NamesOfInterest(ApiCatalogue catalogue) => ["ReadLine", "ReadLineAsync", "ReadToEnd", "ReadToEndAsync", "CopyTo", "CopyToAsync", "Read", "ReadAsync", "ReadByte", "Receive", "ReceiveAsync"];

    public override void AnalyzeCompilation(RuleContext context)
    {
        if (context.Compilation.GetTypeByMetadataName(SocketTypes.NetworkStream) is not null)
        {
            context.RegisterOperationAction(AnalyzeCall, OperationKind.Invocation);
        }
    }

    private static void AnalyzeCall(OperationAnalysisContext context)
    {
        var call = (IInvocationOperation)context.Operation;
        if (call.Instance is null)
        {
            return;
        }

        switch (call.TargetMethod.Name)
        {
            case "ReadLine" or "ReadLineAsync" when IsReader(call.TargetMethod):
                Report(context, call, keepsAll: true, takesEnd: false);
                break;
            case "ReadToEnd" or "ReadToEndAsync" when IsReader(call.TargetMethod):
                Report(context, call, keepsAll: true, takesEnd: true);
                break;
            case "CopyTo" or "CopyToAsync" when IsStream(call.TargetMethod.ContainingType) && call.Arguments is [var destination, ..]:
                var target = SingleValue.Of(destination.Value.WithoutConversions());
                Report(context, call, target.Type?.Name == "MemoryStream" && GrowingLoop.CanGrow(target), target.Type?.Name is "MemoryStream" or "FileStream");
                break;
            case "Read" or "ReadAsync" or "ReadByte" or "Receive" or "ReceiveAsync"
                when (IsStream(call.TargetMethod.ContainingType) || call.TargetMethod.ContainingType.Name == "Socket" || IsReader(call.TargetMethod))
                && GrowingLoop.Around(call) is { } loop:
                Report(context, call, keepsAll: true, LoopEnd.IsEndOfStream(call, loop));
                break;
        }
    }

    private static bool IsReader(IMethodSymbol method) => method.ContainingType is { Name: "StreamReader" or "TextReader" or "BinaryReader", ContainingNamespace.Name: "IO" };

    private static bool IsStream(ITypeSymbol? type)
    {
        for (; type is not null; type = type.BaseType)
        {
            if (type is { Name: "Stream", ContainingNamespace: { Name: "IO", ContainingNamespace.Name: "System" } })
            {
                return true;
            }
        }

        return false;
    }

    private static void Report(OperationAnalysisContext context, IInvocationOperation call, bool keepsAll, bool takesEnd)
    {
        if (!keepsAll && !takesEnd)
        {
            return;
        }

        // The peer of a test is the test itself.
        var origins = ValueOrigins.For(context.Compilation);
        if (ProductionGuard.IsTestCode(call.Syntax.SyntaxTree, context.Compilation, context.Options)
            || !new NetworkStreams(origins, tlsOnly: false, context.CancellationToken).IsNetwork(call.Instance))
        {
            return;
        }

        var what = $"'{call.TargetMethod.Name}'";
        if (keepsAll)
        {
            context.ReportDiagnostic(GuardedFinding.Create(Rules.UnboundedRead, context, call, null, what));
        }

        if (takesEnd && new NetworkStreams(origins, tlsOnly: true, context.CancellationToken).IsNetwork(call.Instance))
        {
            context.ReportDiagnostic(GuardedFinding.Create(Rules.EndOfStreamAsEndOfMessage, context, call, null, what));
        }
    }
}
