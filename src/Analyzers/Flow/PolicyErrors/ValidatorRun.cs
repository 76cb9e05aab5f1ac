using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SocketSecurity.Analyzers.Flow.PolicyErrors;

/// <summary>One run of a validator with one concrete input: what its parameters mean, and the bounds of the run.</summary>
internal sealed class ValidatorRun
{
    /// <summary>Keys of the values that everything about the peer derives from.</summary>
    public const string CertificateKey = "certificate";
    public const string ChainKey = "chain";
    public const string ArgumentsKey = "args";

    /// <summary>Calls are followed this deep into methods of the compilation.</summary>
    private const int DeepestCall = 3;

    /// <summary>More block visits than any validator that a person can follow needs.</summary>
    private const int MostVisits = 4000;

    private readonly IMethodSymbol _validator;
    private readonly Settings _settings;
    private int _visits;

    public ValidatorRun(
        IMethodSymbol validator, ValidatorSignature signature, long input, PolicyErrorTypes types, MethodBodies bodies, Settings settings)
    {
        _validator = validator;
        _settings = settings;
        Signature = signature;
        Input = input;
        Types = types;
        Bodies = bodies;
        Members = new MemberReads(this, settings);
        Calls = new CallEvaluator(this);
        Lambdas = new LambdaSummaries(this);
    }

    public ValidatorSignature Signature { get; }

    public long Input { get; }

    public PolicyErrorTypes Types { get; }

    public MethodBodies Bodies { get; }

    public MemberReads Members { get; }

    public CallEvaluator Calls { get; }

    public LambdaSummaries Lambdas { get; }

    private int CallDepth { get; set; }

    public bool TryVisit() => ++_visits <= MostVisits;

    public AbstractValue ReadParameter(IParameterReferenceOperation reference)
    {
        var parameter = reference.Parameter;
        if (!SymbolEqualityComparer.Default.Equals(parameter.ContainingSymbol, _validator))
        {
            return _settings.Read(parameter);
        }

        if (SymbolEqualityComparer.Default.Equals(parameter, Signature.Errors))
        {
            return new KnownValue(Input);
        }

        if (SymbolEqualityComparer.Default.Equals(parameter, Signature.Arguments))
        {
            return new SymbolicValue(ArgumentsKey, ValueSources.Connection);
        }

        if (Types.IsCertificate(parameter.Type))
        {
            return new SymbolicValue(CertificateKey, ValueSources.Certificate);
        }

        if (Types.IsChain(parameter.Type))
        {
            return new SymbolicValue(ChainKey, ValueSources.Chain);
        }

        // The sender or request of a callback, or something that only the caller of an ordinary method knows.
        var isConnection = parameter.Ordinal == 0 && parameter.Type.SpecialType is SpecialType.None or SpecialType.System_Object;
        return new SymbolicValue(
            "parameter " + parameter.Name, isConnection ? ValueSources.Connection : ValueSources.Caller, Setting: parameter);
    }

    /// <summary>The certificate, its chain or the event arguments themselves, not something read from them.</summary>
    public bool IsPeer(AbstractValue value) => value is SymbolicValue { Key: CertificateKey or ChainKey or ArgumentsKey };

    public AbstractValue ReadLocal(ILocalReferenceOperation reference) => _settings.Read(reference.Local);

    /// <summary>The certificate is missing exactly when the input says so.</summary>
    public AbstractValue IsNull(SymbolicValue value)
    {
        switch (value.Key)
        {
            case CertificateKey or ChainKey:
                return AbstractValue.Of(!PolicyErrorInput.HasCertificate(Input));
            case ArgumentsKey or "this":
                return AbstractValue.False;
        }

        var peer = value.Sources & (ValueSources.Certificate | ValueSources.Chain);
        return new SymbolicValue(
            Settings.NullTestPrefix + value.Key + ")",
            value.Sources,
            peer == 0 ? CertificateTraits.None : CertificateTraits.Presence,
            value.Setting);
    }

    /// <summary>Follows a call into the body of a method of this compilation.</summary>
    /// <returns>The truth value it returns, or null when it cannot be followed.</returns>
    public AbstractValue? Follow(ControlFlowGraph graph, EvaluationState state)
    {
        if (CallDepth >= DeepestCall)
        {
            return null;
        }

        CallDepth++;
        try
        {
            var decision = new ControlFlowWalk(graph, this, decisionProperty: null).Run(state);
            return decision.ToValue();
        }
        finally
        {
            CallDepth--;
        }
    }
}
