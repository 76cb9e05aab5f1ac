using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace SocketSecurity.Analyzers.Flow.Origins;

/// <summary>The places a value can come from, in source order of the alternatives. Never empty except for <see cref="None"/>.</summary>
internal readonly struct OriginSet(ImmutableArray<ValueOrigin> origins)
{
    /// <summary>Values with more alternatives than this come from tables, and no rule can say anything about them.</summary>
    private const int MaximumAlternatives = 16;

    /// <summary>No alternative: where an expression never yields a value, such as <c>throw</c>.</summary>
    public static OriginSet None { get; } = new([]);

    public ImmutableArray<ValueOrigin> Origins { get; } = origins;

    public static OriginSet Of(ValueOriginKind kind, IOperation operation) => new([new ValueOrigin(kind, operation)]);

    public static OriginSet Unknown(IOperation operation) => Of(ValueOriginKind.Unknown, operation);

    /// <summary>Whether every alternative is of this kind.</summary>
    public bool IsSurely(ValueOriginKind kind)
    {
        foreach (var origin in Origins)
        {
            if (origin.Kind != kind)
            {
                return false;
            }
        }

        return !Origins.IsEmpty;
    }

    /// <summary>Whether at least one alternative is of this kind.</summary>
    public bool CanBe(ValueOriginKind kind)
    {
        foreach (var origin in Origins)
        {
            if (origin.Kind == kind)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The constant, when there is one alternative and the compiler knows its value.</summary>
    public bool TryGetSingleConstant(out object? constant)
    {
        constant = Origins is [{ Constant: { HasValue: true } only }] ? only.Value : null;
        return Origins is [{ Constant.HasValue: true }];
    }

    /// <summary>The same, where what the constructors of the type are given is not known; the set itself for no type.</summary>
    public OriginSet WithoutCreationOf(ITypeSymbol? type, IOperation place)
    {
        if (type is null)
        {
            return this;
        }

        var result = None;
        foreach (var origin in Origins)
        {
            var isOfCreation = origin.Parameter?.ContainingSymbol is IMethodSymbol { MethodKind: MethodKind.Constructor } constructor
                && SymbolEqualityComparer.Default.Equals(constructor.ContainingType.OriginalDefinition, type.OriginalDefinition);
            result = result.Or(isOfCreation ? Unknown(place) : new([origin]), place);
        }

        return result;
    }

    /// <summary>Either this value or the other one.</summary>
    public OriginSet Or(OriginSet other, IOperation place)
    {
        if (Origins.IsEmpty)
        {
            return other;
        }

        var all = Origins.ToBuilder();
        foreach (var origin in other.Origins)
        {
            if (!all.Contains(origin))
            {
                all.Add(origin);
            }
        }

        return all.Count > MaximumAlternatives ? Unknown(place) : new(all.ToImmutable());
    }

    /// <summary>A value computed at <paramref name="place"/> from this one and the other one.</summary>
    public OriginSet With(OriginSet other, IOperation place)
    {
        var left = Highest();
        var right = other.Highest();
        return (left, right) switch
        {
            (null, _) => other.At(place),
            (_, null) => At(place),
            _ => Computed(left.Kind >= right.Kind ? left : right, place, seed: null),
        };
    }

    /// <summary>The value after a computation that changes it without adding anything from elsewhere.</summary>
    public OriginSet At(IOperation place)
    {
        var result = None;
        foreach (var origin in Origins)
        {
            result = result.Or(Computed(origin, place, origin.Seed ?? origin.Operation), place);
        }

        return result;
    }

    private ValueOrigin? Highest()
    {
        ValueOrigin? highest = null;
        foreach (var origin in Origins)
        {
            highest = highest is null || origin.Kind > highest.Kind ? origin : highest;
        }

        return highest;
    }

    private static OriginSet Computed(ValueOrigin origin, IOperation place, IOperation? seed) => origin.Kind == ValueOriginKind.Constant
        ? new([new ValueOrigin(origin.Kind, place) { Seed = seed }])
        : new([new ValueOrigin(origin.Kind, origin.Operation, default, origin.Parameter)]);
}
