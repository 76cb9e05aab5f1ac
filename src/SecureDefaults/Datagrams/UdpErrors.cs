using System.Net.Sockets;

namespace SocketSecurity.Datagrams;

/// <summary>
/// Errors that a socket reports about some earlier or larger packet. Anybody on the network can cause them with an ICMP
/// message, so they end nothing.
/// </summary>
internal static class UdpErrors
{
    public static bool IsAboutOnePacket(SocketException error) => error.SocketErrorCode is
        SocketError.ConnectionReset
        or SocketError.ConnectionRefused
        or SocketError.MessageSize
        or SocketError.HostUnreachable
        or SocketError.NetworkUnreachable
        or SocketError.NetworkReset;
}
