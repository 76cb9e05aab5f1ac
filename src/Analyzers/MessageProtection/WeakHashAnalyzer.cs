using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow;
using SocketSecurity.Analyzers.Flow.Origins;
using SocketSecurity.Analyzers.KnownApis;

namespace SocketSecurity.Analyzers.MessageProtection;

/// <summary>
/// SOCK4004: MD5, SHA-1 or HMAC-MD5. A warning where the use is known to depend on what they do not give any more, silence
/// where a protocol demands them or nobody is kept out by them, and a suggestion where the use is not known.
/// </summary>
public sealed class WeakHashAnalyzer : RuleAnalyzer
{
    private const string HashAlgorithm = "System.Security.Cryptography.HashAlgorithm";

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.WeakHash];

    public override IEnumerable<string> NamesOfInterest(ApiCatalogue catalogue) => ["Create", "CreateFromName", "CreateHash", "HashData", "TryHashData", "HashDataAsync", .. catalogue.NamesOf(ApiRole.HashFactory)];

    public override void AnalyzeCompilation(RuleContext context)
    {
        if (context.Compilation.GetTypeByMetadataName(HashAlgorithm) is null)
        {
            return;
        }

        var catalogue = ApiCatalogue.For(context.Options, context.CancellationToken);
        var use = new WeakHashUse(ValueOrigins.For(context.Compilation), catalogue);
        context.RegisterOperationAction(operation => Analyze(operation, catalogue, use), OperationKind.Invocation, OperationKind.ObjectCreation);
    }

    private static void Analyze(OperationAnalysisContext context, ApiCatalogue catalogue, WeakHashUse use)
    {
        if (HashOf(context.Operation, catalogue) is not var (words, hash) || AcceptedHashUse.IsAt(context.Operation))
        {
            return;
        }

        var known = hash == "HMAC-MD5" ? "authenticates messages" : use.WordsOf(context.Operation, context.CancellationToken);
        var guard = ProductionGuard.Of(context.Operation, context.Compilation, context.Options);
        context.ReportDiagnostic(Diagnostic.Create(
            Rules.WeakHash,
            context.Operation.Syntax.GetLocation(),
            known is null || guard is not null ? DiagnosticSeverity.Info : DiagnosticSeverity.Warning,
            additionalLocations: null,
            properties: null,
            words,
            known ?? "is used for something that only its author knows",
            hash == "HMAC-MD5" ? "MD5" : hash,
            guard is null ? "" : $"; {guard}"));
    }

    /// <summary>What makes the hash, in words, and which one; null for every other operation.</summary>
    private static (string Words, string Hash)? HashOf(IOperation operation, ApiCatalogue catalogue)
    {
        switch (operation)
        {
            case IObjectCreationOperation { Constructor: { } constructor } when catalogue.TryGet(constructor, ApiRole.HashFactory, out var entry):
                return ($"'{constructor.ContainingType.Name}'", entry.Arguments[0]);
            case IInvocationOperation { TargetMethod: { Name: "Create" or "CreateFromName", IsStatic: true } factory } call
                when factory.ContainingType.Name is "HashAlgorithm" or "CryptoConfig" && call.Arguments is [var name, ..]:
                return NamedHash(name.Value) is { } named ? ($"'{factory.ContainingType.Name}.{factory.Name}'", named) : null;
            case IInvocationOperation { TargetMethod: { Name: "CreateHash" or "HashData" or "TryHashData" or "HashDataAsync" } method, Arguments: [{ Value: var algorithm }, ..] }
                when method.ContainingType.Name is "IncrementalHash" or "CryptographicOperations":
                return AlgorithmName(algorithm) is { } given ? ($"'{method.ContainingType.Name}.{method.Name}'", given) : null;
            case IInvocationOperation { TargetMethod: var method } when catalogue.TryGet(method, ApiRole.HashFactory, out var entry):
                return ($"'{method.ContainingType.Name}.{method.Name}'", entry.Arguments[0]);
            default:
                return null;
        }
    }

    private static string? NamedHash(IOperation name)
    {
        if (!SingleValue.TryGetConstant(name, out var value) || value is not string text)
        {
            return null;
        }

        return text.Substring(text.LastIndexOf('.') + 1).ToUpperInvariant() switch
        {
            "MD5" or "MD5CRYPTOSERVICEPROVIDER" => "MD5",
            "SHA" or "SHA1" or "SHA-1" or "SHA1MANAGED" or "SHA1CRYPTOSERVICEPROVIDER" => "SHA-1",
            "HMACMD5" => "HMAC-MD5",
            _ => null,
        };
    }

    private static string? AlgorithmName(IOperation algorithm) => SingleValue.Of(algorithm) is IPropertyReferenceOperation
    {
        Property: { ContainingType.Name: "HashAlgorithmName", Name: var name },
    }
        ? name switch { "MD5" => "MD5", "SHA1" => "SHA-1", _ => null }
        : null;
}
