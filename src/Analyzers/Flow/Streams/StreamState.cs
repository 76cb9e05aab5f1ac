using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace SocketSecurity.Analyzers.Flow.Streams;

/// <summary>What is known on one path of a function at one place. Immutable.</summary>
/// <param name="Holds">The stream that each variable holds; null where it holds none. A variable that is absent was not written yet.</param>
/// <param name="Tls">The state of each TLS stream made on the path.</param>
/// <param name="Facts">What the branches of the path say about boolean variables and members.</param>
internal sealed record StreamState(
    ImmutableDictionary<object, StreamObject?> Holds,
    ImmutableDictionary<StreamObject, TlsState> Tls,
    ImmutableDictionary<ISymbol, bool> Facts)
{
    public static StreamState Empty { get; } = new(
        ImmutableDictionary.Create<object, StreamObject?>(VariableComparer.Instance),
        ImmutableDictionary<StreamObject, TlsState>.Empty,
        ImmutableDictionary.Create<ISymbol, bool>(SymbolEqualityComparer.Default));

    public StreamState Holding(object variable, StreamObject? stream) => this with { Holds = Holds.SetItem(variable, stream) };

    public StreamState In(StreamObject tls, TlsState state) => this with { Tls = Tls.SetItem(tls, state) };

    /// <summary>A text that is the same for equal states, so that a block is not walked twice with the same one.</summary>
    public string Key(Func<object, int> numberOf)
    {
        var parts = new List<string>();
        foreach (var pair in Holds)
        {
            parts.Add($"h{numberOf(pair.Key)}={pair.Value?.Number ?? -1}");
        }

        foreach (var pair in Tls)
        {
            parts.Add($"t{pair.Key.Number}={(int)pair.Value}");
        }

        foreach (var pair in Facts)
        {
            parts.Add($"f{numberOf(pair.Key)}={pair.Value}");
        }

        parts.Sort(StringComparer.Ordinal);
        var key = new StringBuilder();
        foreach (var part in parts)
        {
            key.Append(part).Append(';');
        }

        return key.ToString();
    }

    /// <summary>Variables are symbols, or what the graph remembers while it evaluates branches of an expression.</summary>
    internal sealed class VariableComparer : IEqualityComparer<object>
    {
        public static VariableComparer Instance { get; } = new();

        public new bool Equals(object? x, object? y) => x is ISymbol left && y is ISymbol right
            ? SymbolEqualityComparer.Default.Equals(left, right)
            : x is CaptureId && object.Equals(x, y);

        public int GetHashCode(object value) => value is ISymbol symbol ? SymbolEqualityComparer.Default.GetHashCode(symbol) : value.GetHashCode();
    }
}
