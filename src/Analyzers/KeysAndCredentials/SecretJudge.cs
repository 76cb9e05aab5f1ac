using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SocketSecurity.Analyzers.Flow;
using SocketSecurity.Analyzers.Flow.Origins;
using SocketSecurity.Analyzers.KnownApis;

namespace SocketSecurity.Analyzers.KeysAndCredentials;

/// <summary>What is wrong with a value that reaches a sink. A value has one finding: the first weakness explains the others.</summary>
internal sealed class SecretJudge(ValueOrigins origins, SinkTable table, SinkParameters parameters)
{
    private readonly EarlierSink _earlier = new(origins, table, parameters);
    private readonly TextKeys _text = new(origins);
    private readonly NonceJudge _nonces = new(origins, table);

    /// <summary>A value in the method that has the sink, or in a field of its type.</summary>
    public void Judge(OperationAnalysisContext context, IOperation value, SinkValue sink) => Judge(context, value, sink, isPassed: false);

    /// <summary>A value that is passed to a method in which it reaches these sinks; it is reported for the first of a role.</summary>
    public void JudgePassed(OperationAnalysisContext context, IOperation value, ImmutableArray<SinkValue> sinks)
    {
        foreach (var sink in sinks)
        {
            if (Judge(context, value, sink, isPassed: true))
            {
                return;
            }
        }
    }

    private bool Judge(OperationAnalysisContext context, IOperation value, SinkValue sink, bool isPassed)
    {
        var set = origins.Of(value, context.CancellationToken);
        if (Find(value, sink, set, isPassed, context.CancellationToken) is not { } finding
            || (finding.Rule != Rules.NonceReuse && _earlier.Has(value, sink, set, context.CancellationToken)))
        {
            return false;
        }

        List<Location> others = [.. finding.Places];
        if (isPassed)
        {
            others.Add(sink.Value.Syntax.GetLocation());
        }

        context.ReportDiagnostic(GuardedFinding.CreateWith(
            finding.Severity,
            ImmutableDictionary<string, string?>.Empty.Add(SecretValueAnalyzer.Use, sink.Use),
            finding.Rule,
            context,
            value,
            others,
            finding.Arguments));
        return true;
    }

    private Finding? Find(IOperation value, SinkValue sink, OriginSet set, bool isPassed, CancellationToken cancellationToken)
    {
        if (PredictableSource.Of(set) is { } source)
        {
            return Predictable(value, sink, source);
        }

        switch (sink.Role)
        {
            case ApiRole.KeySink when SecretConstants.IsGivenTo(set):
                return DerivedKeys.IsLabel(sink) ? null : new(Rules.HardCodedKey, SecretConstants.PlacesOf(set, value), sink.MemberName);
            case ApiRole.KeySink when sink.Use is "cipher" or "derivation"
                && !set.CanBe(ValueOriginKind.CryptographicRandom)
                && _text.IsMadeOfText(value, cancellationToken):
                return new(Rules.PasswordUsedAsKey, [], sink.MemberName);
            case ApiRole.NonceSink:
                return _nonces.Find(value, sink, set, isPassed, cancellationToken);
            case ApiRole.PasswordSink or ApiRole.TokenSink when (sink.Role == ApiRole.PasswordSink || IsHeader(sink)) && SecretConstants.IsGivenTo(set) && !OpenCredential.IsAt(sink):
                return new(Rules.HardCodedCredential, SecretConstants.PlacesOf(set, value), $"'{sink.MemberName}'")
                {
                    Severity = Placeholder.IsAll(set) || Placeholder.IsLogin(sink, set) ? DiagnosticSeverity.Info : DiagnosticSeverity.Warning,
                };
            case ApiRole.SaltSink when SecretConstants.IsGivenTo(set):
                return new(Rules.WeakPasswordDerivation, SecretConstants.PlacesOf(set, value), sink.MemberName, "the same salt for everybody");
            default:
                return null;
        }
    }

    /// <summary>What stands in an Authorization header is a credential; the value of a cookie need not be one.</summary>
    private static bool IsHeader(SinkValue sink) => sink.Member.ContainingType.Name == "AuthenticationHeaderValue";

    private Finding? Predictable(IOperation value, SinkValue sink, ValueOrigin source)
    {
        var what = sink.Role switch
        {
            ApiRole.KeySink => "The key",
            ApiRole.NonceSink when !_nonces.IsForEncryption(sink) => null,
            ApiRole.NonceSink => "The nonce",
            ApiRole.SaltSink => "The salt",
            ApiRole.PasswordSink => "The password",
            _ => "The value",
        };
        if (what is null)
        {
            return null;
        }

        var needsNoSecrecy = sink.Role is ApiRole.NonceSink or ApiRole.SaltSink && PredictableSource.IsGuid(source);
        return new(Rules.PredictableSecret, PlacesOf(source, value), what, sink.MemberName, PredictableSource.Describe(source))
        {
            Severity = needsNoSecrecy ? DiagnosticSeverity.Info : DiagnosticSeverity.Warning,
        };
    }

    private static IEnumerable<Location> PlacesOf(ValueOrigin source, IOperation value) =>
        source.Operation.Syntax == value.Syntax ? [] : [source.Location];

    /// <summary>One weakness, and what its message says.</summary>
    internal sealed record Finding(DiagnosticDescriptor Rule, IEnumerable<Location> Places, params object[] Arguments)
    {
        public DiagnosticSeverity Severity { get; init; } = DiagnosticSeverity.Warning;
    }
}
