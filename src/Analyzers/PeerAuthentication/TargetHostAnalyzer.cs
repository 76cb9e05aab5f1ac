using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow;
using SocketSecurity.Analyzers.Flow.Streams;
using SocketSecurity.Analyzers.KnownApis;

namespace SocketSecurity.Analyzers.PeerAuthentication;

/// <summary>SOCK1004: a TLS client that does not say whom it wants to talk to.</summary>
public sealed class TargetHostAnalyzer : RuleAnalyzer
{
    public const string PropertyName = "TargetHost";

    private const string Parameter = "targetHost";

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.TargetHostMissing];

    public override IEnumerable<string> NamesOfInterest(ApiCatalogue catalogue) => [.. StreamApis.HandshakeNames, PropertyName, "SslClientAuthenticationOptions"];

    public override void AnalyzeCompilation(RuleContext context)
    {
        if (context.Compilation.GetTypeByMetadataName(CertificateTypes.SslStream) is not { } stream)
        {
            return;
        }

        context.RegisterOperationAction(operation => AnalyzeHandshake(operation, stream), OperationKind.Invocation);
        if (context.Compilation.GetTypeByMetadataName(CertificateTypes.ClientAuthenticationOptions) is { } options)
        {
            context.RegisterOperationAction(operation => AnalyzeAssignment(operation, options), OperationKind.SimpleAssignment);
            context.RegisterOperationAction(operation => AnalyzeCreation(operation, options), OperationKind.ObjectCreation);
        }
    }

    private static void AnalyzeHandshake(OperationAnalysisContext context, INamedTypeSymbol stream)
    {
        var invocation = (IInvocationOperation)context.Operation;
        if (SymbolEqualityComparer.Default.Equals(invocation.TargetMethod.ContainingType, stream)
            && invocation.ArgumentFor(Parameter) is { ArgumentKind: ArgumentKind.Explicit } host)
        {
            Judge(context, host.Value);
        }
    }

    private static void AnalyzeAssignment(OperationAnalysisContext context, INamedTypeSymbol options)
    {
        var assignment = (ISimpleAssignmentOperation)context.Operation;
        if (assignment.Target is not IPropertyReferenceOperation { Property: { Name: PropertyName } property } target
            || !SymbolEqualityComparer.Default.Equals(property.ContainingType, options)
            || ObjectPath.Of(target.Instance) is not { } path
            || !IsForSslStream(path, property, assignment)
            || ObjectSettings.InBodyOf(assignment).IsAlwaysOverwritten(assignment))
        {
            return;
        }

        Judge(context, assignment.Value);
    }

    /// <summary>Options that somebody handed in may go anywhere, but an empty host is wrong for most; those created here show where they go.</summary>
    private static bool IsForSslStream(ObjectPath path, IPropertySymbol property, ISimpleAssignmentOperation assignment) =>
        ObjectUse.CreationOf(new PropertySetting(path, property, assignment)) is { } creation
            ? HandshakeUse.IsPassedToSslStream(creation, path)
            : path.Root is IParameterSymbol && path.IsRoot;

    private static void AnalyzeCreation(OperationAnalysisContext context, INamedTypeSymbol options)
    {
        var creation = (IObjectCreationOperation)context.Operation;
        if (!SymbolEqualityComparer.Default.Equals(creation.Type, options)
            || ObjectPath.Of(creation) is not { } path
            || !HandshakeUse.IsPassedToSslStream(creation, path)
            || !ObjectUse.IsInPlainSight(creation))
        {
            return;
        }

        var settings = ObjectSettings.InBodyOf(creation);
        if (settings.Find(path, PropertyName) is null && !settings.IsAmbiguous(path))
        {
            Report(context, creation, "not set", ConnectedHost.In(creation));
        }
    }

    private static void Judge(OperationAnalysisContext context, IOperation host)
    {
        var connected = ConnectedHost.In(host);
        if (WrongHost.Describe(host, connected) is { } wrong)
        {
            Report(context, host, wrong, connected);
        }
    }

    private static void Report(OperationAnalysisContext context, IOperation place, string wrong, IOperation? connected) =>
        context.ReportDiagnostic(GuardedFinding.Create(
            Rules.TargetHostMissing,
            context,
            place,
            connected is null ? null : [connected.Syntax.GetLocation()],
            wrong));
}
