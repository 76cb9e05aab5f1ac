using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow;
using SocketSecurity.Analyzers.Flow.Origins;
using SocketSecurity.Analyzers.KnownApis;

namespace SocketSecurity.Analyzers.KeysAndCredentials;

/// <summary>
/// SOCK3003: one nonce for two encryptions under one cipher object, for every round of a loop, or for every call because it is
/// in a field that only the constructor sets. Whatever may write the nonce in between ends the suspicion.
/// </summary>
internal sealed class NonceRepetition(ValueOrigins origins, SinkTable table)
{
    private const int MaximumMentions = 100;

    /// <summary>The end of the sentence "is used again …"; null when it is not.</summary>
    public string? Of(IOperation value, SinkValue sink, CancellationToken cancellationToken)
    {
        var nonce = SharedRoots.Whole(value);
        if (sink.Use != "encrypts"
            || sink.Place.Parent is not IInvocationOperation { Instance: { } cipher } call
            || cipher.ReferencedSymbol() is not { } cipherVariable)
        {
            return null;
        }

        switch (nonce)
        {
            case ILocalReferenceOperation or IParameterReferenceOperation:
                var mentions = origins.FlowOf(nonce, cancellationToken).MentionsOf(nonce.ReferencedSymbol()!);
                return IsRepeatedByLoop(call, nonce, mentions, cipherVariable) ? "in every round of the loop"
                    : IsUsedBefore(call, nonce, mentions, cipherVariable) ? "after another encryption"
                    : null;
            case IFieldReferenceOperation { Field: { DeclaredAccessibility: Accessibility.Private, DeclaringSyntaxReferences.IsEmpty: false } field }:
                return IsSetOnce(field, nonce, cancellationToken) ? "in every call, because only the constructor sets it" : null;
            default:
                return null;
        }
    }

    private static bool IsRepeatedByLoop(IOperation call, IOperation nonce, IEnumerable<IOperation> mentions, ISymbol cipher)
    {
        for (var around = call.Parent; around is not null and not (IAnonymousFunctionOperation or ILocalFunctionOperation); around = around.Parent)
        {
            if (around is not ILoopOperation { Body: { } body } loop || EndsAtOnce(body))
            {
                continue;
            }

            return !IsDeclaredIn(nonce.ReferencedSymbol()!, loop)
                && !IsDeclaredIn(cipher, loop)
                && !mentions.Any(mention => mention.IsInside(loop) && IsWrite(mention))
                && !loop.Descendants().Any(operation => operation is ISimpleAssignmentOperation { Target: var target }
                    && SymbolEqualityComparer.Default.Equals(target.ReferencedSymbol(), cipher));
        }

        return false;
    }

    /// <summary>A loop that is left after its first round, as one around a lookup or a retry is.</summary>
    private static bool EndsAtOnce(IOperation body) =>
        body is IBlockOperation { Operations: [.., var last] } && last is IReturnOperation or IBranchOperation { BranchKind: BranchKind.Break } or IThrowOperation;

    private bool IsUsedBefore(IOperation call, IOperation nonce, IReadOnlyList<IOperation> mentions, ISymbol cipher)
    {
        foreach (var earlier in mentions)
        {
            if (earlier.Syntax.SpanStart >= nonce.Syntax.SpanStart
                || earlier.EnclosingFunction() != nonce.EnclosingFunction()
                || SinkAround(earlier) is not { Use: "encrypts", Place.Parent: IInvocationOperation { Instance: { } other } earlierCall }
                || !SymbolEqualityComparer.Default.Equals(other.ReferencedSymbol(), cipher)
                || !FollowsOn(earlierCall, call)
                || HasOtherKey(earlierCall, call))
            {
                continue;
            }

            var isRenewed = mentions.Any(mention =>
                mention.Syntax.SpanStart > earlierCall.Syntax.SpanStart && mention.Syntax.SpanStart < nonce.Syntax.SpanStart && IsWrite(mention));
            if (!isRenewed)
            {
                return true;
            }
        }

        return false;
    }

    private SinkValue? SinkAround(IOperation mention)
    {
        for (var around = mention.Parent; around is not null and not IBlockOperation; around = around.Parent)
        {
            if (around is IArgumentOperation argument && table.ValueOf(argument, ApiRole.NonceSink) is { } sink)
            {
                return sink;
            }
        }

        return null;
    }

    /// <summary>Whether the second call can run after the first: not in the other arm, and the first one's block goes on.</summary>
    private static bool FollowsOn(IOperation first, IOperation second)
    {
        for (var inner = first; inner.Parent is { } outer; inner = outer)
        {
            if (second.IsInside(outer))
            {
                return outer is IBlockOperation or IVariableDeclarationGroupOperation or IMethodBodyOperation or IUsingOperation or ITryOperation;
            }

            if (outer is IBlockOperation { Operations: [.., IReturnOperation or IBranchOperation or IThrowOperation or IExpressionStatementOperation { Operation: IThrowOperation }] }
                || outer is ISwitchCaseOperation or ICatchClauseOperation)
            {
                return false;
            }
        }

        return false;
    }

    /// <summary><c>CreateEncryptor(key, iv)</c> with another key is another message space.</summary>
    private bool HasOtherKey(IOperation first, IOperation second)
    {
        var keys = table.ValuesOf(first, ApiRole.KeySink);
        var others = table.ValuesOf(second, ApiRole.KeySink);
        return !keys.IsEmpty
            && !others.IsEmpty
            && !SymbolEqualityComparer.Default.Equals(keys[0].Value.ReferencedSymbol(), others[0].Value.ReferencedSymbol());
    }

    /// <summary>Whether only constructors and initializers write the field, and something surely does.</summary>
    private bool IsSetOnce(IFieldSymbol field, IOperation use, CancellationToken cancellationToken)
    {
        if (IsInConstructor(use)
            || !origins.Of(use, cancellationToken).IsSurely(ValueOriginKind.CryptographicRandom)
            || origins.Models.MentionsOf(field, use, MaximumMentions, cancellationToken) is not { } mentions)
        {
            return false;
        }

        return mentions.All(mention => !IsWrite(mention) || IsInConstructor(mention));
    }

    private static bool IsInConstructor(IOperation operation) =>
        operation.EnclosingFunction() is null && operation.Body() is IConstructorBodyOperation or IFieldInitializerOperation or IPropertyInitializerOperation;

    private static bool IsWrite(IOperation mention) =>
        (mention.Parent is ISimpleAssignmentOperation assignment && assignment.Target == mention)
        || VariableWrites.IsIndirect(mention, mention.Parent)
        || BufferContents.WrittenBy(mention) is not null;

    private static bool IsDeclaredIn(ISymbol variable, IOperation loop) =>
        variable.DeclaringSyntaxReferences is [var declaration]
        && declaration.SyntaxTree == loop.Syntax.SyntaxTree
        && loop.Syntax.Span.Contains(declaration.Span);
}
