namespace SocketSecurity.Trust;

/// <summary>Which end of the connection the certificate belongs to.</summary>
public enum PeerRole
{
    /// <summary>A server, met by a client: its certificate must name the host and allow server authentication.</summary>
    Server,

    /// <summary>A client, met by a server: its certificate must allow client authentication.</summary>
    Client,
}
