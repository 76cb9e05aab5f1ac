using System.Collections.Immutable;

namespace SocketSecurity.Analyzers.Flow.PolicyErrors;

/// <summary>
/// The variables' values at one point of one path. Immutable, and equal to another state with the same values, so that two
/// paths that meet with nothing different between them are followed once.
/// </summary>
internal sealed class EvaluationState : IEquatable<EvaluationState>
{
    public static readonly EvaluationState Empty = new(ImmutableDictionary<object, AbstractValue>.Empty);

    private readonly ImmutableDictionary<object, AbstractValue> _values;
    private readonly int _hash;

    private EvaluationState(ImmutableDictionary<object, AbstractValue> values)
    {
        _values = values;
        foreach (var pair in values)
        {
            _hash ^= unchecked((pair.Key.GetHashCode() * 397) ^ pair.Value.GetHashCode());
        }
    }

    /// <summary>Variables are symbols or flow capture ids.</summary>
    public bool TryGet(object variable, out AbstractValue value)
    {
        if (_values.TryGetValue(variable, out var found))
        {
            value = found;
            return true;
        }

        value = AbstractValue.Null;
        return false;
    }

    public EvaluationState With(object variable, AbstractValue value)
    {
        var values = _values.SetItem(variable, value);
        return ReferenceEquals(values, _values) ? this : new EvaluationState(values);
    }

    public EvaluationState Without(object variable) =>
        _values.ContainsKey(variable) ? new EvaluationState(_values.Remove(variable)) : this;

    public bool Equals(EvaluationState? other)
    {
        if (ReferenceEquals(this, other))
        {
            return true;
        }

        if (other is null || other._hash != _hash || other._values.Count != _values.Count)
        {
            return false;
        }

        foreach (var pair in _values)
        {
            if (!other._values.TryGetValue(pair.Key, out var value) || !value.Equals(pair.Value))
            {
                return false;
            }
        }

        return true;
    }

    public override bool Equals(object? obj) => Equals(obj as EvaluationState);

    public override int GetHashCode() => _hash;
}
