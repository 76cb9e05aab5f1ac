using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow;
using SocketSecurity.Analyzers.Flow.Origins;
using SocketSecurity.Analyzers.KnownApis;

namespace SocketSecurity.Analyzers.KeysAndCredentials;

/// <summary>
/// One constant in a variable or field is one weakness, however many sinks it goes into: the first sink in the file, in the
/// order of its text, is where it is reported.
/// </summary>
internal sealed class EarlierSink(ValueOrigins origins, SinkTable table, SinkParameters parameters)
{
    private const int MaximumMentions = 100;

    public bool Has(IOperation value, SinkValue sink, OriginSet set, CancellationToken cancellationToken)
    {
        var start = value.WithoutConversions();
        foreach (var mention in MentionsOf(start, cancellationToken))
        {
            if (mention.Syntax.SyntaxTree == start.Syntax.SyntaxTree
                && mention.Syntax.SpanStart < start.Syntax.SpanStart
                && GoesIntoSink(mention, sink.Role, cancellationToken)
                && IsSame(set, origins.Of(mention, cancellationToken)))
            {
                return true;
            }
        }

        return false;
    }

    private IEnumerable<IOperation> MentionsOf(IOperation value, CancellationToken cancellationToken) => value switch
    {
        ILocalReferenceOperation local => origins.FlowOf(value, cancellationToken).MentionsOf(local.Local),
        IFieldReferenceOperation { Field.DeclaringSyntaxReferences.IsEmpty: false } field =>
            origins.Models.MentionsOf(field.Field, value, MaximumMentions, cancellationToken) ?? [],
        IPropertyReferenceOperation { Property.DeclaringSyntaxReferences.IsEmpty: false } property =>
            origins.Models.MentionsOf(property.Property, value, MaximumMentions, cancellationToken) ?? [],
        _ => [],
    };

    private bool GoesIntoSink(IOperation mention, ApiRole role, CancellationToken cancellationToken)
    {
        mention = mention.WithConversions();

        return mention.Parent is { } place
            && ((table.ValueOf(place, role) is { } sink && sink.Value == mention)
                || (place is IArgumentOperation argument && parameters.ReachedBy(argument, cancellationToken).Any(reached => reached.Role == role)));
    }

    private static bool IsSame(OriginSet one, OriginSet other)
    {
        foreach (var origin in one.Origins)
        {
            foreach (var candidate in other.Origins)
            {
                if (origin.Kind == candidate.Kind && origin.Operation.Syntax == candidate.Operation.Syntax)
                {
                    return true;
                }
            }
        }

        return false;
    }
}
