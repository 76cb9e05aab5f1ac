using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Configuration;
using SocketSecurity.Analyzers.Flow;
using SocketSecurity.Analyzers.Flow.Origins;
using SocketSecurity.Analyzers.KnownApis;

namespace SocketSecurity.Analyzers.KeysAndCredentials;

/// <summary>
/// SOCK3007: PBKDF2 with a broken hash or too few iterations, and the derivations that came before it. A count that comes from
/// the data or the peer is a protocol's, as SCRAM's is, and so is the hash beside it. Salts are judged with the other values
/// that go into sinks, by <see cref="SecretValueAnalyzer"/>.
/// </summary>
public sealed class PasswordDerivationAnalyzer : RuleAnalyzer
{
    /// <summary>Property of a finding: the hash to use instead, by its name in <c>HashAlgorithmName</c>; absent when the call's is good.</summary>
    public const string Hash = "Hash";

    /// <summary>Property of a finding: the iterations to use. Absent where no number makes the derivation good.</summary>
    public const string Iterations = "Iterations";

    private const string Derivation = "System.Security.Cryptography.Rfc2898DeriveBytes";
    private const string KeyDerivation = "Microsoft.AspNetCore.Cryptography.KeyDerivation.KeyDerivation";

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.WeakPasswordDerivation];

    public override IEnumerable<string> NamesOfInterest(ApiCatalogue catalogue) => ["Rfc2898DeriveBytes", "PasswordDeriveBytes", "Pbkdf2"];

    public override void AnalyzeCompilation(RuleContext context)
    {
        var derivation = context.Compilation.GetTypeByMetadataName(Derivation);
        var keyDerivation = context.Compilation.GetTypeByMetadataName(KeyDerivation);
        var obsolete = context.Compilation.GetTypeByMetadataName("System.Security.Cryptography.PasswordDeriveBytes");
        var origins = ValueOrigins.For(context.Compilation);
        if (derivation is null && keyDerivation is null)
        {
            return;
        }

        context.RegisterOperationAction(
            operation =>
            {
                var creation = (IObjectCreationOperation)operation.Operation;
                if (SymbolEqualityComparer.Default.Equals(creation.Type, derivation) && creation.Constructor is not null)
                {
                    Analyze(operation, origins, creation.Arguments, "Rfc2898DeriveBytes");
                }
                else if (obsolete is not null && SymbolEqualityComparer.Default.Equals(creation.Type, obsolete))
                {
                    Report(operation, DiagnosticSeverity.Warning, null, creation, "PasswordDeriveBytes", "PBKDF1, which repeats itself after 20 bytes");
                }
            },
            OperationKind.ObjectCreation);

        context.RegisterOperationAction(
            operation =>
            {
                var call = (IInvocationOperation)operation.Operation;
                if (call.TargetMethod.Name == "Pbkdf2"
                    && (SymbolEqualityComparer.Default.Equals(call.TargetMethod.ContainingType, derivation)
                        || SymbolEqualityComparer.Default.Equals(call.TargetMethod.ContainingType, keyDerivation)))
                {
                    Analyze(operation, origins, call.Arguments, call.TargetMethod.ContainingType.Name + ".Pbkdf2");
                }
            },
            OperationKind.Invocation);
    }

    private static void Analyze(OperationAnalysisContext context, ValueOrigins origins, ImmutableArray<IArgumentOperation> arguments, string name)
    {
        var count = Find(arguments, "iterations", "iterationCount");
        var hash = Find(arguments, "hashAlgorithm", "prf");
        if (CountOf(count, origins, context.CancellationToken) is not { } iterations)
        {
            return;
        }

        var hashName = DerivationHash.NameOf(hash);
        var isBroken = hashName is "SHA1" or "MD5";
        var good = isBroken || hashName is null ? "SHA256" : hashName;
        var needed = DerivationHash.MinimumFor(hashName ?? "SHA512", Options.MinimumPbkdf2Iterations.Read(context.Options, context.Operation.Syntax.SyntaxTree));
        var isFew = iterations < needed;
        if (!isBroken && !isFew)
        {
            return;
        }

        var severity = isBroken || iterations < DerivationHash.SurelyTooFew ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info;
        var place = isBroken && !isFew && hash is { ArgumentKind: ArgumentKind.Explicit } ? hash.Value
            : isFew && !isBroken && count is { ArgumentKind: ArgumentKind.Explicit } ? count.Value
            : context.Operation;
        var what = (isBroken, isFew) switch
        {
            (true, true) => $"{DerivationHash.Display(hashName!)} and {iterations} iterations",
            (true, false) => DerivationHash.Display(hashName!),
            _ => $"{iterations} iterations",
        };
        var properties = ImmutableDictionary<string, string?>.Empty.Add(
            Iterations, Math.Max(iterations, DerivationHash.Recommended(good)).ToString(System.Globalization.CultureInfo.InvariantCulture));
        if (isBroken)
        {
            properties = properties.Add(Hash, good);
        }

        Report(context, severity, properties, place, name, what);
    }

    private static void Report(
        OperationAnalysisContext context,
        DiagnosticSeverity severity,
        ImmutableDictionary<string, string?>? properties,
        IOperation place,
        string name,
        string what) =>
        context.ReportDiagnostic(GuardedFinding.CreateWith(severity, properties, Rules.WeakPasswordDerivation, context, place, [], name, what));

    /// <summary>The constant count, or the 1 000 of the constructors without one; null when it is not the program that decides.</summary>
    private static int? CountOf(IArgumentOperation? count, ValueOrigins origins, CancellationToken cancellationToken)
    {
        if (count is null)
        {
            return DerivationHash.DefaultCount;
        }

        return origins.Of(count.Value, cancellationToken).TryGetSingleConstant(out var constant) && constant is int number ? number : null;
    }

    private static IArgumentOperation? Find(ImmutableArray<IArgumentOperation> arguments, string name, string otherName)
    {
        foreach (var argument in arguments)
        {
            if (argument.Parameter?.Name == name || argument.Parameter?.Name == otherName)
            {
                return argument;
            }
        }

        return null;
    }
}
