using System.Net;
using System.Net.Sockets;

namespace SocketSecurity.SecureDefaults.Tests;

/// <summary>For servers that have to be told their port.</summary>
internal static class UnusedPort
{
    /// <summary>A port that nobody has at the moment.</summary>
    public static int Find()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        return ((IPEndPoint)taken.LocalEndpoint).Port;
    }
}
