using SocketSecurity.Trust;

namespace SocketSecurity.Tls;

/// <summary>
/// Whether a server's clients authenticate by certificate: not at all, or always. There is nothing in between, because a
/// server that asks and accepts a missing certificate authenticates nobody. Immutable and thread-safe.
/// </summary>
public sealed class ClientAuthentication
{
    private ClientAuthentication(TrustPolicy? trust) => Trust = trust;

    /// <summary>Clients are not asked for a certificate.</summary>
    public static ClientAuthentication None { get; } = new(null);

    internal TrustPolicy? Trust { get; }

    /// <summary>Every client must present a certificate that this policy accepts; the handshake of others fails.</summary>
    /// <param name="trust">Whose certificates are accepted; usually an authority of your own.</param>
    public static ClientAuthentication Required(TrustPolicy trust)
    {
        ArgumentNullException.ThrowIfNull(trust);
        return new ClientAuthentication(trust);
    }
}
