using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Configuration;
using SocketSecurity.Analyzers.Flow;
using SocketSecurity.Analyzers.KnownApis;

namespace SocketSecurity.Analyzers.TlsProtocol;

/// <summary>SOCK2006: renegotiation switched on, or in Strict mode left on, which is the default of clients.</summary>
public sealed class RenegotiationAnalyzer : RuleAnalyzer
{
    /// <summary>The property that the fix sets.</summary>
    public const string PropertyName = "AllowRenegotiation";

    /// <summary><c>SslProtocols.Tls13</c>, which has no renegotiation.</summary>
    private const int Tls13 = 12288;

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.RenegotiationAllowed];

    public override IEnumerable<string> NamesOfInterest(ApiCatalogue catalogue) => [PropertyName, "SslClientAuthenticationOptions"];

    public override void AnalyzeCompilation(RuleContext context)
    {
        var client = context.Compilation.GetTypeByMetadataName(CertificateTypes.ClientAuthenticationOptions);
        var server = context.Compilation.GetTypeByMetadataName(CertificateTypes.ServerAuthenticationOptions);
        if (client?.GetMembers(PropertyName).IsEmpty != false)
        {
            return;
        }

        context.RegisterOperationAction(operation => AnalyzeAssignment(operation, client, server), OperationKind.SimpleAssignment);
        if (BuildProperties.Mode(context.Options) == SecurityMode.Strict)
        {
            context.RegisterOperationAction(operation => AnalyzeCreation(operation, client), OperationKind.ObjectCreation);
        }
    }

    private static void AnalyzeAssignment(OperationAnalysisContext context, INamedTypeSymbol client, INamedTypeSymbol? server)
    {
        var assignment = (ISimpleAssignmentOperation)context.Operation;
        if (assignment.Target is not IPropertyReferenceOperation { Property: { Name: PropertyName, ContainingType: var type } }
            || !(SymbolEqualityComparer.Default.Equals(type, client) || SymbolEqualityComparer.Default.Equals(type, server))
            || !SingleValue.IsConstant(assignment.Value, true)
            || ObjectSettings.InBodyOf(assignment).IsAlwaysOverwritten(assignment))
        {
            return;
        }

        context.ReportDiagnostic(Diagnostic.Create(
            Rules.RenegotiationAllowed, assignment.Value.Syntax.GetLocation(), $"'{type.Name}.{PropertyName}' is set to true"));
    }

    private static void AnalyzeCreation(OperationAnalysisContext context, INamedTypeSymbol client)
    {
        var creation = (IObjectCreationOperation)context.Operation;
        if (!SymbolEqualityComparer.Default.Equals(creation.Type, client)
            || ObjectPath.Of(creation) is not { } options
            || !ObjectUse.IsInPlainSight(creation))
        {
            return;
        }

        var settings = ObjectSettings.InBodyOf(creation);
        if (settings.Find(options, PropertyName) is not null
            || (settings.Find(options, "EnabledSslProtocols") is { } protocols && SingleValue.IsConstant(protocols.Value, Tls13)))
        {
            return;
        }

        context.ReportDiagnostic(Diagnostic.Create(
            Rules.RenegotiationAllowed,
            creation.Syntax.GetLocation(),
            DiagnosticSeverity.Info,
            additionalLocations: null,
            properties: null,
            $"'{client.Name}.{PropertyName}' is not set and is true by default"));
    }
}
