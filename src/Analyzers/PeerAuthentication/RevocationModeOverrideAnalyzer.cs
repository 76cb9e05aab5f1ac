using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow;
using SocketSecurity.Analyzers.KnownApis;

namespace SocketSecurity.Analyzers.PeerAuthentication;

/// <summary>SOCK1007: TLS options that set a revocation mode and also a chain policy, whose mode alone counts.</summary>
public sealed class RevocationModeOverrideAnalyzer : RuleAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.RevocationModeOverridden];

    public override IEnumerable<string> NamesOfInterest(ApiCatalogue catalogue) => ["CertificateRevocationCheckMode"];

    public override void AnalyzeCompilation(RuleContext context)
    {
        var client = context.Compilation.GetTypeByMetadataName(CertificateTypes.ClientAuthenticationOptions);
        var server = context.Compilation.GetTypeByMetadataName(CertificateTypes.ServerAuthenticationOptions);
        if (client?.GetMembers("CertificateChainPolicy").IsEmpty != false && server?.GetMembers("CertificateChainPolicy").IsEmpty != false)
        {
            return;
        }

        context.RegisterOperationAction(operation => Analyze(operation, client, server), OperationKind.SimpleAssignment);
    }

    private static void Analyze(OperationAnalysisContext context, INamedTypeSymbol? client, INamedTypeSymbol? server)
    {
        var assignment = (ISimpleAssignmentOperation)context.Operation;
        if (assignment.Target is not IPropertyReferenceOperation { Property: { Name: "CertificateRevocationCheckMode" } property } target
            || !(SymbolEqualityComparer.Default.Equals(property.ContainingType, client) || SymbolEqualityComparer.Default.Equals(property.ContainingType, server))
            || ObjectPath.Of(target.Instance) is not { } options)
        {
            return;
        }

        var settings = ObjectSettings.InBodyOf(assignment);
        if (settings.Find(options, "CertificateChainPolicy") is not { } policy
            || policy.Value.WithoutConversions().ConstantValue.HasValue
            || settings.IsAmbiguous(options))
        {
            return;
        }

        var policyMode = ModeOf(settings, policy);
        if (policyMode is { IsExplicit: true, Mode: not null } && assignment.Value.WithoutConversions().ConstantValue is { HasValue: true, Value: var mode } && Equals(mode, policyMode.Value))
        {
            return;
        }

        context.ReportDiagnostic(Diagnostic.Create(
            Rules.RevocationModeOverridden,
            assignment.Syntax.GetLocation(),
            [policy.Assignment.Syntax.GetLocation()],
            policyMode.Mode is null ? "decided elsewhere" : $"'{policyMode.Mode}'"));
    }

    /// <summary>What the policy's own mode is, as far as this body shows it; a new policy has <c>Online</c>.</summary>
    private static (bool IsExplicit, string? Mode, object? Value) ModeOf(ObjectSettings settings, PropertySetting policy)
    {
        var explicitMode = settings.Find(policy.Object.Then(policy.Property), "RevocationMode");
        var value = SingleValue.Of(policy.Value);
        if (explicitMode is null && ObjectPath.Of(policy.Value) is { } path)
        {
            explicitMode = settings.Find(path, "RevocationMode");
        }

        if (explicitMode is not { } mode)
        {
            return (false, value is IObjectCreationOperation ? "Online" : null, null);
        }

        return mode.Value.WithoutConversions() is IFieldReferenceOperation { Field.HasConstantValue: true } member
            ? (true, member.Field.Name, member.ConstantValue.Value)
            : (true, null, null);
    }
}
