using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow;
using SocketSecurity.Analyzers.KnownApis;

namespace SocketSecurity.Analyzers.MessageProtection;

/// <summary>
/// SOCK4009: a key pair is made that is too short: RSA below 2048 bits, any DSA, a curve below 256 bits. What only checks
/// signatures that others made is reported as information, because the signer chose the key.
/// </summary>
public sealed class AsymmetricKeyAnalyzer : RuleAnalyzer
{
    /// <summary>SP 800-57 part 1 rev. 5, table 2: the least that gives 112 bits of security.</summary>
    private const int MinimumRsa = 2048;

    /// <summary>Curves of 256 bits give 128 bits of security; those below are retired.</summary>
    private const int MinimumCurve = 256;

    private const string Cryptography = "System.Security.Cryptography.";

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.WeakAsymmetricKey];

    private static readonly string[] KeyTypes =
    [
        "RSACryptoServiceProvider", "RSACng", "RSAOpenSsl", "DSACryptoServiceProvider", "DSACng", "DSAOpenSsl",
        "ECDsaCng", "ECDsaOpenSsl", "ECDiffieHellmanCng", "ECDiffieHellmanOpenSsl", "RsaKeyGenerationParameters",
    ];

    public override IEnumerable<string> NamesOfInterest(ApiCatalogue catalogue) => ["Create", "CreateFromFriendlyName", "KeySize", "NamedCurves", .. KeyTypes];

    public override void AnalyzeCompilation(RuleContext context)
    {
        var rsa = context.Compilation.GetTypeByMetadataName(Cryptography + "RSA");
        if (rsa is null)
        {
            return;
        }

        var kinds = new KeyKinds(
            rsa,
            context.Compilation.GetTypeByMetadataName(Cryptography + "DSA"),
            context.Compilation.GetTypeByMetadataName(Cryptography + "ECDsa"),
            context.Compilation.GetTypeByMetadataName(Cryptography + "ECDiffieHellman"),
            context.Compilation.GetTypeByMetadataName(Cryptography + "ECCurve"),
            context.Compilation.GetTypeByMetadataName("Org.BouncyCastle.Crypto.Parameters.RsaKeyGenerationParameters"));

        context.RegisterOperationAction(
            operation =>
            {
                var call = (IInvocationOperation)operation.Operation;
                if (call.TargetMethod is { IsStatic: true, Name: "Create" or "CreateFromFriendlyName" } method)
                {
                    AnalyzeMaking(operation, method, call.Arguments, kinds);
                }
            },
            OperationKind.Invocation);

        context.RegisterOperationAction(
            operation =>
            {
                var creation = (IObjectCreationOperation)operation.Operation;
                if (creation.Constructor is { } constructor && kinds.Of(creation.Type) is not KeyKind.None)
                {
                    AnalyzeMaking(operation, constructor, creation.Arguments, kinds);
                }
            },
            OperationKind.ObjectCreation);

        context.RegisterOperationAction(
            operation =>
            {
                var assignment = (ISimpleAssignmentOperation)operation.Operation;
                if (assignment.Target is IPropertyReferenceOperation { Property.Name: "KeySize", Instance.Type: { } type })
                {
                    ReportSize(operation, assignment.Value, kinds.Of(type));
                }
            },
            OperationKind.SimpleAssignment);

        context.RegisterOperationAction(
            operation =>
            {
                var named = (IPropertyReferenceOperation)operation.Operation;
                if (named.Property is { IsStatic: true, ContainingType: { Name: "NamedCurves", ContainingType: { } owner } }
                    && SymbolEqualityComparer.Default.Equals(owner, kinds.Curve)
                    && IsShortCurve(named.Property.Name)
                    && named.Parent is IArgumentOperation { Parent: IInvocationOperation { TargetMethod.Name: not "Equals" } or IObjectCreationOperation }
                        or IVariableInitializerOperation or IFieldInitializerOperation or ISimpleAssignmentOperation or IReturnOperation)
                {
                    operation.ReportDiagnostic(Diagnostic.Create(Rules.WeakAsymmetricKey, named.Syntax.GetLocation(), $"The curve '{named.Property.Name}'", "shorter than 256 bits"));
                }
            },
            OperationKind.PropertyReference);
    }

    private static void AnalyzeMaking(OperationAnalysisContext context, IMethodSymbol maker, ImmutableArray<IArgumentOperation> arguments, KeyKinds kinds)
    {
        var kind = kinds.Of(maker.ContainingType);
        if (kind == KeyKind.Dsa)
        {
            context.ReportDiagnostic(Diagnostic.Create(
                Rules.WeakAsymmetricKey,
                context.Operation.Syntax.GetLocation(),
                KeyUse.OnlyVerifies(context.Operation) ? DiagnosticSeverity.Info : DiagnosticSeverity.Warning,
                additionalLocations: null,
                properties: null,
                "DSA",
                "retired: FIPS 186-5 withdrew it, and one repeated random number gives the private key away"));
            return;
        }

        foreach (var argument in arguments)
        {
            switch (argument.Parameter?.Name)
            {
                case "keySizeInBits" or "dwKeySize" or "keySize" or "strength" when kind != KeyKind.None && !KeyUse.IsImported(context.Operation):
                    ReportSize(context, argument.Value, kind);
                    break;
                case "oidFriendlyName" when kind == KeyKind.Curve && SingleValue.TryGetConstant(argument.Value, out var name) && name is string curve && IsShortCurve(curve):
                    context.ReportDiagnostic(Diagnostic.Create(Rules.WeakAsymmetricKey, argument.Value.Syntax.GetLocation(), $"The curve '{curve}'", "shorter than 256 bits"));
                    break;
            }
        }
    }

    private static void ReportSize(OperationAnalysisContext context, IOperation size, KeyKind kind)
    {
        var minimum = kind switch { KeyKind.Rsa => MinimumRsa, KeyKind.Elliptic => MinimumCurve, _ => 0 };
        if (SingleValue.TryGetConstant(size, out var constant) && constant is int bits and > 0 && bits < minimum)
        {
            context.ReportDiagnostic(Diagnostic.Create(
                Rules.WeakAsymmetricKey, size.Syntax.GetLocation(), kind == KeyKind.Rsa ? $"An RSA key of {bits} bits" : $"A curve of {bits} bits", $"shorter than {minimum} bits"));
        }
    }

    /// <summary>The size stands in the name of every standard curve: P-192, brainpoolP160r1, secp224k1.</summary>
    private static bool IsShortCurve(string name)
    {
        var digits = 0;
        var start = 0;
        while (start < name.Length && !char.IsDigit(name[start]))
        {
            start++;
        }

        for (var i = start; i < name.Length && i < start + 4 && char.IsDigit(name[i]); i++)
        {
            digits = (digits * 10) + (name[i] - '0');
        }

        return digits is >= 100 and < MinimumCurve;
    }

    private enum KeyKind
    {
        None,
        Rsa,
        Dsa,
        Elliptic,
        Curve,
    }

    /// <summary>The types whose members make keys; what derives from them does too.</summary>
    private sealed record KeyKinds(
        INamedTypeSymbol Rsa, INamedTypeSymbol? Dsa, INamedTypeSymbol? Ecdsa, INamedTypeSymbol? Ecdh, INamedTypeSymbol? Curve, INamedTypeSymbol? BouncyRsa)
    {
        public KeyKind Of(ITypeSymbol? type)
        {
            for (var current = type; current is { SpecialType: SpecialType.None }; current = current.BaseType)
            {
                if (Is(current, Rsa) || Is(current, BouncyRsa))
                {
                    return KeyKind.Rsa;
                }

                if (Is(current, Dsa))
                {
                    return KeyKind.Dsa;
                }

                if (Is(current, Ecdsa) || Is(current, Ecdh))
                {
                    return KeyKind.Elliptic;
                }

                if (Is(current, Curve))
                {
                    return KeyKind.Curve;
                }
            }

            return KeyKind.None;
        }

        private static bool Is(ITypeSymbol type, INamedTypeSymbol? known) => SymbolEqualityComparer.Default.Equals(type, known);
    }
}
