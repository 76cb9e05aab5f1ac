using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SocketSecurity.Analyzers.Flow;
using SocketSecurity.Analyzers.Flow.Origins;
using SocketSecurity.Analyzers.KnownApis;

namespace SocketSecurity.Analyzers.KeysAndCredentials;

/// <summary>What is wrong with a value that reaches a sink.</summary>
internal sealed class SecretJudge(ValueOrigins origins, SinkTable table, SinkParameters parameters)
{
    private readonly EarlierSink _earlier = new(origins, table, parameters);

    /// <summary>A value in the method that has the sink, or in a field of its type.</summary>
    public void Judge(OperationAnalysisContext context, IOperation value, SinkValue sink)
    {
        if (sink.Role == ApiRole.KeySink)
        {
            JudgeKey(context, value, sink, isPassed: false);
        }
    }

    /// <summary>A value that is passed to a method in which it reaches these sinks; a weakness is reported for the first of them.</summary>
    public void JudgePassed(OperationAnalysisContext context, IOperation value, ImmutableArray<SinkValue> sinks)
    {
        foreach (var sink in sinks)
        {
            if (sink.Role == ApiRole.KeySink && JudgeKey(context, value, sink, isPassed: true))
            {
                return;
            }
        }
    }

    private bool JudgeKey(OperationAnalysisContext context, IOperation value, SinkValue sink, bool isPassed)
    {
        var set = origins.Of(value, context.CancellationToken);
        if (!SecretConstants.IsGivenTo(set) || DerivedKeys.IsLabel(sink) || _earlier.Has(value, sink, set, context.CancellationToken))
        {
            return false;
        }

        List<Location> others = [.. SecretConstants.PlacesOf(set, value)];
        if (isPassed)
        {
            others.Add(sink.Value.Syntax.GetLocation());
        }

        context.ReportDiagnostic(GuardedFinding.CreateWith(
            ImmutableDictionary<string, string?>.Empty.Add(SecretValueAnalyzer.Use, sink.Use), Rules.HardCodedKey, context, value, others, sink.MemberName));
        return true;
    }
}
