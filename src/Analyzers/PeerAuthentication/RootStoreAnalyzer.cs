using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow;
using SocketSecurity.Analyzers.KnownApis;

namespace SocketSecurity.Analyzers.PeerAuthentication;

/// <summary>SOCK1013: a certificate put into a store that every program of the user or the machine trusts.</summary>
public sealed class RootStoreAnalyzer : RuleAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.RootCertificateInstalled];

    public override IEnumerable<string> NamesOfInterest(ApiCatalogue catalogue) => ["Add", "AddRange"];

    public override void AnalyzeCompilation(RuleContext context)
    {
        if (context.Compilation.GetTypeByMetadataName(CertificateTypes.Store) is { } store)
        {
            context.RegisterOperationAction(operation => Analyze(operation, store), OperationKind.Invocation);
        }
    }

    private static void Analyze(OperationAnalysisContext context, INamedTypeSymbol store)
    {
        var invocation = (IInvocationOperation)context.Operation;
        if (invocation.TargetMethod.Name is not ("Add" or "AddRange")
            || !SymbolEqualityComparer.Default.Equals(invocation.TargetMethod.ContainingType, store)
            || invocation.Instance is null)
        {
            return;
        }

        foreach (var origin in StoreOrigin.Of(invocation.Instance, context.CancellationToken))
        {
            if (origin.TrustedName is { } name)
            {
                context.ReportDiagnostic(GuardedFinding.Create(
                    Rules.RootCertificateInstalled, context, invocation, [origin.Place.GetLocation()], name, origin.Reach));
                return;
            }
        }
    }
}
