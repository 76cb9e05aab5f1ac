namespace SocketSecurity.Datagrams;

/// <summary>What a server has done so far; packets within sessions are counted by each session.</summary>
/// <param name="Sessions">Sessions at the moment, those included whose peer has not been heard yet.</param>
/// <param name="Cookies">Hellos answered with a cookie.</param>
/// <param name="Accepted">Hellos answered with a session.</param>
/// <param name="RefusedHellos">Hellos dropped: no such key, not authentic, or no room.</param>
/// <param name="Unknown">Packets dropped for their form, or because no session at their sender's address has their number.</param>
public sealed record SecureUdpServerStatistics(int Sessions, long Cookies, long Accepted, long RefusedHellos, long Unknown);
