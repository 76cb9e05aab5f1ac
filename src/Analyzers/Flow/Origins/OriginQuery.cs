using Microsoft.CodeAnalysis;

namespace SocketSecurity.Analyzers.Flow.Origins;

/// <summary>One question for origins: how far it has gone, and what it is in the middle of. Bounds keep every question cheap.</summary>
internal sealed class OriginQuery(CancellationToken cancellationToken)
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

    /// <summary>Values of parameters of the method being looked into, from the call that led there.</summary>
    public Dictionary<IParameterSymbol, OriginSet>? Arguments { get; private set; }

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
