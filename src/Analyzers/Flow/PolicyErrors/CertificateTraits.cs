namespace SocketSecurity.Analyzers.Flow.PolicyErrors;

/// <summary>What about the certificate or its chain a decision looks at.</summary>
[Flags]
internal enum CertificateTraits
{
    None = 0,

    /// <summary>Only whether there is one. Any attacker has one.</summary>
    Presence = 1 << 0,

    /// <summary>Text, numbers or extensions that the holder writes into the certificate.</summary>
    Name = 1 << 1,

    /// <summary>A SHA-1 or MD5 hash of the certificate.</summary>
    WeakHash = 1 << 2,

    /// <summary>The validity period.</summary>
    Validity = 1 << 3,

    /// <summary>The statuses of the chain that already failed.</summary>
    ChainStatus = 1 << 4,

    /// <summary>A chain built again against the system's roots.</summary>
    SystemChain = 1 << 5,

    /// <summary>The key, the whole certificate or a strong hash of either: proof of identity.</summary>
    Identity = 1 << 6,

    /// <summary>A chain built to roots that the program itself chose.</summary>
    OwnRoots = 1 << 7,

    /// <summary>Handed to code that is not understood here and may well check it.</summary>
    ExaminedElsewhere = 1 << 8,

    /// <summary>Traits that an attacker can give to a certificate of their own.</summary>
    Forgeable = Name | WeakHash | Validity | ChainStatus,

    /// <summary>Traits that settle whose certificate it is, or may do so.</summary>
    Settling = Identity | OwnRoots | ExaminedElsewhere,
}
