namespace SocketSecurity.Datagrams;

/// <summary>A payload that arrived at a <see cref="SecureUdpServer"/>, authentic and for the first time.</summary>
/// <param name="Session">Whose it is; answer through it.</param>
/// <param name="Payload">The payload; the receiver's own, never empty.</param>
public readonly record struct SecureDatagram(SecureUdpSession Session, byte[] Payload);
