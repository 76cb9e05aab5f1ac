using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow;

namespace SocketSecurity.Analyzers.PeerAuthentication;

/// <summary>
/// Chain policies for which an outsider's revocation list says nothing: those with roots of the program's own, whose owner
/// withdraws certificates in other ways, and those of chains that are built without asking for the verdict.
/// </summary>
internal static class OwnRoots
{
    public static bool AreTrustedBy(ObjectPath policy, ObjectSettings settings, IOperation place)
    {
        if (settings.Find(policy, "TrustMode") is { } mode && mode.Value.WithoutConversions() is IFieldReferenceOperation { Field.Name: "CustomRootTrust" })
        {
            return true;
        }

        // The older way: the roots beside the chain, and the root it ended at compared with them.
        if (CustomRootCheck.IsMadeIn(place))
        {
            return true;
        }

        foreach (var operation in place.Body().DescendantsAndSelf())
        {
            switch (operation)
            {
                case IPropertyReferenceOperation { Property.Name: "CustomTrustStore" } store when ObjectPath.Of(store.Instance) is { } owner && owner.Equals(policy):
                case IInvocationOperation { TargetMethod: { Name: "Build", ContainingType.Name: "X509Chain" } } build
                    when ObjectPath.Of(build.Instance) is { } chain && IsPolicyOf(policy, chain, build) && ResultUse.DecidesNothing(build):
                    return true;
            }
        }

        return false;
    }

    private static bool IsPolicyOf(ObjectPath policy, ObjectPath chain, IInvocationOperation build)
    {
        foreach (var member in build.TargetMethod.ContainingType.GetMembers("ChainPolicy"))
        {
            if (chain.Then(member).Equals(policy))
            {
                return true;
            }
        }

        return false;
    }
}
