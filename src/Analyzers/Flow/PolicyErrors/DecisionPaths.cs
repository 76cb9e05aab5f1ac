using System.Collections.Immutable;

namespace SocketSecurity.Analyzers.Flow.PolicyErrors;

/// <summary>The ways through a <see cref="Decision"/> that end in acceptance.</summary>
internal sealed class DecisionPaths
{
    /// <summary>More paths than any validator that a person can follow has.</summary>
    private const int MostPaths = 512;

    private readonly ImmutableArray<AcceptingPath>.Builder _accepting = ImmutableArray.CreateBuilder<AcceptingPath>();
    private int _paths;

    private DecisionPaths()
    {
    }

    public ImmutableArray<AcceptingPath> Accepting { get; private set; } = [];

    /// <summary>Some path ends in rejection.</summary>
    public bool Rejects { get; private set; }

    /// <summary>Some path ends in code that is not understood, or there are too many.</summary>
    public bool IsUnknown { get; private set; }

    public static DecisionPaths Of(Decision decision)
    {
        var paths = new DecisionPaths();
        paths.Follow(decision, ImmutableList<Answer>.Empty);
        paths.Accepting = paths._accepting.ToImmutable();
        return paths;
    }

    private void Follow(Decision decision, ImmutableList<Answer> answers)
    {
        if (IsUnknown)
        {
            return;
        }

        if (decision is Decision.Question question)
        {
            // A question already answered on this path has the same answer again.
            foreach (var answer in answers)
            {
                if (answer.Question.Key == question.Asked.Key)
                {
                    Follow(answer.IsTrue ? question.WhenTrue : question.WhenFalse, answers);
                    return;
                }
            }

            Follow(question.WhenTrue, answers.Add(new Answer(question.Asked, true)));
            Follow(question.WhenFalse, answers.Add(new Answer(question.Asked, false)));
            return;
        }

        if (++_paths > MostPaths || ReferenceEquals(decision, Decision.Unknown))
        {
            IsUnknown = true;
        }
        else if (ReferenceEquals(decision, Decision.Accept))
        {
            _accepting.Add(new AcceptingPath(answers));
        }
        else if (ReferenceEquals(decision, Decision.Reject))
        {
            Rejects = true;
        }
    }
}

/// <summary>A question and the answer that leads on.</summary>
internal sealed record Answer(SymbolicValue Question, bool IsTrue);

/// <summary>The answers under which the validator accepts.</summary>
internal sealed class AcceptingPath(ImmutableList<Answer> answers)
{
    public ImmutableList<Answer> Answers { get; } = answers;

    public ValueSources Sources { get; } = answers.Aggregate(ValueSources.None, (sources, answer) => sources | answer.Question.Sources);

    public CertificateTraits Traits { get; } = answers.Aggregate(CertificateTraits.None, (traits, answer) => traits | answer.Question.Traits);
}
