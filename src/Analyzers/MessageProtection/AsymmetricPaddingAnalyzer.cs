using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Configuration;
using SocketSecurity.Analyzers.Flow;
using SocketSecurity.Analyzers.Flow.Origins;
using SocketSecurity.Analyzers.KnownApis;

namespace SocketSecurity.Analyzers.MessageProtection;

/// <summary>
/// SOCK4010: RSA encryption with PKCS#1 v1.5, and signatures or certificate requests made with MD5 or SHA-1. In Strict mode also
/// PKCS#1 v1.5 signatures. Checking what others signed is not reported: the signer chose the hash.
/// </summary>
public sealed class AsymmetricPaddingAnalyzer : RuleAnalyzer
{
    public const string EncryptionPadding = Cryptography + "RSAEncryptionPadding";
    public const string SignaturePadding = Cryptography + "RSASignaturePadding";
    public const string HashName = Cryptography + "HashAlgorithmName";

    private const string OldEncryption = "RSA encryption with PKCS#1 v1.5 padding";
    private const string OldEncryptionHelps = "decrypts messages for whoever can see whether decryption failed (Bleichenbacher)";
    private const string CollisionsHelp = "can be moved to another document, because two documents with the same hash can be made";
    private const string Cryptography = "System.Security.Cryptography.";

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.WeakAsymmetricPadding];

    public override IEnumerable<string> NamesOfInterest(ApiCatalogue catalogue) => ["Pkcs1", "MD5", "SHA1", "Encrypt", "Decrypt", "SignData", "SignHash", "Pkcs1Encoding"];

    public override void AnalyzeCompilation(RuleContext context)
    {
        var encryption = context.Compilation.GetTypeByMetadataName(EncryptionPadding);
        var signature = context.Compilation.GetTypeByMetadataName(SignaturePadding);
        var hash = context.Compilation.GetTypeByMetadataName(HashName);
        var provider = context.Compilation.GetTypeByMetadataName(Cryptography + "RSACryptoServiceProvider");
        var bouncy = context.Compilation.GetTypeByMetadataName("Org.BouncyCastle.Crypto.Encodings.Pkcs1Encoding");
        if (hash is null)
        {
            return;
        }

        var origins = ValueOrigins.For(context.Compilation);
        var held = new HeldHashes(origins, hash);
        var byDefault = new DefaultHash(origins.Models);
        context.RegisterOperationAction(
            operation =>
            {
                foreach (var (given, named) in held.SignedWith(operation.Operation, operation.CancellationToken))
                {
                    ReportHash(operation, given, named);
                }
            },
            OperationKind.Invocation,
            OperationKind.ObjectCreation);

        var strict = BuildProperties.Mode(context.Options) is SecurityMode.Strict or SecurityMode.Audit;
        context.RegisterOperationAction(
            operation =>
            {
                var named = (IPropertyReferenceOperation)operation.Operation;
                if (!named.Property.IsStatic)
                {
                    return;
                }

                if (named.Property.Name == "Pkcs1")
                {
                    if (SymbolEqualityComparer.Default.Equals(named.Property.ContainingType, encryption) && GivenValue.IsGiven(named))
                    {
                        Report(operation, named, OldEncryption, OldEncryptionHelps);
                    }
                    else if (strict && SymbolEqualityComparer.Default.Equals(named.Property.ContainingType, signature) && GivenValue.IsGiven(named))
                    {
                        Report(operation, named, "An RSA signature with PKCS#1 v1.5 padding", "has no proof of security, which PSS has", DiagnosticSeverity.Info);
                    }
                }
                else if (named.Property.Name is "MD5" or "SHA1"
                    && SymbolEqualityComparer.Default.Equals(named.Property.ContainingType, hash))
                {
                    if (IsSignedWith(named))
                    {
                        ReportHash(operation, named, named);
                    }
                    else if (byDefault.SignerOf(named, operation.CancellationToken) is { } signer)
                    {
                        ReportHash(operation, named, named, signer);
                    }
                }
            },
            OperationKind.PropertyReference);

        context.RegisterOperationAction(
            operation =>
            {
                var call = (IInvocationOperation)operation.Operation;
                switch (call.TargetMethod.Name)
                {
                    case "Encrypt" or "Decrypt" when SymbolEqualityComparer.Default.Equals(call.TargetMethod.ContainingType, provider):
                        AnalyzeFlag(operation, call);
                        break;
                    case "SignData" or "SignHash" when SymbolEqualityComparer.Default.Equals(call.TargetMethod.ContainingType, provider):
                        AnalyzeHash(operation, call);
                        break;
                }
            },
            OperationKind.Invocation);

        if (bouncy is not null)
        {
            context.RegisterOperationAction(
                operation =>
                {
                    if (SymbolEqualityComparer.Default.Equals(operation.Operation.Type, bouncy) && IsEncryption(operation.Operation))
                    {
                        Report(operation, operation.Operation, OldEncryption, OldEncryptionHelps);
                    }
                },
                OperationKind.ObjectCreation);
        }
    }

    /// <summary><c>Encrypt(data, fOAEP: false)</c>.</summary>
    private static void AnalyzeFlag(OperationAnalysisContext context, IInvocationOperation call)
    {
        foreach (var argument in call.Arguments)
        {
            if (argument.Parameter is { Name: "fOAEP" } && SingleValue.IsConstant(argument.Value, false))
            {
                Report(context, argument.Value, OldEncryption, OldEncryptionHelps);
            }
        }
    }

    /// <summary>The old signing methods take the hash as text, as an object identifier or as an object.</summary>
    private static void AnalyzeHash(OperationAnalysisContext context, IInvocationOperation call)
    {
        foreach (var argument in call.Arguments)
        {
            if (argument.Parameter?.Name is "halg" or "str" && HashNamed(SingleValue.Of(argument.Value)) is { } hash)
            {
                Report(context, argument.Value.WithoutConversions(), $"A signature with {hash}", CollisionsHelp);
            }
        }
    }

    private static string? HashNamed(IOperation hash) => hash switch
    {
        { ConstantValue: { HasValue: true, Value: string name } } => HashNamed(name),
        IObjectCreationOperation or IInvocationOperation { TargetMethod.Name: "Create" } => HashNamed(hash.Type?.Name ?? ""),
        IInvocationOperation { TargetMethod.Name: "MapNameToOID", Arguments: [var name, ..] } => HashNamed(SingleValue.Of(name.Value)),
        _ => null,
    };

    private static string? HashNamed(string name) => name switch
    {
        _ when name.StartsWith("SHA1", StringComparison.OrdinalIgnoreCase) || name is "SHA" or "SHA-1" or "1.3.14.3.2.26" => "SHA-1",
        _ when name.StartsWith("MD5", StringComparison.OrdinalIgnoreCase) || name == "1.2.840.113549.2.5" => "MD5",
        _ => null,
    };

    /// <summary>The hash goes into a call that signs, or into the making of a certificate or its request.</summary>
    private static bool IsSignedWith(IOperation hash)
    {
        while (hash.Parent is IConversionOperation or IParenthesizedOperation or IConditionalOperation)
        {
            hash = hash.Parent;
        }

        return hash.Parent is IArgumentOperation { Parent: { } signer } && HeldHashes.IsSigner(signer);
    }

    private static void ReportHash(OperationAnalysisContext context, IOperation place, IPropertyReferenceOperation named, IOperation? signer = null) =>
        Report(context, place, $"A signature with {(named.Property.Name == "SHA1" ? "SHA-1" : "MD5")}", CollisionsHelp, elsewhere: signer?.Syntax.GetLocation());

    /// <summary>The encoding also pads signatures, where its engine is handed to a signer.</summary>
    private static bool IsEncryption(IOperation encoding) =>
        encoding.Parent is not IArgumentOperation { Parent: IObjectCreationOperation { Type.Name: var holder } } || holder.IndexOf("Sign", StringComparison.Ordinal) < 0;

    private static void Report(
        OperationAnalysisContext context, IOperation place, string what, string why, DiagnosticSeverity severity = DiagnosticSeverity.Warning, Location? elsewhere = null) =>
        context.ReportDiagnostic(Diagnostic.Create(
            Rules.WeakAsymmetricPadding, place.Syntax.GetLocation(), severity, elsewhere is null ? null : [elsewhere], properties: null, what, why));
}
