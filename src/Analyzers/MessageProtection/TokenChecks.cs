using Microsoft.CodeAnalysis;
using SocketSecurity.Analyzers.KnownApis;

namespace SocketSecurity.Analyzers.MessageProtection;

/// <summary>The members of the token libraries that a compilation has which switch checks off or replace them.</summary>
internal sealed class TokenChecks
{
    private const string Parameters = "Microsoft.IdentityModel.Tokens.TokenValidationParameters";

    /// <summary>The properties with delegates that take a check's place.</summary>
    public static readonly string[] ValidatorNames =
    [
        "AlgorithmValidator", "AudienceValidator", "IssuerSigningKeyValidator", "IssuerValidator",
        "LifetimeValidator", "SignatureValidator", "TokenReplayValidator", "TypeValidator",
    ];

    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly ApiCatalogue _catalogue;
    private readonly INamedTypeSymbol? _parameters;

    public TokenChecks(Compilation compilation, ApiCatalogue catalogue)
    {
        _catalogue = catalogue;
        _parameters = compilation.GetTypeByMetadataName(Parameters);
        foreach (var entry in catalogue.Entries(ApiRole.TokenCheck))
        {
            if (compilation.GetTypeByMetadataName(entry.DeclaringType) is not null)
            {
                _names.Add(entry.SimpleName);
            }
        }
    }

    public bool IsEmpty => _names.Count == 0;

    /// <summary>The catalogue's line for a member that switches a check off.</summary>
    public ApiEntry? SwitchOf(ISymbol member) =>
        _names.Contains(member.Name) && _catalogue.TryGet(member, ApiRole.TokenCheck, out var entry) ? entry : null;

    /// <summary>Whether the property holds a delegate that takes a check's place.</summary>
    public bool IsValidator(IPropertySymbol property) =>
        Array.IndexOf(ValidatorNames, property.Name) >= 0
        && property.Type.TypeKind == TypeKind.Delegate
        && SymbolEqualityComparer.Default.Equals(property.ContainingType, _parameters);
}
