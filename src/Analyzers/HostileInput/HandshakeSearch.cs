using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow;

namespace SocketSecurity.Analyzers.HostileInput;

/// <summary>Looks for a server's handshake that a piece of code waits for, in itself or in a method that it waits for.</summary>
internal sealed class HandshakeSearch(SourceModels models, CancellationToken cancellationToken)
{
    private const int MaximumCalls = 3;

    private readonly HashSet<IMethodSymbol> _entered = new(SymbolEqualityComparer.Default);

    /// <param name="code">The code to look through; functions inside it run at another time and are left out.</param>
    /// <param name="before">Only calls that begin before this position count.</param>
    /// <returns>The call in the code, and the handshake that it leads to, which may be the same.</returns>
    public (IOperation Place, IInvocationOperation Handshake)? Find(IOperation code, int before) => Find(code, before, depth: 0);

    private (IOperation Place, IInvocationOperation Handshake)? Find(IOperation code, int before, int depth)
    {
        foreach (var child in code.ChildOperations)
        {
            if (child is IAnonymousFunctionOperation or ILocalFunctionOperation)
            {
                continue;
            }

            if (child.Syntax.SpanStart < before && HandshakeOf(child, depth) is { } handshake)
            {
                return (child, handshake);
            }

            if (Find(child, before, depth) is { } deeper)
            {
                return deeper;
            }
        }

        return null;
    }

    private IInvocationOperation? HandshakeOf(IOperation operation, int depth) => operation switch
    {
        IInvocationOperation call when IsServersTurn(call) => CallUses.Of(call) == CallUse.InLine ? call : null,
        IInvocationOperation call when CallUses.Of(call) == CallUse.InLine => InMethod(call.TargetMethod, call, depth),
        IObjectCreationOperation { Constructor: { } constructor } creation => InMethod(constructor, creation, depth),
        _ => null,
    };

    private IInvocationOperation? InMethod(IMethodSymbol method, IOperation call, int depth)
    {
        if (depth >= MaximumCalls || method.IsVirtual || method.IsAbstract || method.IsOverride || !_entered.Add(method))
        {
            return null;
        }

        return models.BodyOf(method, call, cancellationToken) is not { } body ? null
            : Find(body, int.MaxValue, depth + 1) is { } found ? found.Handshake
            : ReturnedHandshake(body);
    }

    /// <summary>A helper that is not async itself hands the task of the handshake to the caller that waits.</summary>
    private static IInvocationOperation? ReturnedHandshake(IOperation body)
    {
        foreach (var operation in body.Descendants())
        {
            if (operation is IInvocationOperation call && IsServersTurn(call) && CallUses.Of(call) == CallUse.Returned)
            {
                return call;
            }
        }

        return null;
    }

    /// <summary>A handshake of a server that the calling function waits for, with a deadline or without.</summary>
    private static bool IsServersTurn(IInvocationOperation call) =>
        call.TargetMethod.Name is "AuthenticateAsServer" or "AuthenticateAsServerAsync"
        && call.TargetMethod.ContainingType is { Name: "SslStream" or "SecureTls" };
}
