using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow;
using SocketSecurity.Analyzers.KnownApis;

namespace SocketSecurity.Analyzers.PeerAuthentication;

/// <summary>SOCK1009: a certificate chain is checked and nobody acts on the outcome.</summary>
public sealed class ChainResultAnalyzer : RuleAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.ChainResultIgnored];

    public override IEnumerable<string> NamesOfInterest(ApiCatalogue catalogue) => ["Build", "Verify"];

    public override void AnalyzeCompilation(RuleContext context)
    {
        var chain = context.Compilation.GetTypeByMetadataName(CertificateTypes.Chain);
        var certificate = context.Compilation.GetTypeByMetadataName(CertificateTypes.Certificate2);
        if (chain is null || certificate is null)
        {
            return;
        }

        var chainUse = new ChainUse(context.Compilation);
        context.RegisterOperationAction(operation => Analyze(operation, chain, certificate, chainUse), OperationKind.Invocation);
    }

    private static void Analyze(OperationAnalysisContext context, INamedTypeSymbol chain, INamedTypeSymbol certificate, ChainUse chainUse)
    {
        var invocation = (IInvocationOperation)context.Operation;
        var name = invocation.TargetMethod switch
        {
            { Name: "Build", Parameters.Length: 1 } build when SymbolEqualityComparer.Default.Equals(build.ContainingType, chain) => "X509Chain.Build",
            { Name: "Verify", Parameters.Length: 0 } verify when SymbolEqualityComparer.Default.Equals(verify.ContainingType, certificate) => "X509Certificate2.Verify",
            _ => null,
        };

        if (name is null
            || !ResultUse.DecidesNothing(invocation)
            || (name == "X509Chain.Build" && chainUse.MayDecide(invocation, context.ContainingSymbol)))
        {
            return;
        }

        context.ReportDiagnostic(GuardedFinding.Create(Rules.ChainResultIgnored, context, invocation, additionalLocations: null, name));
    }
}
