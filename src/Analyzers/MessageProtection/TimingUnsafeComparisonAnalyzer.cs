using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow;
using SocketSecurity.Analyzers.Flow.Origins;
using SocketSecurity.Analyzers.KnownApis;

namespace SocketSecurity.Analyzers.MessageProtection;

/// <summary>
/// SOCK4006: a code that only the holder of a secret can make is compared with one from elsewhere, in a time that depends on
/// how far they agree. What the compared value was made by decides; how it is compared, or called, does not.
/// </summary>
public sealed class TimingUnsafeComparisonAnalyzer : RuleAnalyzer
{
    private const string KeyedHash = "System.Security.Cryptography.KeyedHashAlgorithm";

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.TimingUnsafeComparison];

    public override void AnalyzeCompilation(RuleContext context)
    {
        if (context.Compilation.GetTypeByMetadataName(KeyedHash) is not { } keyedHash)
        {
            return;
        }

        var origins = ValueOrigins.For(context.Compilation);
        var catalogue = ApiCatalogue.For(context.Options, context.CancellationToken);
        if (!AuthenticationCodes.AreMadeIn(context.Compilation, catalogue))
        {
            return;
        }

        var codes = new AuthenticationCodes(origins, catalogue, keyedHash);
        var lefts = new ParameterSinks(origins, static operation => Comparison.Of(operation)?.Left);
        var rights = new ParameterSinks(origins, static operation => Comparison.Of(operation)?.Right);

        context.RegisterOperationAction(operation => AnalyzeOperator(operation, origins, codes), OperationKind.Binary);
        context.RegisterOperationAction(operation => AnalyzeCall(operation, origins, codes, lefts, rights), OperationKind.Invocation);
    }

    private static void AnalyzeOperator(OperationAnalysisContext context, ValueOrigins origins, AuthenticationCodes codes)
    {
        if (Comparison.Of(context.Operation) is { } comparison)
        {
            Judge(context, origins, codes, comparison, inside: null);
        }
    }

    private static void AnalyzeCall(
        OperationAnalysisContext context, ValueOrigins origins, AuthenticationCodes codes, ParameterSinks lefts, ParameterSinks rights)
    {
        var call = (IInvocationOperation)context.Operation;
        if (Comparison.Of(call) is { } comparison)
        {
            Judge(context, origins, codes, comparison, inside: null);
        }
        else if (OwnComparison(call) is var (first, second)
            && (codes.MayBeIn(first.Value, context.CancellationToken) || codes.MayBeIn(second.Value, context.CancellationToken))
            && Reached(lefts, rights, first, context.CancellationToken) is { } sink
            && Reached(lefts, rights, second, context.CancellationToken) is not null)
        {
            Judge(context, origins, codes, new Comparison(first.Value, second.Value, $"'{call.TargetMethod.Name}'"), sink);
        }
    }

    /// <summary>The program's own method that may compare two of its arguments.</summary>
    private static (IArgumentOperation First, IArgumentOperation Second)? OwnComparison(IInvocationOperation call)
    {
        if (call.Arguments.Length < 2
            || call.TargetMethod.ReturnType.SpecialType is not (SpecialType.System_Boolean or SpecialType.System_Int32)
            || call.TargetMethod.DeclaringSyntaxReferences.IsEmpty)
        {
            return null;
        }

        IArgumentOperation? first = null;
        foreach (var argument in call.Arguments)
        {
            if (argument.Parameter?.Type is not { } type || !(type.SpecialType == SpecialType.System_String || Comparison.IsBytes(type)))
            {
                continue;
            }

            if (first is not null)
            {
                return (first, argument);
            }

            first = argument;
        }

        return null;
    }

    private static IOperation? Reached(ParameterSinks lefts, ParameterSinks rights, IArgumentOperation argument, CancellationToken cancellationToken) =>
        lefts.ReachedBy(argument, cancellationToken) ?? rights.ReachedBy(argument, cancellationToken);

    private static void Judge(
        OperationAnalysisContext context, ValueOrigins origins, AuthenticationCodes codes, Comparison comparison, IOperation? inside)
    {
        var left = codes.FirstIn(comparison.Left, context.CancellationToken);
        var right = codes.FirstIn(comparison.Right, context.CancellationToken);

        // Two codes made here are compared where the real values are hidden behind a MAC with a random key, and in self-tests.
        if ((left is null) == (right is null))
        {
            return;
        }

        var code = (left ?? right)!;
        var other = left is null ? comparison.Left : comparison.Right;
        if (origins.Of(other, context.CancellationToken).IsSurely(ValueOriginKind.Constant))
        {
            return;
        }

        List<Location> places = inside is null ? [code.Location] : [code.Location, inside.Syntax.GetLocation()];
        context.ReportDiagnostic(GuardedFinding.Create(
            Rules.TimingUnsafeComparison, context, context.Operation, places, comparison.Words, codes.NameOf(code.Operation, context.CancellationToken)!));
    }
}
