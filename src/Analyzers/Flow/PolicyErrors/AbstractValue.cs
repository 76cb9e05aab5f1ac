using Microsoft.CodeAnalysis;

namespace SocketSecurity.Analyzers.Flow.PolicyErrors;

/// <summary>A value while a validator is evaluated for one input: known, or a symbol that remembers what it derives from.</summary>
internal abstract record AbstractValue
{
    public static readonly AbstractValue True = new KnownValue(true);
    public static readonly AbstractValue False = new KnownValue(false);
    public static readonly AbstractValue Null = new KnownValue(null);

    public static AbstractValue Of(bool value) => value ? True : False;
}

/// <summary>A constant. Numbers and enumeration members are held as <see cref="long"/>, so that they compare by value.</summary>
internal sealed record KnownValue(object? Value) : AbstractValue
{
    public static AbstractValue FromConstant(object? constant) => constant switch
    {
        null => Null,
        bool b => Of(b),
        sbyte or byte or short or ushort or int or uint or long => new KnownValue(
            Convert.ToInt64(constant, System.Globalization.CultureInfo.InvariantCulture)),
        _ => new KnownValue(constant),
    };
}

/// <summary>A truth value that several questions decide together: what a called method, followed into its body, returns.</summary>
internal sealed record ConditionalValue(Decision Tree) : AbstractValue;

/// <summary>Something that is only known when the program runs.</summary>
/// <param name="Key">Equal keys mean equal values: <c>cert.Thumbprint</c> compared with <c>cert.Thumbprint</c> is no check.</param>
/// <param name="Sources">What the value derives from.</param>
/// <param name="Traits">What about the certificate it depends on.</param>
/// <param name="Setting">The variable, member or call that decides, where there is exactly one.</param>
/// <param name="Negated">The value is the logical negation of what <paramref name="Key"/> names.</param>
internal sealed record SymbolicValue(
    string Key,
    ValueSources Sources,
    CertificateTraits Traits = CertificateTraits.None,
    ISymbol? Setting = null,
    bool Negated = false) : AbstractValue
{
    private const int LongestKey = 240;

    /// <summary>A value computed from others: it derives from all that they derive from.</summary>
    public static SymbolicValue Combine(string operation, params IEnumerable<AbstractValue> operands)
    {
        var key = new System.Text.StringBuilder(operation).Append('(');
        var sources = ValueSources.None;
        var traits = CertificateTraits.None;
        ISymbol? setting = null;
        var several = false;

        foreach (var operand in operands)
        {
            if (operand is KnownValue known)
            {
                key.Append('#').Append(known.Value);
            }
            else
            {
                foreach (var symbolic in operand is ConditionalValue conditional ? conditional.Tree.Questions() : [(SymbolicValue)operand])
                {
                    key.Append(symbolic.Negated ? "!" : "").Append(symbolic.Key);
                    sources |= symbolic.Sources;
                    traits |= symbolic.Traits;
                    several |= setting is not null && symbolic.Setting is not null
                        && !SymbolEqualityComparer.Default.Equals(setting, symbolic.Setting);
                    setting ??= symbolic.Setting;
                }
            }

            key.Append(',');
        }

        return new SymbolicValue(Shorten(key.Append(')').ToString()), sources, traits, several ? null : setting);
    }

    public SymbolicValue Not() => this with { Negated = !Negated };

    /// <summary>Bounds the key, so that a value that grows in a loop cannot grow without end.</summary>
    private static string Shorten(string key)
    {
        if (key.Length <= LongestKey)
        {
            return key;
        }

        var hash = 14695981039346656037UL;
        foreach (var character in key)
        {
            hash = unchecked((hash ^ character) * 1099511628211UL);
        }

        return key.Substring(0, 40) + "…" + hash.ToString("x16", System.Globalization.CultureInfo.InvariantCulture);
    }
}

/// <summary>Where a symbolic value comes from.</summary>
[Flags]
internal enum ValueSources
{
    None = 0,
    Certificate = 1 << 0,
    Chain = 1 << 1,

    /// <summary>A field, property, captured variable or call that is none of the others: somebody configured it.</summary>
    Setting = 1 << 2,

    /// <summary>A further parameter of the validator: the caller decides, and is judged where it calls.</summary>
    Caller = 1 << 3,

    /// <summary>The connection the validator is called for: sender, request, host.</summary>
    Connection = 1 << 4,

    /// <summary>Whether an exception was thrown on the way.</summary>
    Exception = 1 << 5,

    /// <summary>A question for the environment that only a developer's machine answers with yes.</summary>
    Development = 1 << 6,

    /// <summary>A question that only a connection to this machine answers with yes.</summary>
    Loopback = 1 << 7,
}
