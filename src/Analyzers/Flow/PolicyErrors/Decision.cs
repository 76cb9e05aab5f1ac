namespace SocketSecurity.Analyzers.Flow.PolicyErrors;

/// <summary>
/// What a validator does with one input, as a tree of the questions it asks. A question whose two answers lead to the same
/// decision is dropped while the tree is built, so that logging and tracing leave no trace in it.
/// </summary>
internal abstract record Decision
{
    public static readonly Decision Accept = new Outcome("accept");
    public static readonly Decision Reject = new Outcome("reject");

    /// <summary>Beyond what is understood or bounded here.</summary>
    public static readonly Decision Unknown = new Outcome("unknown");

    /// <summary>A path that does not end, or cannot be taken: it decides nothing.</summary>
    public static readonly Decision Never = new Outcome("never");

    public static Decision Ask(SymbolicValue question, Decision whenTrue, Decision whenFalse)
    {
        if (question.Negated)
        {
            return Ask(question.Not(), whenFalse, whenTrue);
        }

        if (ReferenceEquals(whenTrue, Never) || whenTrue.Equals(whenFalse))
        {
            return whenFalse;
        }

        return ReferenceEquals(whenFalse, Never) ? whenTrue : new Question(question, whenTrue, whenFalse);
    }

    /// <summary>Branches on a truth value.</summary>
    public static Decision Ask(AbstractValue value, Decision whenTrue, Decision whenFalse) => value switch
    {
        KnownValue { Value: bool known } => known ? whenTrue : whenFalse,
        SymbolicValue symbolic => Ask(symbolic, whenTrue, whenFalse),
        ConditionalValue conditional => conditional.Tree.Replace(whenTrue, whenFalse),
        _ => Unknown,
    };

    /// <summary>The truth value of a method that decides like this.</summary>
    public AbstractValue ToValue() => this switch
    {
        Question { WhenTrue: Outcome { Name: "accept" }, WhenFalse: Outcome { Name: "reject" } } question => question.Asked,
        Question { WhenTrue: Outcome { Name: "reject" }, WhenFalse: Outcome { Name: "accept" } } question => question.Asked.Not(),
        _ when ReferenceEquals(this, Accept) => AbstractValue.True,
        _ when ReferenceEquals(this, Reject) => AbstractValue.False,
        _ => new ConditionalValue(this),
    };

    /// <summary>Every question of the tree, in the order in which it is asked.</summary>
    public IEnumerable<SymbolicValue> Questions()
    {
        if (this is Question question)
        {
            yield return question.Asked;
            foreach (var further in question.WhenTrue.Questions().Concat(question.WhenFalse.Questions()))
            {
                yield return further;
            }
        }
    }

    /// <summary>The tree with other things to do at its accepting and rejecting ends.</summary>
    public Decision Replace(Decision accept, Decision reject) => this switch
    {
        Question question => Ask(question.Asked, question.WhenTrue.Replace(accept, reject), question.WhenFalse.Replace(accept, reject)),
        _ when ReferenceEquals(this, Accept) => accept,
        _ when ReferenceEquals(this, Reject) => reject,
        _ => this,
    };

    public sealed record Outcome(string Name) : Decision
    {
        public bool Equals(Outcome? other) => ReferenceEquals(this, other);

        public override int GetHashCode() => Name.Length;
    }

    public sealed record Question(SymbolicValue Asked, Decision WhenTrue, Decision WhenFalse) : Decision
    {
        private readonly int _hash = Asked.Key.Length * 31 + WhenTrue.GetHashCode() * 17 + WhenFalse.GetHashCode();

        public bool Equals(Question? other) =>
            ReferenceEquals(this, other)
            || (other is not null && _hash == other._hash && Asked.Equals(other.Asked)
                && WhenTrue.Equals(other.WhenTrue) && WhenFalse.Equals(other.WhenFalse));

        public override int GetHashCode() => _hash;
    }
}
