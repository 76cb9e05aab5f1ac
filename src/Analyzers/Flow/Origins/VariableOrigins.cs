using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SocketSecurity.Analyzers.Flow.Origins;

/// <summary>Origins of locals and parameters: of the assignments that reach the use, and of what fills a buffer they hold.</summary>
internal sealed class VariableOrigins(ValueOrigins origins)
{
    public OriginSet Of(ISymbol variable, IOperation use, OriginQuery query)
    {
        var flow = origins.FlowOf(use, query.CancellationToken);
        if (flow.CollectionOf(variable) is { } collection)
        {
            return OfValue(collection, use, query).At(use);
        }

        var result = OriginSet.None;
        var values = flow.ValuesAt(variable, use, out var entry);
        foreach (var value in values)
        {
            result = result.Or(value is null ? OfAppended(flow.MentionsOf(variable), use, query) : OfValue(value, use, query), use);
        }

        if (entry && variable is IParameterSymbol parameter)
        {
            result = result.Or(OfParameter(parameter, use, query), use);
        }

        if (result.Origins.IsEmpty)
        {
            return OriginSet.Unknown(use);
        }

        return BufferContents.IsBuffer(use.Type) ? WithFills(result, flow.MentionsOf(variable), use, query)
            : BufferContents.IsTextBuilder(use.Type) ? WithAppends(result, flow.MentionsOf(variable), use, query)
            : result;
    }

    /// <summary>
    /// What is written into a buffer anywhere in the body replaces what it was created with: order does not matter, because
    /// a buffer that is filled is meant to hold what it is filled with.
    /// </summary>
    internal OriginSet WithFills(OriginSet created, IEnumerable<IOperation> mentions, IOperation use, OriginQuery query)
    {
        ValueOriginKind? fill = null;
        var filler = use;
        foreach (var mention in mentions)
        {
            if (mention.Syntax == use.Syntax)
            {
                continue;
            }

            if (query.IsSearch && OfFill(mention, use, query) is { } found)
            {
                return found;
            }

            if (BufferContents.WrittenBy(mention) is { } kind && (fill is null || kind > fill))
            {
                fill = kind;
                filler = CallAround(mention) ?? use;
            }
        }

        return fill is { } written ? OriginSet.Of(written, filler) : created;
    }

    /// <summary>The call that fills a buffer, which may be handed over in parts.</summary>
    private static IOperation? CallAround(IOperation mention)
    {
        var call = mention.Parent;
        while (call is IArgumentOperation or IConversionOperation or IImplicitIndexerReferenceOperation
            or IInvocationOperation { TargetMethod.Name: "AsSpan" or "AsMemory" or "Slice" })
        {
            call = call.Parent;
        }

        return call as IInvocationOperation;
    }

    /// <summary>A text that is put together piece by piece holds every piece; one that others can append to is not known.</summary>
    private OriginSet WithAppends(OriginSet created, IEnumerable<IOperation> mentions, IOperation use, OriginQuery query)
    {
        var result = created;
        foreach (var mention in mentions)
        {
            if (mention.Syntax == use.Syntax || mention.Parent is IAssignmentOperation)
            {
                continue;
            }

            if (mention.Parent is IPropertyReferenceOperation { Property.IsIndexer: false })
            {
                continue;
            }

            if (mention.Parent is not IInvocationOperation call || call.Instance != mention)
            {
                return OriginSet.Unknown(use);
            }

            for (var link = call; link is not null && BufferContents.IsTextBuilder(link.Type); link = NextOf(link))
            {
                foreach (var argument in link.Arguments)
                {
                    result = result.With(OfValue(argument.Value, use, query), use);
                }
            }
        }

        return result;
    }

    private static IInvocationOperation? NextOf(IInvocationOperation link) =>
        link.Parent is IInvocationOperation next && next.Instance == link ? next : null;

    /// <summary>What the rule looks for, when a call at this mention fills the buffer with it or copies it there.</summary>
    private OriginSet? OfFill(IOperation mention, IOperation use, OriginQuery query)
    {
        if (BufferContents.AreDifferentParts(mention, use))
        {
            return null;
        }

        if (BufferContents.ArgumentOf(mention) is { } argument && query.Seeks(argument))
        {
            return OriginSet.Of(ValueOriginKind.Sought, argument);
        }

        return BufferContents.CopiedInto(mention) is { } source && OfValue(source, use, query) is var copied && copied.CanBe(ValueOriginKind.Sought)
            ? copied
            : null;
    }

    /// <summary>The value of a variable that is not known from its assignments; a search looks into what is appended by <c>+=</c>.</summary>
    private OriginSet OfAppended(IEnumerable<IOperation> mentions, IOperation use, OriginQuery query)
    {
        if (query.IsSearch)
        {
            foreach (var mention in mentions)
            {
                if (mention.Parent is ICompoundAssignmentOperation compound
                    && compound.Target == mention
                    && OfValue(compound.Value, use, query) is var appended
                    && appended.CanBe(ValueOriginKind.Sought))
                {
                    return appended;
                }
            }
        }

        return OriginSet.Unknown(use);
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
