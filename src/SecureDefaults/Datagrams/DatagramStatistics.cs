namespace SocketSecurity.Datagrams;

/// <summary>What a channel has done so far.</summary>
/// <param name="Sealed">Packets sealed.</param>
/// <param name="Opened">Packets opened.</param>
/// <param name="Malformed">Packets refused for their form or for keys that are not this session's.</param>
/// <param name="Replayed">Packets refused because they were seen before or are older than the window.</param>
/// <param name="Forged">Packets refused because they are not authentic.</param>
/// <param name="Rekeyings">How often this end changed its sending key.</param>
public sealed record DatagramStatistics(long Sealed, long Opened, long Malformed, long Replayed, long Forged, long Rekeyings);
