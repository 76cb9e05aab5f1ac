using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow;
using SocketSecurity.Analyzers.Flow.Origins;
using SocketSecurity.Analyzers.KnownApis;

namespace SocketSecurity.Analyzers.HostileInput;

/// <summary>
/// SOCK6003: a server that accepts the next client only when the handshake of the last one is done: between two turns of a
/// loop, or in a callback before the next accept begins; in helpers too.
/// </summary>
public sealed class HandshakeInAcceptLoopAnalyzer : RuleAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.HandshakeInAcceptLoop];

    public override void AnalyzeCompilation(RuleContext context)
    {
        if (context.Compilation.GetTypeByMetadataName(CertificateTypes.SslStream) is null
            || context.Compilation.GetTypeByMetadataName(SocketTypes.Socket) is null)
        {
            return;
        }

        context.RegisterOperationAction(AnalyzeLoop, OperationKind.Loop);
        context.RegisterOperationAction(["EndAccept", "EndAcceptTcpClient", "EndAcceptSocket"], AnalyzeCallback, OperationKind.Invocation);
    }

    private static void AnalyzeLoop(OperationAnalysisContext context)
    {
        var loop = (ILoopOperation)context.Operation;
        if (loop is IWhileLoopOperation or IForLoopOperation
            && Accepts(loop)
            && Search(context).Find(loop, before: int.MaxValue) is var (place, handshake)
            && !IsLastTurn(loop, place))
        {
            context.ReportDiagnostic(GuardedFinding.Create(
                Rules.HandshakeInAcceptLoop, context, place, place == handshake ? null : [handshake.Syntax.GetLocation()]));
        }
    }

    private static void AnalyzeCallback(OperationAnalysisContext context)
    {
        var call = (IInvocationOperation)context.Operation;
        if (call.TargetMethod.Name is "EndAccept" or "EndAcceptTcpClient" or "EndAcceptSocket"
            && NextAccept(call) is { } next
            && Search(context).Find((call.EnclosingFunction() as IAnonymousFunctionOperation)?.Body ?? call.Body(), next.Syntax.SpanStart) is var (_, handshake))
        {
            context.ReportDiagnostic(GuardedFinding.Create(Rules.HandshakeInAcceptLoop, context, call, [handshake.Syntax.GetLocation()]));
        }
    }

    private static HandshakeSearch Search(OperationAnalysisContext context) =>
        new(ValueOrigins.For(context.Compilation).Models, context.CancellationToken);

    /// <summary>Whether each turn of the loop accepts a client; loops and functions inside it have turns of their own.</summary>
    private static bool Accepts(IOperation code)
    {
        foreach (var child in code.ChildOperations)
        {
            if (child is not (IAnonymousFunctionOperation or ILocalFunctionOperation or ILoopOperation)
                && ((child is IInvocationOperation call && IsAccept(call)) || Accepts(child)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A method of the framework, or one of the program's own that is named like it and results in the same.</summary>
    private static bool IsAccept(IInvocationOperation call)
    {
        if (!call.TargetMethod.Name.StartsWith("Accept", StringComparison.Ordinal))
        {
            return false;
        }

        var type = call.Type;
        if (type is INamedTypeSymbol { Name: "Task" or "ValueTask", TypeArguments: [var result] })
        {
            type = result;
        }

        return type is { Name: "TcpClient" or "Socket", ContainingNamespace.Name: "Sockets" };
    }

    private static IInvocationOperation? NextAccept(IOperation accepted)
    {
        var function = accepted.EnclosingFunction();
        foreach (var operation in accepted.Body().DescendantsAndSelf())
        {
            if (operation is IInvocationOperation { TargetMethod.Name: "BeginAccept" or "BeginAcceptTcpClient" or "BeginAcceptSocket" } next
                && next.EnclosingFunction() == function
                && next.Syntax.SpanStart > accepted.Syntax.SpanStart)
            {
                return next;
            }
        }

        return null;
    }

    /// <summary>A loop that always ends after the handshake accepts one client only.</summary>
    private static bool IsLastTurn(ILoopOperation loop, IOperation place)
    {
        if (loop.Body is not IBlockOperation body)
        {
            return false;
        }

        foreach (var statement in body.Operations)
        {
            if (statement.Syntax.SpanStart > place.Syntax.SpanStart
                && statement is IReturnOperation or IBranchOperation { BranchKind: BranchKind.Break } or IThrowOperation)
            {
                return true;
            }
        }

        return false;
    }
}
