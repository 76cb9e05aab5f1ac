namespace SocketSecurity.Analyzers.KnownApis;

/// <summary>Metadata names of the framework's socket types.</summary>
public static class SocketTypes
{
    public const string NetworkStream = "System.Net.Sockets.NetworkStream";
    public const string Socket = "System.Net.Sockets.Socket";
}
