using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow;
using SocketSecurity.Analyzers.KnownApis;

namespace SocketSecurity.Analyzers.PeerAuthentication;

/// <summary>SOCK1010: a host is accepted because the subject's common name says so.</summary>
public sealed class CommonNameAnalyzer : RuleAnalyzer
{
    /// <summary>The parameter of <c>MatchesHostname</c> that the fix sets to false; it is true when left out.</summary>
    public const string ParameterName = "allowCommonName";

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.CommonNameMatching];

    public override IEnumerable<string> NamesOfInterest(ApiCatalogue catalogue) => ["MatchesHostname", "GetNameInfo", "Subject", "Name"];

    public override void AnalyzeCompilation(RuleContext context)
    {
        var certificate = context.Compilation.GetTypeByMetadataName(CertificateTypes.Certificate);
        var certificate2 = context.Compilation.GetTypeByMetadataName(CertificateTypes.Certificate2);
        if (certificate is null || certificate2 is null)
        {
            return;
        }

        var use = new CommonNameUse(context.Compilation.GetTypeByMetadataName(CertificateTypes.PolicyErrors));
        context.RegisterOperationAction(operation => AnalyzeInvocation(operation, certificate2, use), OperationKind.Invocation);
        context.RegisterOperationAction(operation => AnalyzeSubject(operation, certificate, use), OperationKind.PropertyReference);
    }

    private static void AnalyzeInvocation(OperationAnalysisContext context, INamedTypeSymbol certificate, CommonNameUse use)
    {
        var invocation = (IInvocationOperation)context.Operation;
        if (!SymbolEqualityComparer.Default.Equals(invocation.TargetMethod.ContainingType, certificate))
        {
            return;
        }

        switch (invocation.TargetMethod.Name)
        {
            case "MatchesHostname" when invocation.ArgumentFor(ParameterName) is { } argument && SingleValue.IsConstant(argument.Value, true):
                var place = argument.ArgumentKind == ArgumentKind.DefaultValue ? invocation.Syntax : argument.Syntax;
                context.ReportDiagnostic(Diagnostic.Create(Rules.CommonNameMatching, place.GetLocation(), "'MatchesHostname'"));
                break;

            case "GetNameInfo" when IsSimpleName(invocation) && use.Decides(invocation, namesCommonName: true, context.ContainingSymbol):
                context.ReportDiagnostic(Diagnostic.Create(Rules.CommonNameMatching, invocation.Syntax.GetLocation(), "This comparison"));
                break;
        }
    }

    private static void AnalyzeSubject(OperationAnalysisContext context, INamedTypeSymbol certificate, CommonNameUse use)
    {
        var reference = (IPropertyReferenceOperation)context.Operation;
        var isSubject = reference.Property.Name switch
        {
            "Subject" => SymbolEqualityComparer.Default.Equals(reference.Property.ContainingType, certificate),
            "Name" => reference.Instance is IPropertyReferenceOperation { Property: { Name: "SubjectName", ContainingType.Name: "X509Certificate2" } },
            _ => false,
        };

        if (isSubject && use.Decides(reference, namesCommonName: false, context.ContainingSymbol))
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.CommonNameMatching, reference.Syntax.GetLocation(), "This comparison"));
        }
    }

    private static bool IsSimpleName(IInvocationOperation invocation) =>
        invocation.Arguments is [{ Value: var kind }, { Value: var forIssuer }]
        && kind.WithoutConversions() is IFieldReferenceOperation { Field.Name: "SimpleName" }
        && SingleValue.IsConstant(forIssuer, false);
}
