namespace SocketSecurity.Keys;

/// <summary>Who besides the owner may be able to read a key file.</summary>
public enum KeyFileAccess
{
    /// <summary>Nobody: any right of the group or of others is refused (modes 0600 and 0400).</summary>
    OwnerOnly,

    /// <summary>The file's group may read it (0640, 0440), as container platforms mount secrets for a service's group.</summary>
    OwnerAndGroup,
}
