namespace SocketSecurity.Datagrams;

/// <summary>
/// No authentic answer to the hello came in time: the server is not there, is full, or does not hold the key. The three
/// cannot be told apart, because a server answers nobody who does not hold the key.
/// </summary>
public sealed class DatagramHelloException : SocketSecurityException
{
    /// <summary>Creates the exception.</summary>
    public DatagramHelloException()
        : base("No authentic answer came in time: check the server's address and that both ends hold the same key and context.")
    {
    }
}
