using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Configuration;
using SocketSecurity.Analyzers.Flow;
using SocketSecurity.Analyzers.Flow.Streams;
using SocketSecurity.Analyzers.KnownApis;

namespace SocketSecurity.Analyzers.TlsProtocol;

/// <summary>SOCK2003: a server that names no TLS versions. Strict and Audit modes only, because a sound machine makes it sound.</summary>
public sealed class ServerTlsVersionAnalyzer : RuleAnalyzer
{
    /// <summary>The property of the server's options that the fix sets.</summary>
    public const string OptionsProperty = "EnabledSslProtocols";

    private const string KestrelOptions = "Microsoft.AspNetCore.Server.Kestrel.Https.HttpsConnectionAdapterOptions";

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.TlsVersionLeftToSystem];

    public override IEnumerable<string> NamesOfInterest(ApiCatalogue catalogue) => [.. StreamApis.HandshakeNames, "SslServerAuthenticationOptions", "SslProtocols"];

    public override void AnalyzeCompilation(RuleContext context)
    {
        if (BuildProperties.Mode(context.Options) is not (SecurityMode.Strict or SecurityMode.Audit))
        {
            return;
        }

        var versions = context.Compilation.GetTypeByMetadataName("System.Security.Authentication.SslProtocols");
        var stream = context.Compilation.GetTypeByMetadataName(CertificateTypes.SslStream);
        var options = context.Compilation.GetTypeByMetadataName(CertificateTypes.ServerAuthenticationOptions);
        var kestrel = context.Compilation.GetTypeByMetadataName(KestrelOptions);
        if (versions is null || stream is null)
        {
            return;
        }

        context.RegisterOperationAction(
            operation =>
            {
                var call = (IInvocationOperation)operation.Operation;
                if (IsHandshake(call.TargetMethod.Name)
                    && SymbolEqualityComparer.Default.Equals(call.TargetMethod.ContainingType, stream)
                    && TakesCertificateAlone(call.TargetMethod, versions))
                {
                    Report(operation, call, $"'{call.TargetMethod.Name}' without versions");
                }
            },
            OperationKind.Invocation);

        context.RegisterOperationAction(
            operation =>
            {
                var creation = (IObjectCreationOperation)operation.Operation;
                if (SymbolEqualityComparer.Default.Equals(creation.Type, options)
                    && ObjectPath.Of(creation) is { } path
                    && ObjectUse.IsInPlainSight(creation)
                    && ObjectSettings.InBodyOf(creation).Find(path, OptionsProperty) is null)
                {
                    Report(operation, creation, $"'{options!.Name}' without versions");
                }
            },
            OperationKind.ObjectCreation);

        context.RegisterOperationAction(
            operation =>
            {
                var field = (IFieldReferenceOperation)operation.Operation;
                if (field.Field.Name == "None"
                    && SymbolEqualityComparer.Default.Equals(field.Field.ContainingType, versions)
                    && FlagPosition.InForceAround(field) is { } expression
                    && IsServers(expression.Parent!)
                    && !ValueEffect.IsNone(expression))
                {
                    Report(operation, field, $"'{field.Syntax}'");
                }
            },
            OperationKind.FieldReference);

        bool IsServers(IOperation place) => place switch
        {
            ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.ContainingType: var owner } } =>
                SymbolEqualityComparer.Default.Equals(owner, options) || SymbolEqualityComparer.Default.Equals(owner, kestrel),
            IArgumentOperation { Parent: IInvocationOperation call } =>
                IsHandshake(call.TargetMethod.Name) && SymbolEqualityComparer.Default.Equals(call.TargetMethod.ContainingType, stream),
            _ => false,
        };
    }

    private static bool IsHandshake(string name) => name is "AuthenticateAsServer" or "AuthenticateAsServerAsync" or "BeginAuthenticateAsServer";

    private static bool TakesCertificateAlone(IMethodSymbol method, INamedTypeSymbol versions)
    {
        foreach (var parameter in method.Parameters)
        {
            if (SymbolEqualityComparer.Default.Equals(parameter.Type, versions))
            {
                return false;
            }
        }

        return method.Parameters is [{ Type.Name: "X509Certificate" }, ..];
    }

    private static void Report(OperationAnalysisContext context, IOperation place, string what) =>
        context.ReportDiagnostic(Diagnostic.Create(Rules.TlsVersionLeftToSystem, place.Syntax.GetLocation(), what));
}
