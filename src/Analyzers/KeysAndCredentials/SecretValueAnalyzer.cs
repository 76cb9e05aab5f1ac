using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow.Origins;
using SocketSecurity.Analyzers.KnownApis;

namespace SocketSecurity.Analyzers.KeysAndCredentials;

/// <summary>
/// SOCK3001, SOCK3002, SOCK3003, SOCK3004, SOCK3006, SOCK3008 and the salts of SOCK3007: what goes into a key, nonce, salt, password or
/// token sink of the catalogue is judged by where it comes from, never by what a variable is called.
/// Where the value and the sink are in different methods the finding is at the value.
/// </summary>
[NoCodeFix("SOCK3008", "A derivation needs a salt that is stored or sent beside the data, and only the developer knows where.")]
public sealed class SecretValueAnalyzer : RuleAnalyzer
{
    /// <summary>Property of a finding: what the key is for, in the catalogue's words.</summary>
    public const string Use = "Use";

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
    [
        Rules.HardCodedKey, Rules.ConstantNonce, Rules.NonceReuse, Rules.HardCodedCredential, Rules.PredictableSecret, Rules.WeakPasswordDerivation, Rules.PasswordUsedAsKey,
    ];

    public override void AnalyzeCompilation(RuleContext context)
    {
        var table = SinkTable.For(context.Compilation, context.Options, context.CancellationToken);
        if (table.IsEmpty)
        {
            return;
        }

        var parameters = SinkParameters.For(context.Compilation, context.Options, context.CancellationToken);
        var judge = new SecretJudge(ValueOrigins.For(context.Compilation), table, parameters);
        context.RegisterOperationAction(
            operation => Analyze(operation, table, parameters, judge), OperationKind.Invocation, OperationKind.ObjectCreation, OperationKind.SimpleAssignment);
        context.RegisterOperationAction(operation => AnalyzeDefault(operation, parameters, judge), OperationKind.ParameterInitializer);
    }

    private static void Analyze(OperationAnalysisContext context, SinkTable table, SinkParameters parameters, SecretJudge judge)
    {
        foreach (var sink in table.ValuesOf(context.Operation))
        {
            if (sink.Place is not IArgumentOperation { ArgumentKind: ArgumentKind.DefaultValue })
            {
                judge.Judge(context, sink.Value, sink);
            }
        }

        var (method, arguments) = context.Operation switch
        {
            IInvocationOperation call => (call.TargetMethod, call.Arguments),
            IObjectCreationOperation { Constructor: { } constructor } creation => (constructor, creation.Arguments),
            _ => (null, []),
        };
        if (method is null || arguments.IsEmpty || !SymbolEqualityComparer.Default.Equals(method.ContainingAssembly, context.Compilation.Assembly))
        {
            return;
        }

        foreach (var argument in arguments)
        {
            if (argument.ArgumentKind != ArgumentKind.DefaultValue)
            {
                judge.JudgePassed(context, argument.Value, parameters.ReachedBy(argument, context.CancellationToken));
            }
        }
    }

    /// <summary>A default value is what every caller passes who says nothing.</summary>
    private static void AnalyzeDefault(OperationAnalysisContext context, SinkParameters parameters, SecretJudge judge)
    {
        var initializer = (IParameterInitializerOperation)context.Operation;
        judge.JudgePassed(context, initializer.Value, parameters.ReachedBy(initializer.Parameter, context.CancellationToken));
    }
}
