using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow;
using SocketSecurity.Analyzers.KnownApis;

namespace SocketSecurity.Analyzers.PeerAuthentication;

/// <summary>Whose certificate a revocation setting is about.</summary>
internal enum RevocationSubject
{
    /// <summary>The peer's, always.</summary>
    Peer,

    /// <summary>The client's, if the server asks for one.</summary>
    OptionalClient,

    /// <summary>Whatever a chain policy is used for.</summary>
    Chain,
}

/// <summary>A value that switches the check off.</summary>
/// <param name="Off">The value as it is written, an enumeration's member by its name.</param>
/// <param name="Safe">The value that checks.</param>
/// <param name="Subject">Whose certificate it is about.</param>
internal sealed record RevocationSwitch(string Off, string Safe, RevocationSubject Subject);

/// <summary>The members that switch revocation checks on and off: the framework's three modes, and the switches of the catalogue.</summary>
internal sealed class RevocationApis(Compilation compilation, ApiCatalogue catalogue)
{
    /// <summary>The framework's members; those of others are in the catalogue.</summary>
    public static readonly string[] Names = ["CertificateRevocationCheckMode", "RevocationMode"];

    private readonly INamedTypeSymbol? _client = compilation.GetTypeByMetadataName(CertificateTypes.ClientAuthenticationOptions);
    private readonly INamedTypeSymbol? _server = compilation.GetTypeByMetadataName(CertificateTypes.ServerAuthenticationOptions);
    private readonly INamedTypeSymbol? _policy = compilation.GetTypeByMetadataName(CertificateTypes.ChainPolicy);

    /// <summary>What the member switches off with which value; null for every other member.</summary>
    public RevocationSwitch? Find(ISymbol member)
    {
        RevocationSubject? mode = member.Name switch
        {
            "CertificateRevocationCheckMode" when SymbolEqualityComparer.Default.Equals(member.ContainingType, _client) => RevocationSubject.Peer,
            "CertificateRevocationCheckMode" when SymbolEqualityComparer.Default.Equals(member.ContainingType, _server) => RevocationSubject.OptionalClient,
            "RevocationMode" when SymbolEqualityComparer.Default.Equals(member.ContainingType, _policy) => RevocationSubject.Chain,
            _ => null,
        };

        if (mode is { } subject)
        {
            return new RevocationSwitch("NoCheck", "Online", subject);
        }

        return catalogue.TryGet(member, ApiRole.RevocationSwitch, out var entry) && entry.Arguments is [var off, var safe, ..]
            ? new RevocationSwitch(off, safe, member.ContainingType.Name == "HttpsConnectionAdapterOptions" ? RevocationSubject.OptionalClient : RevocationSubject.Peer)
            : null;
    }

    /// <summary>Whether the value is surely the one that switches the check off.</summary>
    public static bool IsOff(IOperation value, RevocationSwitch found)
    {
        if (!SingleValue.TryGetConstant(value, out var constant) || constant is null)
        {
            return false;
        }

        if (value.Type is INamedTypeSymbol { TypeKind: TypeKind.Enum } type)
        {
            foreach (var member in type.GetMembers(found.Off))
            {
                return member is IFieldSymbol { HasConstantValue: true } field && constant.Equals(field.ConstantValue);
            }
        }

        return string.Equals(Convert.ToString(constant, CultureInfo.InvariantCulture), found.Off, StringComparison.OrdinalIgnoreCase);
    }
}
