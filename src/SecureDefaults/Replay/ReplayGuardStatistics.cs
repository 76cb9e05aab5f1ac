namespace SocketSecurity.Replay;

/// <summary>What a guard has decided so far.</summary>
/// <param name="Accepted">Messages accepted.</param>
/// <param name="Refused">Messages refused, for whatever reason.</param>
/// <param name="Remembered">Messages remembered now.</param>
/// <param name="Capacity">Messages that can be remembered.</param>
public sealed record ReplayGuardStatistics(long Accepted, long Refused, int Remembered, int Capacity);
