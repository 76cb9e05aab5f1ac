using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow;
using SocketSecurity.Analyzers.Flow.Origins;
using SocketSecurity.Analyzers.Flow.Streams;
using SocketSecurity.Analyzers.KnownApis;

namespace SocketSecurity.Analyzers.HostileInput;

/// <summary>SOCK6002: a handshake that a silent peer can keep from ever finishing.</summary>
public sealed class HandshakeDeadlineAnalyzer : RuleAnalyzer
{
    private const string HarmToServer = "a client that connects and then says nothing holds the connection, and what waits for it, as long as it likes";
    private const string HarmToClient = "a server that accepts the connection and never answers makes the client wait for good";

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.HandshakeWithoutDeadline];

    public override IEnumerable<string> NamesOfInterest(ApiCatalogue catalogue) => StreamApis.HandshakeNames;

    public override void AnalyzeCompilation(RuleContext context)
    {
        if (context.Compilation.GetTypeByMetadataName(CertificateTypes.SslStream) is not { } stream)
        {
            return;
        }

        context.RegisterOperationAction(operation => AnalyzeCall(operation, stream), OperationKind.Invocation);
    }

    private static void AnalyzeCall(OperationAnalysisContext context, INamedTypeSymbol stream)
    {
        var call = (IInvocationOperation)context.Operation;
        if (!StreamApis.IsHandshake(call.TargetMethod) || !SymbolEqualityComparer.Default.Equals(call.TargetMethod.ContainingType, stream))
        {
            return;
        }

        var isServer = StreamApis.IsServerHandshake(call.TargetMethod);
        var guard = ProductionGuard.Of(call, context.Compilation, context.Options);
        if (!isServer && guard is not null)
        {
            return;
        }

        var models = ValueOrigins.For(context.Compilation).Models;
        if (new HandshakeDeadline(models, context.CancellationToken).Exists(call, context.ContainingSymbol))
        {
            return;
        }

        context.ReportDiagnostic(Diagnostic.Create(
            Rules.HandshakeWithoutDeadline,
            call.Syntax.GetLocation(),
            isServer && guard is null ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info,
            additionalLocations: null,
            properties: null,
            $"'{call.TargetMethod.Name}'",
            isServer ? HarmToServer : HarmToClient,
            guard is null ? "" : $"; {guard}"));
    }
}
