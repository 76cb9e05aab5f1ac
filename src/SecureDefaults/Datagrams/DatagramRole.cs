namespace SocketSecurity.Datagrams;

/// <summary>Which of the two ends of a datagram session this is; it decides which key seals and which opens.</summary>
internal enum DatagramRole : byte
{
    Initiator = 1,
    Responder = 2,
}
