using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow;
using SocketSecurity.Analyzers.KnownApis;

namespace SocketSecurity.Analyzers.Transport;

/// <summary>SOCK5009: <c>HttpListener</c> prefixes that take requests for every host name.</summary>
[NoCodeFix("SOCK5009", "the name that the service is reached by is not in the program")]
public sealed class WildcardListenerAnalyzer : RuleAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.WildcardHttpListener];

    public override IEnumerable<string> NamesOfInterest(ApiCatalogue catalogue) => ["Add"];

    public override void AnalyzeCompilation(RuleContext context)
    {
        if (context.Compilation.GetTypeByMetadataName("System.Net.HttpListenerPrefixCollection") is not { } prefixes)
        {
            return;
        }

        context.RegisterOperationAction(
            operation =>
            {
                var call = (IInvocationOperation)operation.Operation;
                if (call.TargetMethod.Name == "Add"
                    && SymbolEqualityComparer.Default.Equals(call.TargetMethod.ContainingType, prefixes)
                    && call.Arguments is [var prefix]
                    && TextOf(prefix.Value) is { } text
                    && IsWildcard(text))
                {
                    operation.ReportDiagnostic(GuardedFinding.Create(Rules.WildcardHttpListener, operation, prefix.Value, null, text));
                }
            },
            OperationKind.Invocation);
    }

    /// <summary>The beginning of the prefix, which an interpolated port at its end leaves known.</summary>
    private static string? TextOf(IOperation value) => SingleValue.Of(value) switch
    {
        { ConstantValue: { HasValue: true, Value: string text } } => text,
        IInterpolatedStringOperation { Parts: [IInterpolatedStringTextOperation { Text.ConstantValue: { HasValue: true, Value: string start } }, ..] } => start,
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } sum => TextOf(sum.LeftOperand),
        _ => null,
    };

    private static bool IsWildcard(string prefix)
    {
        var host = prefix.IndexOf("://", StringComparison.Ordinal);
        return host > 0 && host + 3 < prefix.Length && prefix[host + 3] is '*' or '+';
    }
}
