using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow;
using SocketSecurity.Analyzers.Flow.Origins;
using SocketSecurity.Analyzers.Flow.Streams;
using SocketSecurity.Analyzers.KnownApis;

namespace SocketSecurity.Analyzers.Transport;

/// <summary>
/// SOCK5004, SOCK5005 and SOCK5007: what a function does with an <c>SslStream</c> that it makes, and with the stream inside. The
/// trigger is the creation; every path of the function around it is looked at, and of the one that calls it and others in turn.
/// </summary>
[NoCodeFix("SOCK5007", "What to do when no protected connection can be made, only the developer knows; to give up is already what happens without the catch.")]
public sealed class TlsStreamAnalyzer : RuleAnalyzer
{
    /// <summary>Property of a finding: the variable that holds the TLS stream.</summary>
    public const string TlsVariable = "TlsVariable";

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        [Rules.WriteBypassesTls, Rules.TlsUsedBeforeHandshake, Rules.PlaintextFallback];

    public override void AnalyzeCompilation(RuleContext context)
    {
        if (context.Compilation.GetTypeByMetadataName(CertificateTypes.SslStream) is not { } sslStream)
        {
            return;
        }

        // A finding can stand anywhere in the body, and editors fix only what is reported for the body it is in.
        var origins = ValueOrigins.For(context.Compilation);
        context.RegisterOperationBlockAction(
            blocks =>
            {
                if (blocks.OperationBlocks.IsEmpty || !NameIndex.Of(blocks.OperationBlocks[0].Syntax.SyntaxTree).MayMention("SslStream"))
                {
                    return;
                }

                foreach (var block in blocks.OperationBlocks)
                {
                    var creations = new List<IObjectCreationOperation>();
                    foreach (var operation in block.Descendants())
                    {
                        if (operation is IObjectCreationOperation creation && SymbolEqualityComparer.Default.Equals(creation.Type, sslStream))
                        {
                            creations.Add(creation);
                        }
                    }

                    // A proxy makes two in one function, which is walked for both at once.
                    foreach (var ofFunction in creations.GroupBy(static creation => creation.EnclosingFunction()))
                    {
                        Analyze(blocks, [.. ofFunction], origins);
                    }
                }
            });
    }

    /// <param name="context">The member.</param>
    /// <param name="creations">The streams that one function makes.</param>
    /// <param name="origins">The compilation's value origins.</param>
    private static void Analyze(OperationBlockAnalysisContext context, IReadOnlyList<IObjectCreationOperation> creations, ValueOrigins origins)
    {
        var inside = StreamPaths.Around(creations[0], origins, context.CancellationToken);
        var fromCallers = StreamPaths.AroundCallers(creations[0], origins, context.CancellationToken);
        foreach (var creation in creations)
        {
            var reported = new HashSet<(SyntaxNode, DiagnosticDescriptor)>();
            Judge(context, creation, inside, reported);
            Judge(context, creation, fromCallers, reported);
        }
    }

    private static void Judge(
        OperationBlockAnalysisContext context, IObjectCreationOperation creation, IReadOnlyList<StreamEvent> events, HashSet<(SyntaxNode, DiagnosticDescriptor)> reported)
    {
        foreach (var happening in events)
        {
            foreach (var pair in happening.State.Tls)
            {
                if (pair.Key.Creation == creation.Syntax
                    && RuleFor(happening, pair.Key, pair.Value, events) is { } rule
                    && reported.Add((happening.Operation.Syntax, rule)))
                {
                    Report(context, creation, rule, happening, pair.Key);
                }
            }
        }
    }

    private static DiagnosticDescriptor? RuleFor(StreamEvent happening, StreamObject tls, TlsState state, IReadOnlyList<StreamEvent> events) => state switch
    {
        TlsState.Made when happening.Kind == StreamEventKind.Transfer && happening.Stream.Equals(tls) => Rules.TlsUsedBeforeHandshake,
        TlsState.Protected when happening.Kind == StreamEventKind.Transfer && IsInside(happening.Stream, tls) => Rules.WriteBypassesTls,
        TlsState.Failed when GoesOn(happening, tls, events) => Rules.PlaintextFallback,
        _ => null,
    };

    private static bool IsInside(StreamObject stream, StreamObject tls) => !stream.IsTls && tls.Inner is { } inner && inner.Equals(stream);

    /// <summary>Whether what happens after a failed handshake gives protection up.</summary>
    private static bool GoesOn(StreamEvent happening, StreamObject tls, IReadOnlyList<StreamEvent> events)
    {
        var first = Array.Find([.. events], other => other.Kind == StreamEventKind.Handshake && other.Stream.Equals(tls));
        if (first is null || ReferenceEquals(first.Operation, happening.Operation))
        {
            return false;
        }

        return happening.Kind switch
        {
            // A server that tells a client in clear that it could not understand it, gives nothing away.
            StreamEventKind.Transfer => (IsInside(happening.Stream, tls) || (happening.Stream.IsNetwork && !IsProtected(happening)))
                && (!IsOfServer(first) || happening.Operation is IInvocationOperation { TargetMethod: var method } && StreamApis.IsReceiving(method)),
            StreamEventKind.Return or StreamEventKind.Store => IsInside(happening.Stream, tls),
            StreamEventKind.Handshake => !happening.Stream.Equals(tls) && MentionsOldVersion(happening.Operation) && !MentionsOldVersion(first.Operation),
            _ => false,
        };
    }

    /// <summary>Whether another attempt put TLS around the stream.</summary>
    private static bool IsProtected(StreamEvent happening)
    {
        foreach (var pair in happening.State.Tls)
        {
            if (pair.Value == TlsState.Protected && pair.Key.Inner is { } inner && inner.Equals(happening.Stream))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsOfServer(StreamEvent handshake) =>
        handshake.Operation is IInvocationOperation call && call.TargetMethod.Name.IndexOf("AsServer", StringComparison.Ordinal) >= 0;

    private static bool MentionsOldVersion(IOperation handshake)
    {
        foreach (var operation in handshake.Descendants())
        {
            if (operation is IFieldReferenceOperation { Field: { ContainingType.Name: "SslProtocols", Name: "Ssl2" or "Ssl3" or "Tls" or "Tls11" or "Default" } })
            {
                return true;
            }
        }

        return false;
    }

    private static void Report(
        OperationBlockAnalysisContext context, IOperation creation, DiagnosticDescriptor rule, StreamEvent happening, StreamObject tls)
    {
        var guard = ProductionGuard.Of(creation, context.Compilation, context.Options);
        var variable = happening.State.Holds
            .Where(pair => pair.Value is { } held && held.Equals(tls) && pair.Key is ILocalSymbol or IFieldSymbol or IParameterSymbol)
            .Select(pair => ((ISymbol)pair.Key).Name)
            .OrderBy(name => name, StringComparer.Ordinal)
            .FirstOrDefault();
        context.ReportDiagnostic(Diagnostic.Create(
            rule,
            happening.Operation.Syntax.GetLocation(),
            guard is null ? rule.DefaultSeverity : DiagnosticSeverity.Info,
            additionalLocations: [creation.Syntax.GetLocation()],
            properties: ImmutableDictionary<string, string?>.Empty.Add(TlsVariable, variable),
            Words(happening),
            guard is null ? "" : $"; {guard}"));
    }

    private static string Words(StreamEvent happening) => happening switch
    {
        { Operation: IInvocationOperation call } => $"'{call.TargetMethod.Name}'",
        { Kind: StreamEventKind.Store } => "The assignment",
        _ => "The caller",
    };
}
