using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow;
using SocketSecurity.Analyzers.Flow.Origins;

namespace SocketSecurity.Analyzers.KeysAndCredentials;

/// <summary>
/// SOCK3005: a private key in the source: as PEM text wherever it stands, as constant bytes that a key is imported from, as a
/// private number of key parameters, or as a key file that is built into the assembly.
/// </summary>
public sealed class PrivateKeyAnalyzer : RuleAnalyzer
{
    private static readonly HashSet<string> Imports = new(StringComparer.Ordinal)
    {
        "ImportPkcs8PrivateKey", "ImportRSAPrivateKey", "ImportECPrivateKey", "LoadPkcs12", "LoadPkcs12Collection", "FromXmlString",
    };

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.PrivateKeyInSource];

    public override void AnalyzeCompilation(RuleContext context)
    {
        var origins = ValueOrigins.For(context.Compilation);
        context.RegisterOperationAction(AnalyzeText, OperationKind.Literal, OperationKind.Utf8String);
        context.RegisterOperationAction([.. Imports, "GetManifestResourceStream"], operation => AnalyzeCall(operation, origins), OperationKind.Invocation);
        context.RegisterOperationAction(["X509Certificate2"], operation => AnalyzeCertificate(operation, origins), OperationKind.ObjectCreation);
        context.RegisterOperationAction(["D", "X"], operation => AnalyzeNumber(operation, origins), OperationKind.SimpleAssignment);
    }

    private static void AnalyzeText(OperationAnalysisContext context)
    {
        var text = context.Operation switch
        {
            IUtf8StringOperation utf8 => utf8.Value,
            { ConstantValue: { HasValue: true, Value: string literal } } => literal,
            _ => null,
        };
        if (text is null || PemText.MarkerOf(text) is not { } marker)
        {
            return;
        }

        // The text can be put together from one literal a line.
        var whole = context.Operation;
        while (whole.Parent is IBinaryOperation { ConstantValue: { HasValue: true, Value: string longer } })
        {
            text = longer;
            whole = whole.Parent;
        }

        if (PemText.HasKey(text, marker))
        {
            Report(context, whole, "A PEM private key");
        }
    }

    private static void AnalyzeCall(OperationAnalysisContext context, ValueOrigins origins)
    {
        var call = (IInvocationOperation)context.Operation;
        if (call.TargetMethod.Name == "GetManifestResourceStream")
        {
            if (call.Arguments is [.., { Value: var name }] && SingleValue.TryGetConstant(name, out var constant) && constant is string resource && IsKeyFile(resource))
            {
                Report(context, name, $"The key file '{resource.Substring(resource.LastIndexOf('.'))}' in the assembly");
            }
        }
        else if (Imports.Contains(call.TargetMethod.Name) && call.Arguments.Length > 0 && IsFrameworks(call.TargetMethod))
        {
            AnalyzeImport(context, call.Arguments[0].Value, call.TargetMethod.Name, origins);
        }
    }

    private static void AnalyzeImport(OperationAnalysisContext context, IOperation value, string import, ValueOrigins origins)
    {
        var set = origins.Of(value, context.CancellationToken);
        if (set.IsSurely(ValueOriginKind.Constant)
            && SecretConstants.IsGivenTo(set)
            && (import != "FromXmlString" || (set.TryGetSingleConstant(out var xml) && xml is string text && text.Contains("<D>"))))
        {
            Report(context, value.WithoutConversions(), $"The private key that '{import}' reads", SecretConstants.PlacesOf(set, value));
        }
    }

    /// <summary>A certificate with a password is a PKCS#12 file; without one it may be the public half alone.</summary>
    private static void AnalyzeCertificate(OperationAnalysisContext context, ValueOrigins origins)
    {
        var creation = (IObjectCreationOperation)context.Operation;
        if (creation is { Type.Name: "X509Certificate2", Arguments: [{ Parameter.Name: "rawData", Value: var data }, { Parameter.Name: "password" }, ..] })
        {
            AnalyzeImport(context, data, "X509Certificate2", origins);
        }
    }

    /// <summary>The members of key parameters that are secret: D of RSA and EC, X of DSA.</summary>
    private static void AnalyzeNumber(OperationAnalysisContext context, ValueOrigins origins)
    {
        var assignment = (ISimpleAssignmentOperation)context.Operation;
        if (assignment.Target is IFieldReferenceOperation { Field: { Name: "D" or "X", ContainingType: { Name: "RSAParameters" or "ECParameters" or "DSAParameters" } type } field }
            && (field.Name == "D") == (type.Name != "DSAParameters")
            && origins.Of(assignment.Value, context.CancellationToken) is var set
            && set.IsSurely(ValueOriginKind.Constant)
            && SecretConstants.IsGivenTo(set))
        {
            Report(context, assignment.Value.WithoutConversions(), $"The private number '{type.Name}.{field.Name}'", SecretConstants.PlacesOf(set, assignment.Value));
        }
    }

    private static bool IsFrameworks(IMethodSymbol method) =>
        method.ContainingNamespace is { Name: "Cryptography" or "X509Certificates" } && method.DeclaringSyntaxReferences.IsEmpty;

    private static bool IsKeyFile(string resource) =>
        resource.EndsWith(".pfx", StringComparison.OrdinalIgnoreCase)
        || resource.EndsWith(".p12", StringComparison.OrdinalIgnoreCase)
        || resource.EndsWith(".key", StringComparison.OrdinalIgnoreCase);

    private static void Report(OperationAnalysisContext context, IOperation place, string what, IEnumerable<Location>? others = null) =>
        context.ReportDiagnostic(GuardedFinding.Create(Rules.PrivateKeyInSource, context, place, others, what));
}
