namespace SocketSecurity.Analyzers.KnownApis;

/// <summary>Metadata names of the framework's stream and socket types.</summary>
public static class SocketTypes
{
    public const string Stream = "System.IO.Stream";
    public const string NetworkStream = "System.Net.Sockets.NetworkStream";
    public const string Socket = "System.Net.Sockets.Socket";
    public const string TcpListener = "System.Net.Sockets.TcpListener";
}
