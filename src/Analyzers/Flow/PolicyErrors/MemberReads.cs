using Microsoft.CodeAnalysis;

namespace SocketSecurity.Analyzers.Flow.PolicyErrors;

/// <summary>What reading a field, property or event gives.</summary>
internal sealed class MemberReads(ValidatorRun run, Settings settings)
{
    public AbstractValue Read(AbstractValue? instance, ISymbol member, IOperation operation)
    {
        var type = operation.Type;
        if (instance is SymbolicValue { Key: ValidatorRun.ArgumentsKey })
        {
            if (run.Types.IsPolicyErrors(type))
            {
                return new KnownValue(run.Input);
            }

            if (run.Types.IsCertificate(type))
            {
                return new SymbolicValue(ValidatorRun.CertificateKey, ValueSources.Certificate);
            }

            return run.Types.IsChain(type)
                ? new SymbolicValue(ValidatorRun.ChainKey, ValueSources.Chain)
                : new SymbolicValue("args." + member.Name, ValueSources.Connection);
        }

        if (LoopbackTests.AsksForLoopback(member))
        {
            return new SymbolicValue(member.Name, ValueSources.Loopback);
        }

        if (LoopbackTests.AsksForDevelopment(member))
        {
            return new SymbolicValue(member.Name, ValueSources.Development);
        }

        switch (instance)
        {
            case SymbolicValue symbolic when IsAboutPeer(symbolic) || IsPeerType(member.ContainingType):
                var traits = IsPeerType(member.ContainingType) ? CertificateMembers.TraitsOf(member.Name) : CertificateTraits.None;
                return symbolic with
                {
                    Key = symbolic.Key + "." + CertificateMembers.Spelling(member.Name),
                    Traits = symbolic.Traits | traits,
                    Sources = symbolic.Sources | (IsPeerType(member.ContainingType) ? ValueSources.Certificate : ValueSources.None),
                    Negated = false,
                };

            case SymbolicValue { Sources: ValueSources.Connection } symbolic:
                return symbolic with { Key = symbolic.Key + "." + member.Name };

            default:
                return settings.Read(member, instance as SymbolicValue);
        }
    }

    public bool IsPeerType(ITypeSymbol? type) => run.Types.IsCertificate(type) || CertificateMembers.IsPartOfChain(type);

    private static bool IsAboutPeer(SymbolicValue value) =>
        (value.Sources & (ValueSources.Certificate | ValueSources.Chain)) != 0;
}
