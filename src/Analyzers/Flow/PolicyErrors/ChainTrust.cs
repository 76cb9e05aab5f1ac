using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SocketSecurity.Analyzers.Flow.PolicyErrors;

/// <summary>What a chain that a validator builds itself proves: trust in the system's roots, or in roots the program chose.</summary>
internal static class ChainTrust
{
    public static CertificateTraits Of(ControlFlowGraph graph)
    {
        var trait = CertificateTraits.SystemChain;
        foreach (var block in graph.Blocks)
        {
            foreach (var operation in block.Operations)
            {
                trait |= Of(operation);
            }

            if (block.BranchValue is not null)
            {
                trait |= Of(block.BranchValue);
            }
        }

        return (trait & ~CertificateTraits.SystemChain) is var chosen and not CertificateTraits.None ? chosen : trait;
    }

    private static CertificateTraits Of(IOperation operation)
    {
        var trait = CertificateTraits.None;
        foreach (var part in operation.DescendantsAndSelf())
        {
            switch (part)
            {
                case IMemberReferenceOperation { Member.Name: "CustomRootTrust" or "CustomTrustStore" or "ExtraStore" }:
                    trait |= CertificateTraits.OwnRoots;
                    break;

                // Weakened flags have a rule of their own, and a policy from elsewhere is not known here.
                case IMemberReferenceOperation { Member: { Name: not ("NoFlag" or "VerificationFlags"), ContainingType.Name: "X509VerificationFlags" } }:
                case IInvocationOperation { TargetMethod: { Name: "Build", ContainingType.Name: "X509Chain" }, Instance: IMemberReferenceOperation }:
                case IAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: "ChainPolicy" } }:
                    trait |= CertificateTraits.ExaminedElsewhere;
                    break;
            }
        }

        return trait;
    }
}
