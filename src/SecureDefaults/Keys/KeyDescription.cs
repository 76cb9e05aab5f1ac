namespace SocketSecurity.Keys;

/// <summary>What is public about one key of a ring.</summary>
/// <param name="Id">The key's number.</param>
/// <param name="State">What it may be used for.</param>
/// <param name="Created">When it was generated or added.</param>
/// <param name="UsableFrom">From when it may become primary.</param>
public sealed record KeyDescription(KeyId Id, KeyState State, DateTimeOffset Created, DateTimeOffset UsableFrom);
