namespace SocketSecurity.Trust;

/// <summary>What can be wrong with a peer's certificate.</summary>
public enum PeerProblem
{
    /// <summary>The peer presented no certificate.</summary>
    NoCertificate,

    /// <summary>No subject alternative name of the certificate names the host that was meant.</summary>
    WrongHost,

    /// <summary>The certificate does not lead to an authority that the policy trusts.</summary>
    UntrustedAuthority,

    /// <summary>The certificate or one above it has expired.</summary>
    Expired,

    /// <summary>The certificate or one above it is not valid yet.</summary>
    NotYetValid,

    /// <summary>The certificate or one above it was revoked.</summary>
    Revoked,

    /// <summary>The policy demands a revocation answer, and none could be had in time.</summary>
    RevocationUnknown,

    /// <summary>A key in the chain is too short or of a kind that is not accepted.</summary>
    WeakKey,

    /// <summary>A signature in the chain uses MD5 or SHA-1.</summary>
    WeakSignature,

    /// <summary>The certificate was not issued for this use: server certificates need the server authentication usage, client certificates the client authentication usage.</summary>
    WrongPurpose,

    /// <summary>The certificate is that of an authority, not of a server or client.</summary>
    AuthorityAsPeer,

    /// <summary>The certificate has no subject alternative name; its common name is not accepted as a host (RFC 9525 §2).</summary>
    NoSubjectAlternativeName,

    /// <summary>An authority is not allowed to vouch for the names in the certificate, or the policy requires another name.</summary>
    NameNotPermitted,

    /// <summary>The certificate's key is none of the pinned keys.</summary>
    PinMismatch,

    /// <summary>The certificate or one above it breaks a rule of RFC 5280.</summary>
    Malformed,
}
