using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SocketSecurity.Analyzers.Flow.Origins;

/// <summary>Origins of locals and parameters: of the assignments that reach the use, and of what fills a buffer they hold.</summary>
internal sealed class VariableOrigins(ValueOrigins origins)
{
    public OriginSet Of(ISymbol variable, IOperation use, OriginQuery query)
    {
        var flow = origins.FlowOf(use, query.CancellationToken);
        var result = OriginSet.None;
        var values = flow.ValuesAt(variable, use, out var entry);
        foreach (var value in values)
        {
            result = result.Or(value is null ? OriginSet.Unknown(use) : OfValue(value, use, query), use);
        }

        if (entry && variable is IParameterSymbol parameter)
        {
            result = result.Or(OfParameter(parameter, use, query), use);
        }

        if (result.Origins.IsEmpty)
        {
            return OriginSet.Unknown(use);
        }

        return BufferContents.IsBuffer(use.Type) ? WithFills(result, flow.MentionsOf(variable), use) : result;
    }

    /// <summary>
    /// What is written into a buffer anywhere in the body replaces what it was created with: order does not matter, because
    /// a buffer that is filled is meant to hold what it is filled with.
    /// </summary>
    internal static OriginSet WithFills(OriginSet created, IEnumerable<IOperation> mentions, IOperation use)
    {
        ValueOriginKind? fill = null;
        foreach (var mention in mentions)
        {
            if (mention.Syntax != use.Syntax && BufferContents.WrittenBy(mention) is { } kind && (fill is null || kind > fill))
            {
                fill = kind;
            }
        }

        return fill is { } written ? OriginSet.Of(written, use) : created;
    }

    private OriginSet OfValue(IOperation value, IOperation use, OriginQuery query)
    {
        if (!query.TryOpen(value))
        {
            return OriginSet.Unknown(use);
        }

        try
        {
            return origins.Of(value, query);
        }
        finally
        {
            query.Close(value);
        }
    }

    private static OriginSet OfParameter(IParameterSymbol parameter, IOperation use, OriginQuery query) =>
        query.Arguments is { } arguments && arguments.TryGetValue(parameter, out var passed)
            ? passed
            : new([new ValueOrigin(ValueOriginKind.Parameter, use, default, parameter)]);
}
