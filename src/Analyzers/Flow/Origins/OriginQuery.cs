using Microsoft.CodeAnalysis;

namespace SocketSecurity.Analyzers.Flow.Origins;

/// <summary>One question for origins: how far it has gone, and what it is in the middle of. Bounds keep every question cheap.</summary>
/// <param name="cancellationToken">Ends the work when the analysis is no longer wanted.</param>
/// <param name="seeks">
/// Whether an expression makes the value that the rule looks for, or whether the argument that it is given to is filled with it;
/// null when the rule only asks for kinds.
/// </param>
/// <param name="places">Where that can be at all; null when every member has to be looked into.</param>
internal sealed class OriginQuery(CancellationToken cancellationToken, Func<IOperation, bool>? seeks = null, SoughtPlaces? places = null)
{
    /// <summary>Expressions, variables and members nested deeper than this are unknown.</summary>
    private const int MaximumDepth = 24;

    /// <summary>Calls followed from one into the next.</summary>
    private const int MaximumCalls = 3;

    /// <summary>Expressions looked at for one question.</summary>
    private const int MaximumSteps = 2_000;

    private readonly HashSet<object> _open = [];
    private int _depth;
    private int _steps;
    private int _calls;

    public CancellationToken CancellationToken { get; } = cancellationToken;

    /// <summary>
    /// Whether the rule looks for something. Then it matters that a value <em>can</em> hold it, and the search goes through
    /// computations that leave a constant unknown.
    /// </summary>
    public bool IsSearch => seeks is not null;

    /// <summary>Values of parameters of the method being looked into, from the call that led there.</summary>
    public Dictionary<IParameterSymbol, OriginSet>? Arguments { get; private set; }

    /// <summary>Whether it is certain that no field or property of the name holds what the rule looks for.</summary>
    public bool IsVainIn(ISymbol member) => places?.MayHold(member.Name) == false;

    /// <summary>Whether it is certain that the method does not make what the rule looks for; what it is given may be that.</summary>
    public bool IsVainIn(IMethodSymbol method) => places?.MayReturn(method.Name) == false;

    public bool Seeks(IOperation operation) => seeks?.Invoke(operation) == true;

    public bool TryEnter()
    {
        CancellationToken.ThrowIfCancellationRequested();
        if (_depth >= MaximumDepth || _steps >= MaximumSteps)
        {
            return false;
        }

        _depth++;
        _steps++;
        return true;
    }

    public void Leave() => _depth--;

    /// <summary>False when the value depends on itself, as counters and accumulators do.</summary>
    public bool TryOpen(object part) => _open.Add(part);

    public void Close(object part) => _open.Remove(part);

    /// <summary>Looks into a method with these arguments; unknown when calls are nested too deeply.</summary>
    public OriginSet? InCall(Dictionary<IParameterSymbol, OriginSet>? arguments, Func<OriginSet> look)
    {
        if (_calls >= MaximumCalls)
        {
            return null;
        }

        var outer = Arguments;
        Arguments = arguments;
        _calls++;
        try
        {
            return look();
        }
        finally
        {
            _calls--;
            Arguments = outer;
        }
    }
}
