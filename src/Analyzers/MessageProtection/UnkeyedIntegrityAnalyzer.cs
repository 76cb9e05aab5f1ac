using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow;
using SocketSecurity.Analyzers.Flow.Origins;
using SocketSecurity.Analyzers.KnownApis;

namespace SocketSecurity.Analyzers.MessageProtection;

/// <summary>
/// SOCK4005: a hash that needs no key is sent beside the data, or compared with what the peer sent beside the data, or has a
/// secret in front of the data. A hash that is only computed, stored or compared with something known says nothing about a peer.
/// </summary>
public sealed class UnkeyedIntegrityAnalyzer : RuleAnalyzer
{
    private const string HashAlgorithm = "System.Security.Cryptography.HashAlgorithm";

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.UnkeyedIntegrity];

    public override IEnumerable<string> NamesOfInterest(ApiCatalogue catalogue) => ["HashData", "ComputeHash"];

    public override void AnalyzeCompilation(RuleContext context)
    {
        if (context.Compilation.GetTypeByMetadataName(HashAlgorithm) is not null)
        {
            var origins = ValueOrigins.For(context.Compilation);
            context.RegisterOperationAction(operation => Analyze(operation, origins), OperationKind.Invocation);
        }
    }

    private static void Analyze(OperationAnalysisContext context, ValueOrigins origins)
    {
        var call = (IInvocationOperation)context.Operation;
        if (PlainHash.Of(call) is not { } hash || AcceptedHashUse.IsAt(call))
        {
            return;
        }

        var use = IsSecretPrefix(hash, origins, context.CancellationToken) ? "hashes a secret with the data behind it: from the hash of one message an attacker computes that of a longer one"
            : IsInsideTls(call) ? null
            : Use(call, hash, origins, context.CancellationToken);
        if (use is not null)
        {
            context.ReportDiagnostic(GuardedFinding.Create(
                Rules.UnkeyedIntegrity, context, call, additionalLocations: null, $"'{hash.Function}.{call.TargetMethod.Name}'", use));
        }
    }

    /// <summary>A setting in front of something that is no setting; a constant in front separates purposes.</summary>
    private static bool IsSecretPrefix(PlainHash hash, ValueOrigins origins, CancellationToken cancellationToken)
    {
        var parts = hash.CanBeExtended ? hash.Parts() : [];
        if (parts.Count < 2 || !origins.Of(parts[0], cancellationToken).IsSurely(ValueOriginKind.Configuration))
        {
            return false;
        }

        for (var i = 1; i < parts.Count; i++)
        {
            var part = origins.Of(parts[i], cancellationToken);
            if (!part.IsSurely(ValueOriginKind.Configuration) && !part.IsSurely(ValueOriginKind.Constant))
            {
                return true;
            }
        }

        return false;
    }

    private static string? Use(IInvocationOperation call, PlainHash hash, ValueOrigins origins, CancellationToken cancellationToken)
    {
        var isOfPeer = origins.Of(hash.Input, cancellationToken).CanBe(ValueOriginKind.Network);
        var message = hash.Input.ReferencedSymbol();
        var sendsHash = false;
        var sendsMessage = false;
        foreach (var operation in call.Body().Descendants())
        {
            if (isOfPeer && Comparison.OfAnyKind(operation) is { } comparison && OtherSide(comparison, call, origins, cancellationToken) is { } other
                && origins.Of(other, cancellationToken).CanBe(ValueOriginKind.Network))
            {
                return "checks what a peer sent against a hash that came with it: who changes the data on the way changes the hash, too";
            }

            if (message is not null && operation is IInvocationOperation send && IsSend(send))
            {
                foreach (var argument in send.Arguments)
                {
                    sendsHash |= Holds(argument.Value, call, origins, cancellationToken);
                    sendsMessage |= origins.Of(argument.Value, part => SymbolEqualityComparer.Default.Equals(part.ReferencedSymbol(), message), cancellationToken).CanBe(ValueOriginKind.Sought);
                }
            }
        }

        return sendsHash && sendsMessage ? "is sent with the data to protect it: who changes the data on the way changes the hash, too" : null;
    }

    private static IOperation? OtherSide(Comparison comparison, IInvocationOperation hash, ValueOrigins origins, CancellationToken cancellationToken) =>
        Holds(comparison.Left, hash, origins, cancellationToken) ? comparison.Right
        : Holds(comparison.Right, hash, origins, cancellationToken) ? comparison.Left
        : null;

    private static bool Holds(IOperation value, IInvocationOperation hash, ValueOrigins origins, CancellationToken cancellationToken) =>
        origins.Of(value, operation => operation is IInvocationOperation && operation.Syntax == hash.Syntax, cancellationToken).CanBe(ValueOriginKind.Sought);

    private static bool IsSend(IInvocationOperation call) =>
        (call.TargetMethod.Name.StartsWith("Write", StringComparison.Ordinal) || call.TargetMethod.Name.StartsWith("Send", StringComparison.Ordinal))
        && call.Instance is { } receiver
        && SingleValue.Of(receiver).Type is { Name: "NetworkStream" or "Socket" or "UdpClient", ContainingNamespace.Name: "Sockets" };

    /// <summary>Inside TLS the data cannot be changed on the way, and a hash only finds mistakes.</summary>
    private static bool IsInsideTls(IOperation call)
    {
        foreach (var operation in call.Body().Descendants())
        {
            if (operation is ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation or IObjectCreationOperation && operation.Type?.Name is "SslStream" or "TlsConnection")
            {
                return true;
            }
        }

        return false;
    }
}
