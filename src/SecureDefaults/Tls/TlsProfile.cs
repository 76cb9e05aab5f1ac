namespace SocketSecurity.Tls;

/// <summary>Which TLS versions and cipher suites a connection may use.</summary>
public enum TlsProfile
{
    /// <summary>
    /// TLS 1.2 and 1.3 with authenticated encryption and ephemeral key exchange only: the six ECDHE AEAD suites of TLS 1.2
    /// and the three suites of TLS 1.3 with a full tag (RFC 9325 §4.2, Mozilla's intermediate configuration 6.0).
    /// </summary>
    Default,

    /// <summary>TLS 1.3 only: for new protocols, which RFC 9852 requires to need it. Not available to servers on macOS.</summary>
    Tls13Only,
}
