using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow;
using SocketSecurity.Analyzers.KnownApis;

namespace SocketSecurity.Analyzers.MessageProtection;

/// <summary>
/// SOCK4007: authentication tags below 16 bytes: a tag size given as a constant, a tag buffer of constant length, or a cipher that
/// is told no size and then takes whatever length comes with the message. Truncated HMACs count where they are compared.
/// </summary>
public sealed class AuthenticationTagAnalyzer : RuleAnalyzer
{
    /// <summary>Bytes. SP 800-38D §5.2.1.2 and RFC 2104 §5: what a forger has to guess.</summary>
    public const int FullTag = 16;

    private const string Cryptography = "System.Security.Cryptography.";

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.ShortAuthenticationTag];

    public override IEnumerable<string> NamesOfInterest(ApiCatalogue catalogue) => ["AesGcm", "AeadParameters", "Encrypt", "FixedTimeEquals", "SequenceEqual"];

    public override void AnalyzeCompilation(RuleContext context)
    {
        var gcm = context.Compilation.GetTypeByMetadataName(Cryptography + "AesGcm");
        var ccm = context.Compilation.GetTypeByMetadataName(Cryptography + "AesCcm");
        var bouncy = context.Compilation.GetTypeByMetadataName("Org.BouncyCastle.Crypto.Parameters.AeadParameters");
        if (gcm is null && bouncy is null && context.Compilation.GetTypeByMetadataName(Cryptography + "HMAC") is null)
        {
            return;
        }

        var takesSize = gcm?.InstanceConstructors.Any(constructor => constructor.Parameters.Length == 2) == true;
        context.RegisterOperationAction(
            operation =>
            {
                var creation = (IObjectCreationOperation)operation.Operation;
                if (SymbolEqualityComparer.Default.Equals(creation.Type, gcm))
                {
                    AnalyzeGcm(operation, creation, takesSize);
                }
                else if (bouncy is not null && SymbolEqualityComparer.Default.Equals(creation.Type, bouncy))
                {
                    ReportShort(operation, creation.Arguments, "macSize", bitsPerUnit: 1);
                }
            },
            OperationKind.ObjectCreation);

        context.RegisterOperationAction(
            operation =>
            {
                var call = (IInvocationOperation)operation.Operation;
                switch (call.TargetMethod.Name)
                {
                    case "Encrypt" when SymbolEqualityComparer.Default.Equals(call.TargetMethod.ContainingType, gcm)
                        || (ccm is not null && SymbolEqualityComparer.Default.Equals(call.TargetMethod.ContainingType, ccm)):
                        AnalyzeBuffer(operation, call);
                        break;
                    case "FixedTimeEquals" or "SequenceEqual":
                        AnalyzeComparison(operation, call);
                        break;
                }
            },
            OperationKind.Invocation);
    }

    private static void AnalyzeGcm(OperationAnalysisContext context, IObjectCreationOperation creation, bool takesSize)
    {
        if (creation.Arguments.Length == 1 && takesSize)
        {
            Report(context, creation.Syntax, "'AesGcm' without a tag size accepts tags of 12 bytes");
            return;
        }

        ReportShort(context, creation.Arguments, "tagSizeInBytes", bitsPerUnit: 8);
    }

    private static void ReportShort(OperationAnalysisContext context, ImmutableArray<IArgumentOperation> arguments, string parameter, int bitsPerUnit)
    {
        foreach (var argument in arguments)
        {
            if (argument.Parameter?.Name == parameter
                && SingleValue.TryGetConstant(argument.Value, out var constant)
                && constant is int size and > 0
                && size * bitsPerUnit < FullTag * 8)
            {
                Report(context, argument.Value.Syntax, $"A tag of {size * bitsPerUnit / 8} bytes");
            }
        }
    }

    /// <summary>The length of the buffer decides the length of the tag.</summary>
    private static void AnalyzeBuffer(OperationAnalysisContext context, IInvocationOperation call)
    {
        foreach (var argument in call.Arguments)
        {
            if (argument.Parameter?.Name == "tag" && BufferLength.Of(argument.Value) is { } length and > 0 and < FullTag)
            {
                Report(context, argument.Value.Syntax, $"A tag of {length} bytes");
            }
        }
    }

    private static void AnalyzeComparison(OperationAnalysisContext context, IInvocationOperation call)
    {
        foreach (var argument in call.Arguments)
        {
            if (TruncatedMac.LengthOf(argument.Value) is { } length and < FullTag)
            {
                Report(context, argument.Value.Syntax, $"An HMAC cut to {length} bytes");
            }
        }
    }

    private static void Report(OperationAnalysisContext context, SyntaxNode place, string what) =>
        context.ReportDiagnostic(Diagnostic.Create(Rules.ShortAuthenticationTag, place.GetLocation(), what));
}
