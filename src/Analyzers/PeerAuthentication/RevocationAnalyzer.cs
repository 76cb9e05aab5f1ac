using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Configuration;
using SocketSecurity.Analyzers.Flow;
using SocketSecurity.Analyzers.Flow.Streams;
using SocketSecurity.Analyzers.KnownApis;

namespace SocketSecurity.Analyzers.PeerAuthentication;

/// <summary>SOCK1005: revocation of a peer's certificate is switched off, or in Strict mode left off.</summary>
public sealed class RevocationAnalyzer : RuleAnalyzer
{
    /// <summary>Property of a finding: the value that checks, as it is written.</summary>
    public const string SafeValue = "SafeValue";

    private const string CheckParameter = "checkCertificateRevocation";

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.RevocationNotChecked];

    public override IEnumerable<string> NamesOfInterest(ApiCatalogue catalogue) => [.. RevocationApis.Names, .. catalogue.NamesOf(ApiRole.RevocationSwitch), .. RevocationDefaults.TypeNames, .. StreamApis.HandshakeNames, "WithRevocation"];

    public override void AnalyzeCompilation(RuleContext context)
    {
        if (context.Compilation.GetTypeByMetadataName(CertificateTypes.RevocationMode) is null)
        {
            return;
        }

        var apis = new RevocationApis(context.Compilation, ApiCatalogue.For(context.Options, context.CancellationToken));
        var stream = context.Compilation.GetTypeByMetadataName(CertificateTypes.SslStream);
        var trustPolicy = context.Compilation.GetTypeByMetadataName(SecureDefaultsNames.TrustPolicy);
        var defaults = BuildProperties.Mode(context.Options) == SecurityMode.Strict ? new RevocationDefaults(context.Compilation) : null;

        context.RegisterOperationAction(operation => AnalyzeAssignment(operation, apis), OperationKind.SimpleAssignment);
        context.RegisterOperationAction(
            operation =>
            {
                var invocation = (IInvocationOperation)operation.Operation;
                if (SymbolEqualityComparer.Default.Equals(invocation.TargetMethod.ContainingType, stream))
                {
                    AnalyzeHandshake(operation, invocation, defaults);
                }
                else if (apis.Find(invocation.TargetMethod) is { } api)
                {
                    AnalyzeSwitchMethod(operation, invocation, api);
                }
                else if (trustPolicy is not null && SymbolEqualityComparer.Default.Equals(invocation.TargetMethod.ContainingType, trustPolicy))
                {
                    AnalyzeTrustPolicy(operation, invocation);
                }
            },
            OperationKind.Invocation);

        if (defaults is not null)
        {
            context.RegisterOperationAction(
                operation =>
                {
                    var creation = (IObjectCreationOperation)operation.Operation;
                    if (defaults.LeavesOff(creation) is { } property)
                    {
                        Report(operation, creation, $"'{creation.Type?.Name}' without '{property}'");
                    }
                },
                OperationKind.ObjectCreation);
        }
    }

    private static void AnalyzeAssignment(OperationAnalysisContext context, RevocationApis apis)
    {
        var assignment = (ISimpleAssignmentOperation)context.Operation;
        if (assignment.Target is not IMemberReferenceOperation target
            || apis.Find(target.Member) is not { } api
            || !RevocationApis.IsOff(assignment.Value, api)
            || SettingGuard.Chooses(assignment))
        {
            return;
        }

        var settings = ObjectSettings.InBodyOf(assignment);
        var owner = ObjectPath.Of(target.Instance);
        if (settings.Next(assignment) is not null
            || (owner is { } path && !IsAboutAPeer(path, api.Subject, settings, assignment))
            || (owner is null && api.Subject == RevocationSubject.OptionalClient))
        {
            return;
        }

        Report(context, assignment.Value, $"'{target.Member.ContainingType.Name}.{target.Member.Name}' set to '{api.Off}'", api);
    }

    /// <summary>A builder's method with the value as its first argument, which may be the default.</summary>
    private static void AnalyzeSwitchMethod(OperationAnalysisContext context, IInvocationOperation invocation, RevocationSwitch api)
    {
        if (invocation.Arguments is [var argument, ..] && RevocationApis.IsOff(argument.Value, api) && !SettingGuard.Chooses(invocation))
        {
            var place = argument.ArgumentKind == ArgumentKind.DefaultValue ? invocation : argument.Value;
            Report(context, place, $"'{invocation.TargetMethod.ContainingType.Name}.{invocation.TargetMethod.Name}' with '{api.Off}'", api);
        }
    }

    private static bool IsAboutAPeer(ObjectPath owner, RevocationSubject subject, ObjectSettings settings, IOperation place) => subject switch
    {
        RevocationSubject.OptionalClient => AsksForClientCertificate(owner, settings) && settings.Find(owner, "CertificateChainPolicy") is null,
        RevocationSubject.Chain => !OwnRoots.AreTrustedBy(owner, settings, place),
        _ => settings.Find(owner, "CertificateChainPolicy") is null,
    };

    private static bool AsksForClientCertificate(ObjectPath options, ObjectSettings settings) =>
        (settings.Find(options, "ClientCertificateRequired") is { } required && SingleValue.IsConstant(required.Value, true))
        || (settings.Find(options, "ClientCertificateMode") is { } mode
            && mode.Value.WithoutConversions() is IFieldReferenceOperation { Field.Name: "RequireCertificate" or "AllowCertificate" });

    private static void AnalyzeHandshake(OperationAnalysisContext context, IInvocationOperation invocation, RevocationDefaults? defaults)
    {
        if (invocation.ArgumentFor(CheckParameter) is not { } check)
        {
            if (defaults is not null && RevocationDefaults.IsClientHandshakeByName(invocation.TargetMethod))
            {
                Report(context, invocation, $"'SslStream.{invocation.TargetMethod.Name}' without '{CheckParameter}'");
            }

            return;
        }

        var asksForCertificate = invocation.ArgumentFor("clientCertificateRequired") is not { } required || SingleValue.IsConstant(required.Value, true);
        if (asksForCertificate && SingleValue.IsConstant(check.Value, false) && !SettingGuard.Chooses(invocation))
        {
            Report(context, check, $"'SslStream.{invocation.TargetMethod.Name}' with '{CheckParameter}: false'");
        }
    }

    /// <summary>The library's own policies: private roots may go without, the roots of the system not.</summary>
    private static void AnalyzeTrustPolicy(OperationAnalysisContext context, IInvocationOperation invocation)
    {
        if (invocation is { TargetMethod.Name: "WithRevocation", Arguments: [{ Value: var revocation }], Instance: { } policy }
            && revocation.WithoutConversions() is IPropertyReferenceOperation { Property: { Name: "None", ContainingType.Name: "RevocationPolicy" } }
            && SingleValue.Of(policy) is IPropertyReferenceOperation { Property.Name: "System" })
        {
            Report(context, revocation, "'TrustPolicy.System' with 'RevocationPolicy.None'");
        }
    }

    private static void Report(OperationAnalysisContext context, IOperation place, string what, RevocationSwitch? api = null) =>
        context.ReportDiagnostic(Diagnostic.Create(
            Rules.RevocationNotChecked,
            place.Syntax.GetLocation(),
            properties: api is null ? null : ImmutableDictionary<string, string?>.Empty.Add(SafeValue, api.Safe),
            what));
}
