namespace SocketSecurity.Trust;

/// <summary>
/// How strictly the certificates of a chain are examined after the platform has accepted it. The platform alone accepts
/// 1024-bit RSA keys, MD5 and SHA-1 signatures, authorities as servers and certificates without a declared use.
/// </summary>
public enum CertificateStrength
{
    /// <summary>
    /// RSA keys of 2048 bits or more, elliptic-curve keys on P-256, P-384 or P-521 (NIST SP 800-57 part 1, RFC 9325 §4.5);
    /// no MD5 or SHA-1 signatures; no authority as peer; a declared extended key usage; subject alternative names; name
    /// constraints enforced. Ordinary private authorities, OpenSSL's among them, pass.
    /// </summary>
    Standard,

    /// <summary>
    /// In addition what RFC 5280 and the CA/Browser Forum demand of public authorities: key identifiers, critical basic
    /// constraints, sane serial numbers, well-formed names, no extended key usage in roots, a common name that repeats an
    /// alternative name.
    /// </summary>
    Strict,
}
