using System.Collections.Immutable;
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

    /// <summary>What another method of the type can see: its variables are its own.</summary>
    public StreamState OfMembers() => this with
    {
        Holds = Holds.RemoveRange(Holds.Keys.Where(key => key is not (IFieldSymbol or IPropertySymbol))),
        Facts = Facts.RemoveRange(Facts.Keys.Where(key => key is not (IFieldSymbol or IPropertySymbol))),
    };

    /// <summary>The state after a method of the type that ended in another.</summary>
    public StreamState After(StreamState members) => new(
        Holds.RemoveRange(Holds.Keys.Where(key => key is IFieldSymbol or IPropertySymbol)).SetItems(members.Holds),
        members.Tls,
        Facts.RemoveRange(Facts.Keys.Where(key => key is IFieldSymbol or IPropertySymbol)).SetItems(members.Facts));

    /// <summary>The state after a method of the type about which nothing is known: it may have handshaken, or put other streams into members.</summary>
    public StreamState AfterUnknown()
    {
        var tls = Tls;
        foreach (var pair in Holds)
        {
            if (pair is { Key: IFieldSymbol or IPropertySymbol, Value: { IsTls: true } held } && tls.TryGetValue(held, out var state) && state != TlsState.Protected)
            {
                tls = tls.SetItem(held, TlsState.Unknown);
            }
        }

        return this with { Tls = tls, Holds = Holds.RemoveRange(Holds.Keys.Where(key => key is IFieldSymbol or IPropertySymbol)) };
    }

    /// <summary>A text that is the same for equal states, so that a block is not walked twice with the same one.</summary>
    public string Key(Func<object, int> numberOf)
    {
        var parts = new ulong[Holds.Count + Tls.Count + Facts.Count];
        var count = 0;
        foreach (var pair in Holds)
        {
            Add(kind: 0, numberOf(pair.Key), pair.Value?.Number ?? -1);
        }

        foreach (var pair in Tls)
        {
            Add(kind: 1, pair.Key.Number, (int)pair.Value);
        }

        foreach (var pair in Facts)
        {
            Add(kind: 2, numberOf(pair.Key), pair.Value ? 1 : 0);
        }

        Array.Sort(parts);
        var key = new char[parts.Length * 4];
        for (var i = 0; i < key.Length; i++)
        {
            key[i] = (char)(parts[i / 4] >> (16 * (i % 4)));
        }

        return new string(key);

        void Add(ulong kind, int number, int value) => parts[count++] = (kind << 62) | ((ulong)(uint)number << 32) | (uint)value;
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
