using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow;
using SocketSecurity.Analyzers.Flow.Streams;
using SocketSecurity.Analyzers.KnownApis;

namespace SocketSecurity.Analyzers.PeerAuthentication;

/// <summary>SOCK1011: a TLS server whose handshakes wait for downloads of certificates.</summary>
public sealed class CertificateDownloadAnalyzer : RuleAnalyzer
{
    public const string PolicyProperty = "CertificateChainPolicy";
    public const string DisableProperty = "DisableCertificateDownloads";

    /// <summary>The parameter of <c>SslStreamCertificateContext.Create</c> that keeps it from downloading.</summary>
    public const string OfflineParameter = "offline";

    private const string RequiredProperty = "ClientCertificateRequired";

    private const string ByClient =
        "the client's certificate, before the client is authenticated: a client can stall handshakes and make the server send requests";

    private const string ByServer = "the server's own certificate: an address that does not answer stalls the server";

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.CertificateDownloadsOnServer];

    public override IEnumerable<string> NamesOfInterest(ApiCatalogue catalogue) => [.. StreamApis.HandshakeNames, RequiredProperty, "Create"];

    public override void AnalyzeCompilation(RuleContext context)
    {
        var options = context.Compilation.GetTypeByMetadataName(CertificateTypes.ServerAuthenticationOptions);
        var policy = context.Compilation.GetTypeByMetadataName(CertificateTypes.ChainPolicy);
        if (options?.GetMembers(PolicyProperty).IsEmpty != false || policy?.GetMembers(DisableProperty).IsEmpty != false)
        {
            return;
        }

        var stream = context.Compilation.GetTypeByMetadataName(CertificateTypes.SslStream);
        var certificateContext = context.Compilation.GetTypeByMetadataName(CertificateTypes.StreamCertificateContext);
        var downloadsByDefault = TargetRuntime.MajorVersion(context.Compilation) < TargetRuntime.ServersDoNotDownload;

        context.RegisterOperationAction(operation => AnalyzeOptions(operation, options, downloadsByDefault), OperationKind.SimpleAssignment);
        context.RegisterOperationAction(
            operation =>
            {
                var invocation = (IInvocationOperation)operation.Operation;
                if (downloadsByDefault && SymbolEqualityComparer.Default.Equals(invocation.TargetMethod.ContainingType, stream))
                {
                    AnalyzeHandshake(operation, invocation);
                }
                else if (SymbolEqualityComparer.Default.Equals(invocation.TargetMethod.ContainingType, certificateContext))
                {
                    AnalyzeContext(operation, invocation);
                }
            },
            OperationKind.Invocation);
    }

    private static void AnalyzeOptions(OperationAnalysisContext context, INamedTypeSymbol options, bool downloadsByDefault)
    {
        var assignment = (ISimpleAssignmentOperation)context.Operation;
        if (assignment.Target is not IPropertyReferenceOperation { Property: { Name: RequiredProperty } property } target
            || !SymbolEqualityComparer.Default.Equals(property.ContainingType, options)
            || !SingleValue.IsConstant(assignment.Value, true)
            || ObjectPath.Of(target.Instance) is not { } path
            || ObjectUse.CreationOf(new PropertySetting(path, property, assignment)) is not { } creation
            || !ObjectUse.IsInPlainSight(creation))
        {
            return;
        }

        var settings = ObjectSettings.InBodyOf(assignment);
        var policy = settings.Find(path, PolicyProperty);
        if (settings.IsAmbiguous(path) || settings.IsAlwaysOverwritten(assignment) || (policy is null && !downloadsByDefault))
        {
            return;
        }

        if (policy is { } given && !given.Value.WithoutConversions().ConstantValue.HasValue)
        {
            if (SingleValue.Of(given.Value) is not IObjectCreationOperation policyCreation || !IsDownloading(settings, path, given, policyCreation))
            {
                return;
            }
        }

        context.ReportDiagnostic(Diagnostic.Create(
            Rules.CertificateDownloadsOnServer,
            assignment.Syntax.GetLocation(),
            FixablePlace(settings, path, creation, policy),
            $"'{RequiredProperty}' without '{DisableProperty}'",
            ByClient));
    }

    private static bool IsDownloading(ObjectSettings settings, ObjectPath options, PropertySetting policy, IObjectCreationOperation creation)
    {
        var disabled = settings.Find(options.Then(policy.Property), DisableProperty)
            ?? (ObjectPath.Of(policy.Value) is { } path ? settings.Find(path, DisableProperty) : null);
        return disabled is { } setting ? SingleValue.IsConstant(setting.Value, false) : ObjectUse.IsInPlainSight(creation);
    }

    /// <summary>
    /// Where the fix can set the property: the creation of the policy, or of the options when they have none and their
    /// revocation mode, which the new policy takes over, does not stand elsewhere.
    /// </summary>
    private static Location[] FixablePlace(ObjectSettings settings, ObjectPath options, IObjectCreationOperation creation, PropertySetting? policy)
    {
        if (policy is { } given)
        {
            return SingleValue.Of(given.Value) is IObjectCreationOperation policyCreation ? [policyCreation.Syntax.GetLocation()] : [];
        }

        return settings.Find(options, "CertificateRevocationCheckMode") is { } mode && !mode.Assignment.IsInside(creation)
            ? []
            : [creation.Syntax.GetLocation()];
    }

    private static void AnalyzeHandshake(OperationAnalysisContext context, IInvocationOperation invocation)
    {
        if (invocation.ArgumentFor("clientCertificateRequired") is { } required && SingleValue.IsConstant(required.Value, true))
        {
            context.ReportDiagnostic(Diagnostic.Create(
                Rules.CertificateDownloadsOnServer, required.Syntax.GetLocation(), $"'{invocation.TargetMethod.Name}' with a client certificate", ByClient));
        }
    }

    private static void AnalyzeContext(OperationAnalysisContext context, IInvocationOperation invocation)
    {
        if (invocation.TargetMethod.Name != "Create"
            || invocation.ArgumentFor(OfflineParameter) is not { } offline
            || !SingleValue.IsConstant(offline.Value, false)
            || !ServerContextUse.IsForServer(invocation, context.CancellationToken))
        {
            return;
        }

        context.ReportDiagnostic(Diagnostic.Create(
            Rules.CertificateDownloadsOnServer,
            invocation.Syntax.GetLocation(),
            $"'SslStreamCertificateContext.Create' without '{OfflineParameter}: true'",
            ByServer));
    }
}
