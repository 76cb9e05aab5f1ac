namespace SocketSecurity.Analyzers.Flow.PolicyErrors;

/// <summary>What a validator does with one of the eight inputs.</summary>
internal sealed class InputVerdict
{
    private InputVerdict(long input) => Input = input;

    public long Input { get; }

    /// <summary><see cref="Acceptance.Everything"/>, one of the conditional ways, or <see cref="Acceptance.Sound"/>.</summary>
    public Acceptance Acceptance { get; private set; }

    public bool NeverAccepts { get; private set; }

    public Answer? Setting { get; private set; }

    public CertificateTraits Traits { get; private set; }

    public static InputVerdict Of(long input, DecisionPaths paths)
    {
        var verdict = new InputVerdict(input);
        if (paths.IsUnknown)
        {
            return verdict;
        }

        verdict.NeverAccepts = paths.Accepting.IsEmpty;
        foreach (var path in paths.Accepting)
        {
            verdict.Consider(path);
        }

        return verdict;
    }

    private void Consider(AcceptingPath path)
    {
        var sources = ValueSources.None;
        var traits = CertificateTraits.None;
        Answer? setting = null;
        var isFree = true;
        foreach (var answer in path.Answers)
        {
            var asked = answer.Question;

            // That nothing was thrown, or that this is no developer's machine, is no condition.
            if (!answer.IsTrue && (asked.Sources & (ValueSources.Exception | ValueSources.Development | ValueSources.Loopback)) != 0)
            {
                continue;
            }

            sources |= asked.Sources;
            traits |= asked.Traits;
            isFree &= asked.Traits == CertificateTraits.Presence;
            if (asked.Sources == ValueSources.Setting && asked.Traits == CertificateTraits.None)
            {
                // A setting that accepts by its default is the worse finding; a null test the weaker explanation.
                setting = Weight(answer) > Weight(setting) ? answer : setting;
            }
        }

        // The caller decides, or the certificate's identity does, or code that is not understood: nothing is certain.
        if ((sources & (ValueSources.Caller | ValueSources.Loopback)) != 0 || (traits & CertificateTraits.Settling) != 0)
        {
            return;
        }

        var examined = (traits & ~CertificateTraits.Presence) != 0;
        var isNullTest = setting?.Question.Key.StartsWith(Settings.NullTestPrefix, StringComparison.Ordinal) == true;
        Raise(
            path.Answers.Any(answer => answer.IsTrue && answer.Question.Sources == ValueSources.Exception) ? Acceptance.OnException
            : (sources & ValueSources.Development) != 0 ? Acceptance.InDevelopment
            : (traits & CertificateTraits.SystemChain) != 0 ? ForgivenByChain()
            : setting is not null && (!examined || !isNullTest) ? Acceptance.BySetting
            : (traits & CertificateTraits.Forgeable) != 0 ? Acceptance.ByForgeable
            : isFree ? Acceptance.Everything
            : sources == ValueSources.Connection ? Acceptance.ForConnection
            : Acceptance.Sound,
            setting,
            traits);
    }

    /// <summary>A chain that the system trusts says nothing about the host: a valid certificate of anybody builds one.</summary>
    private Acceptance ForgivenByChain() =>
        (Input & PolicyErrorInput.RemoteCertificateNameMismatch) != 0 ? Acceptance.SomeErrors : Acceptance.Sound;

    private void Raise(Acceptance acceptance, Answer? setting, CertificateTraits traits)
    {
        if (Severity(acceptance) > Severity(Acceptance)
            || (acceptance == Acceptance.BySetting && Acceptance == Acceptance.BySetting && Weight(setting) > Weight(Setting)))
        {
            Acceptance = acceptance;
            Setting = setting;
            Traits = traits;
        }
    }

    private static int Severity(Acceptance acceptance) => acceptance switch
    {
        Acceptance.Everything => 7,
        Acceptance.OnException => 6,
        Acceptance.SomeErrors => 5,
        Acceptance.BySetting => 4,
        Acceptance.InDevelopment => 3,
        Acceptance.ForConnection => 2,
        Acceptance.ByForgeable => 1,
        _ => 0,
    };

    /// <summary>A switch explains more than a null test does, and what accepts by default is worse than what does not.</summary>
    private static int Weight(Answer? answer)
    {
        if (answer is null)
        {
            return 0;
        }

        var isNullTest = answer.Question.Key.StartsWith(Settings.NullTestPrefix, StringComparison.Ordinal);
        return (isNullTest ? 1 : 3) + (Settings.AcceptsByDefault(answer) == true ? 1 : 0);
    }
}
