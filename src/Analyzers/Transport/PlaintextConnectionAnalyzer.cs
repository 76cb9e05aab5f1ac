using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow;
using SocketSecurity.Analyzers.Flow.Origins;
using SocketSecurity.Analyzers.Flow.Streams;
using SocketSecurity.Analyzers.KnownApis;

namespace SocketSecurity.Analyzers.Transport;

/// <summary>
/// SOCK5001: a connection over which data goes as it is. Only where everything that is done with it is in sight, and the type
/// around it knows neither TLS nor an address of this machine; whoever gets the connection from elsewhere may protect it.
/// </summary>
public sealed class PlaintextConnectionAnalyzer : RuleAnalyzer
{
    /// <summary>
    /// What a type mentions that protects its connections with TLS or with encryption of its own, keeps them on this machine, or
    /// speaks a protocol that has no TLS.
    /// </summary>
    private static readonly string[] Excuses =
    [
        "SslStream", "NegotiateStream", "SecureTls", "TlsClient", "TlsListener", "TlsProtocol",
        "Encrypt", "Decrypt", "Cipher", "Aead", "AesGcm", "Seal", "PreSharedKey",
        "Loopback", "localhost", "127.0.0.1", "UnixDomainSocketEndPoint", "AddressFamily.Unix", "AF_UNIX", "NamedPipe",
        "JoinMulticastGroup", "AddMembership", "EnableBroadcast", "IPAddress.Broadcast", "ProtocolType.Icmp", "SocketType.Raw", "ProtocolType.Raw",
    ];

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.PlaintextConnection];

    public override IEnumerable<string> NamesOfInterest(ApiCatalogue catalogue) => ["GetStream", "UdpClient", "Socket"];

    public override void AnalyzeCompilation(RuleContext context)
    {
        if (context.Compilation.GetTypeByMetadataName(SocketTypes.Socket) is null)
        {
            return;
        }

        var origins = ValueOrigins.For(context.Compilation);
        context.RegisterOperationAction(
            operation =>
            {
                if (((IInvocationOperation)operation.Operation).TargetMethod is { Name: "GetStream", ContainingType: { Name: "TcpClient", ContainingNamespace.Name: "Sockets" } })
                {
                    Analyze(operation, origins);
                }
            },
            OperationKind.Invocation);
        context.RegisterOperationAction(
            operation =>
            {
                if (operation.Operation.Type is { Name: "UdpClient" or "Socket", ContainingNamespace.Name: "Sockets" })
                {
                    Analyze(operation, origins);
                }
            },
            OperationKind.ObjectCreation);
    }

    private static void Analyze(OperationAnalysisContext context, ValueOrigins origins)
    {
        var connection = context.Operation;
        if (StreamUses.Of(connection, origins, context.CancellationToken) != StreamUse.Transfers
            || IsExcused(connection.Syntax)
            || (OwnerOf(connection) is { } owner
                && (!IsOnlyUsedHere(owner, connection, origins, context.CancellationToken) || IsReportedBefore(owner, connection, origins, context.CancellationToken))))
        {
            return;
        }

        context.ReportDiagnostic(GuardedFinding.Create(
            Rules.PlaintextConnection, context, connection, [], connection is IInvocationOperation ? "'TcpClient.GetStream'" : $"'{connection.Type!.Name}'"));
    }

    /// <summary>The variable with the client whose stream is asked for.</summary>
    private static ISymbol? OwnerOf(IOperation connection) =>
        connection is IInvocationOperation { Instance: { } client } ? StreamConditions.SymbolOf(client.WithoutConversions()) : null;

    /// <summary>Whether nobody else gets the client. One that comes as a parameter is the caller's, who hands it over to be used.</summary>
    private static bool IsOnlyUsedHere(ISymbol owner, IOperation near, ValueOrigins origins, CancellationToken cancellationToken) =>
        (StreamUses.OfVariable(owner, near, origins, cancellationToken) & ~StreamUse.Transfers) == StreamUse.None;

    /// <summary>Whether the function asks the same client for its stream before, and uses that: one connection has one finding.</summary>
    private static bool IsReportedBefore(ISymbol owner, IOperation connection, ValueOrigins origins, CancellationToken cancellationToken)
    {
        foreach (var operation in connection.Body().Descendants())
        {
            if (operation is IInvocationOperation { TargetMethod.Name: "GetStream" } earlier
                && earlier.Syntax.SpanStart < connection.Syntax.SpanStart
                && SymbolEqualityComparer.Default.Equals(OwnerOf(earlier), owner)
                && StreamUses.Of(earlier, origins, cancellationToken) == StreamUse.Transfers)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsExcused(SyntaxNode place)
    {
        var around = place.FirstAncestorOrSelf<TypeDeclarationSyntax>() ?? place.SyntaxTree.GetRoot();
        var text = around.ToString();
        return Array.Exists(Excuses, excuse => text.IndexOf(excuse, StringComparison.Ordinal) >= 0);
    }
}
