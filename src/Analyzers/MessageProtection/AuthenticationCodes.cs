using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow.Origins;
using SocketSecurity.Analyzers.KnownApis;

namespace SocketSecurity.Analyzers.MessageProtection;

/// <summary>
/// Where a program makes codes that only a holder of a secret can make: message authentication codes, tags of authenticated
/// encryption, password hashes. The catalogue names the methods; what depends on the object that a method is called on is here.
/// </summary>
internal sealed class AuthenticationCodes(ValueOrigins origins, ApiCatalogue catalogue, INamedTypeSymbol keyedHash)
{
    private static readonly string[] OtherTypes = ["CMac", "HMAC", "HMac", "IncrementalHash", "KeyedHashAlgorithm", "MACTripleDES", "MessageMac"];

    private const string AnyCode = "message authentication code";

    /// <summary>The members of those types that make codes.</summary>
    private static readonly string[] OtherMakers =
    [
        "ComputeHash", "ComputeHashAsync", "TryComputeHash", "GetHashAndReset", "GetCurrentHash", "TryGetHashAndReset", "TryGetCurrentHash", "Compute", "Hash",
    ];

    private readonly object _gate = new();
    private SoughtPlaces? _places;

    /// <summary>Whether any file mentions a type that makes such codes: most programs have none, and need no look at their comparisons.</summary>
    public static bool AreMadeIn(Compilation compilation, ApiCatalogue catalogue)
    {
        var types = new HashSet<string>(OtherTypes, StringComparer.Ordinal);
        foreach (var entry in catalogue.Entries(ApiRole.MacProducer))
        {
            types.Add(entry.TypeName);
        }

        foreach (var tree in compilation.SyntaxTrees)
        {
            if (NameIndex.Of(tree).MayMentionAny(types))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the value may hold such a code, as far as syntax can tell.</summary>
    public bool MayBeIn(IOperation value, CancellationToken cancellationToken) => Places(cancellationToken).MayBeIn(value.Syntax);

    /// <summary>The origin that is such a code, when the value holds one.</summary>
    public ValueOrigin? FirstIn(IOperation value, CancellationToken cancellationToken)
    {
        foreach (var origin in origins.Of(value, operation => NameOf(operation, cancellationToken) is not null, Places(cancellationToken), cancellationToken).Origins)
        {
            if (origin.Kind == ValueOriginKind.Sought)
            {
                return origin;
            }
        }

        return null;
    }

    /// <summary>What the code is called that the operation makes, or that the argument's buffer is filled with; null for all others.</summary>
    public string? NameOf(IOperation operation, CancellationToken cancellationToken) => operation switch
    {
        IInvocationOperation { Type.SpecialType: SpecialType.None } call => OfCall(call, filled: null, cancellationToken),
        IArgumentOperation { Parameter: { RefKind: RefKind.None } parameter, Parent: IInvocationOperation call } => OfCall(call, parameter, cancellationToken),
        IPropertyReferenceOperation { Property.Name: "Hash", Instance: { } hash } => IsKeyed(hash, cancellationToken) ? AnyCode : null,
        _ => null,
    };

    private SoughtPlaces Places(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return _places ??= new SoughtPlaces(origins.Models, Makers(), MayMake, operation => NameOf(operation, cancellationToken) is not null, cancellationToken);
        }
    }

    private HashSet<string> Makers()
    {
        var makers = new HashSet<string>(OtherMakers, StringComparer.Ordinal);
        foreach (var entry in catalogue.Entries(ApiRole.MacProducer))
        {
            if (!makers.Contains(entry.SimpleName) && IsAtHand(entry))
            {
                makers.Add(entry.SimpleName);
            }
        }

        return makers;
    }

    /// <summary>A class that is not abstract is named where its objects are made, derived from, or its methods called.</summary>
    private bool IsAtHand(ApiEntry entry)
    {
        foreach (var tree in origins.Models.Compilation.SyntaxTrees)
        {
            if (NameIndex.Of(tree).MayMention(entry.TypeName))
            {
                return true;
            }
        }

        return origins.Models.Compilation.GetTypeByMetadataName(entry.DeclaringType) is not { TypeKind: TypeKind.Class } type || (type.IsAbstract && !type.IsStatic);
    }

    /// <summary>What <see cref="NameOf"/> can have a name for, before the rest of the body is bound.</summary>
    private bool MayMake(ISymbol member) => member switch
    {
        IPropertySymbol property => property.Name == "Hash",
        IMethodSymbol { Name: "Compute" } method => method.ContainingType.Name == "MessageMac" || catalogue.TryGet(method, ApiRole.MacProducer, out _),
        IMethodSymbol method => Array.IndexOf(OtherMakers, method.Name) >= 0 || catalogue.TryGet(method, ApiRole.MacProducer, out _),
        _ => false,
    };

    private string? OfCall(IInvocationOperation call, IParameterSymbol? filled, CancellationToken cancellationToken)
    {
        var method = call.TargetMethod;
        switch (method.Name)
        {
            case "ComputeHash" or "ComputeHashAsync" when filled is null:
            case "TryComputeHash" when filled?.Name == "destination":
                return call.Instance is { } hash && IsKeyed(hash, cancellationToken) ? AnyCode : null;
            case "GetHashAndReset" or "GetCurrentHash" or "TryGetHashAndReset" or "TryGetCurrentHash"
                when method.ContainingType.Name == "IncrementalHash" && (filled is null || filled.Name == "destination") && call.Instance is { } incremental:
                return IsKeyedIncremental(incremental, cancellationToken) ? AnyCode : null;
            case "Compute" when method.ContainingType.ToDisplayString() == SecureDefaultsNames.MessageMac:
                return filled is null || filled.Name == "tag" ? AnyCode : null;
        }

        return catalogue.TryGet(method, ApiRole.MacProducer, out var entry) && (filled is null || filled.Name == entry.Arguments[0])
            ? entry.Words(1)
            : null;
    }

    private bool IsKeyed(IOperation hash, CancellationToken cancellationToken) =>
        IsKeyedType(hash.Type)
        || (hash.Type is { Name: "HashAlgorithm" }
            && origins.Of(hash, MakesKeyed, cancellationToken).CanBe(ValueOriginKind.Sought));

    private bool MakesKeyed(IOperation operation) => operation is IObjectCreationOperation or IInvocationOperation && IsKeyedType(operation.Type);

    private bool IsKeyedIncremental(IOperation hash, CancellationToken cancellationToken) =>
        origins.Of(hash, static operation => operation is IInvocationOperation { TargetMethod.Name: "CreateHMAC" }, cancellationToken).CanBe(ValueOriginKind.Sought);

    private bool IsKeyedType(ITypeSymbol? type)
    {
        for (; type is not null; type = type.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(type, keyedHash))
            {
                return true;
            }
        }

        return false;
    }
}
