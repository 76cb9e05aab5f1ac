using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow;
using SocketSecurity.Analyzers.Flow.Origins;
using SocketSecurity.Analyzers.KnownApis;

namespace SocketSecurity.Analyzers.MessageProtection;

/// <summary>What a hash is used for in the body that computes it, as far as that shows that an attacker gains from a collision.</summary>
internal sealed class WeakHashUse(ValueOrigins origins, ApiCatalogue catalogue)
{
    private static readonly HashSet<string> SignatureMethods = new(StringComparer.Ordinal)
    {
        "SignHash", "VerifyHash", "TrySignHash", "CreateSignature", "VerifySignature", "SignData", "VerifyData",
    };

    /// <summary>The use in words that follow the name of the hash; null when it is not known.</summary>
    public string? WordsOf(IOperation hash, CancellationToken cancellationToken)
    {
        var computations = ComputationsOf(hash, cancellationToken);
        foreach (var computation in computations)
        {
            if (IsOfPassword(computation, cancellationToken))
            {
                return "hides a password that can be tried out by the billion";
            }
        }

        foreach (var operation in hash.Body().Descendants())
        {
            switch (operation)
            {
                case IInvocationOperation call when SignatureMethods.Contains(call.TargetMethod.Name) && Takes(call, computations, cancellationToken):
                    return "is what a signature vouches for";
                case IInvocationOperation call when catalogue.TryGet(call.TargetMethod, ApiRole.TokenSink, out _) && Takes(call, computations, cancellationToken):
                    return "is a token that lets its holder in";
                case IInvocationOperation or IBinaryOperation when Comparison.OfAnyKind(operation) is { } comparison && DecidesAboutPeer(comparison, computations, cancellationToken):
                    return "decides whether data of a peer is what it should be";
            }
        }

        return null;
    }

    /// <summary>The calls that compute with the hash: itself, or those on the object that it makes.</summary>
    private List<IInvocationOperation> ComputationsOf(IOperation hash, CancellationToken cancellationToken)
    {
        var found = new List<IInvocationOperation>();
        if (hash is IInvocationOperation { TargetMethod.Name: "HashData" or "HashDataAsync" } direct)
        {
            found.Add(direct);
            return found;
        }

        foreach (var operation in hash.Body().Descendants())
        {
            if (operation is IInvocationOperation { TargetMethod.Name: "ComputeHash" or "ComputeHashAsync" or "GetHashAndReset", Instance: { } instance } call
                && origins.Of(instance, candidate => candidate.Syntax == hash.Syntax, cancellationToken).CanBe(ValueOriginKind.Sought))
            {
                found.Add(call);
            }
        }

        return found;
    }

    private bool IsOfPassword(IInvocationOperation computation, CancellationToken cancellationToken)
    {
        foreach (var argument in computation.Arguments)
        {
            if (origins.Of(argument.Value, IsPassword, cancellationToken).CanBe(ValueOriginKind.Sought))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsPassword(IOperation operation) => operation is IPropertyReferenceOperation
    {
        Property: { Name: "Password" or "SecurePassword", ContainingType.Name: "NetworkCredential" or "PasswordBox" },
    };

    private bool Takes(IInvocationOperation call, List<IInvocationOperation> computations, CancellationToken cancellationToken)
    {
        foreach (var argument in call.Arguments)
        {
            if (Holds(argument.Value, computations, cancellationToken))
            {
                return true;
            }
        }

        return false;
    }

    private bool DecidesAboutPeer(Comparison comparison, List<IInvocationOperation> computations, CancellationToken cancellationToken)
    {
        var other = Holds(comparison.Left, computations, cancellationToken) ? comparison.Right
            : Holds(comparison.Right, computations, cancellationToken) ? comparison.Left
            : null;
        if (other is null || !origins.Of(other, cancellationToken).CanBe(ValueOriginKind.Network))
        {
            return false;
        }

        foreach (var computation in computations)
        {
            foreach (var argument in computation.Arguments)
            {
                if (origins.Of(argument.Value, cancellationToken).CanBe(ValueOriginKind.Network))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private bool Holds(IOperation value, List<IInvocationOperation> computations, CancellationToken cancellationToken) =>
        computations.Count > 0
        && origins.Of(value, operation => operation is IInvocationOperation && computations.Exists(computation => computation.Syntax == operation.Syntax), cancellationToken)
            .CanBe(ValueOriginKind.Sought);
}
