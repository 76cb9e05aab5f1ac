namespace SocketSecurity.Keys;

/// <summary>Too many passwords are being checked already. Nothing was decided: answer "try again later".</summary>
public sealed class PasswordHasherBusyException : SocketSecurityException
{
    /// <summary>Creates the exception.</summary>
    public PasswordHasherBusyException()
        : base("Too many passwords are being checked at once.")
    {
    }
}
