using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow;

namespace SocketSecurity.Analyzers.PeerAuthentication;

/// <summary>A validator that never gets past a <c>return</c> which only a DEBUG build contains; in others it answers with what comes after.</summary>
internal static class DebugOnlyAnswer
{
    public static bool IsOf(IOperation validator)
    {
        var body = validator switch
        {
            IAnonymousFunctionOperation lambda => lambda.Body,
            ILocalFunctionOperation function => function.Body,
            _ => validator as IBlockOperation,
        };
        if (body is null)
        {
            return false;
        }

        var debug = DebugOnlyCode.Of(body.Syntax.SyntaxTree);
        foreach (var statement in body.Operations)
        {
            foreach (var part in statement.DescendantsAndSelf())
            {
                if (part is IReturnOperation && !debug.Contains(part.Syntax.SpanStart))
                {
                    return false;
                }
            }

            if (statement is IReturnOperation)
            {
                return true;
            }
        }

        return false;
    }
}
