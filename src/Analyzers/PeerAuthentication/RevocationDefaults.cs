using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow;
using SocketSecurity.Analyzers.KnownApis;

namespace SocketSecurity.Analyzers.PeerAuthentication;

/// <summary>What does not check revocation on the target framework when nobody says anything. Strict mode only.</summary>
internal sealed class RevocationDefaults(Compilation compilation)
{
    /// <summary>What has such defaults.</summary>
    public static readonly string[] TypeNames = ["SslClientAuthenticationOptions", "HttpClientHandler"];

    private const string ModeProperty = "CertificateRevocationCheckMode";
    private const string ListProperty = "CheckCertificateRevocationList";

    private readonly INamedTypeSymbol? _clientOptions = compilation.GetTypeByMetadataName(CertificateTypes.ClientAuthenticationOptions);

    private readonly INamedTypeSymbol? _handler = TargetRuntime.MajorVersion(compilation) < TargetRuntime.HandlersCheckRevocation
        ? compilation.GetTypeByMetadataName("System.Net.Http.HttpClientHandler")
        : null;

    /// <summary>Handshakes that take a host and nothing about revocation.</summary>
    public static bool IsClientHandshakeByName(IMethodSymbol method) =>
        method.Name is "AuthenticateAsClient" or "AuthenticateAsClientAsync" or "BeginAuthenticateAsClient"
        && method.Parameters is [{ Type.SpecialType: SpecialType.System_String }, ..];

    /// <summary>The property that a new object leaves at a default without check; null when it sets it or may set it elsewhere.</summary>
    public string? LeavesOff(IObjectCreationOperation creation)
    {
        var property = SymbolEqualityComparer.Default.Equals(creation.Type, _clientOptions) ? ModeProperty
            : _handler is not null && SymbolEqualityComparer.Default.Equals(creation.Type, _handler) ? ListProperty
            : null;

        if (property is null || ObjectPath.Of(creation) is not { } path || !ObjectUse.IsInPlainSight(creation))
        {
            return null;
        }

        var settings = ObjectSettings.InBodyOf(creation);
        return settings.Find(path, property) is null
            && settings.Find(path, "CertificateChainPolicy") is null
            && (property == ListProperty || HandshakeUse.IsPassedToSslStream(creation, path))
                ? property
                : null;
    }
}
