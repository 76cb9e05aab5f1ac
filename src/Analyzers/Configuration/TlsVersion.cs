namespace SocketSecurity.Analyzers.Configuration;

/// <summary>The TLS versions a project may still allow, oldest first.</summary>
public enum TlsVersion
{
    Tls12,
    Tls13,
}
