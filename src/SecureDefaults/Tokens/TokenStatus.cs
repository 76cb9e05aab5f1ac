namespace SocketSecurity.Tokens;

/// <summary>What a validator found. Everything but <see cref="Valid"/> means: refuse; the reason is for logs.</summary>
public enum TokenStatus
{
    /// <summary>Not a token of these keys and this issuer, or changed, or longer-lived than allowed.</summary>
    Invalid,

    /// <summary>Authentic, current and meant for this service.</summary>
    Valid,

    /// <summary>Authentic, but over.</summary>
    Expired,

    /// <summary>Authentic, but issued further in the future than clocks may differ.</summary>
    NotYetValid,

    /// <summary>Authentic, but meant for another service.</summary>
    WrongAudience,

    /// <summary>Bound to another certificate than the peer's, or not bound where binding is required.</summary>
    WrongBinding,

    /// <summary>Taken back before its end.</summary>
    Revoked,

    /// <summary>Used before, or issued before the memory of used tokens begins.</summary>
    AlreadyUsed,

    /// <summary>The memory of used tokens is full or cannot be reached, so single use cannot be assured.</summary>
    StoreUnavailable,
}
