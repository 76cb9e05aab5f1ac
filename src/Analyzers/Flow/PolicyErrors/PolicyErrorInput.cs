namespace SocketSecurity.Analyzers.Flow.PolicyErrors;

/// <summary>
/// The eight values a validator can be called with: every combination of the three flags of <c>SslPolicyErrors</c>.
/// The numbers are those of the enumeration itself.
/// </summary>
internal static class PolicyErrorInput
{
    public const long None = 0;
    public const long RemoteCertificateNotAvailable = 1;
    public const long RemoteCertificateNameMismatch = 2;
    public const long RemoteCertificateChainErrors = 4;

    /// <summary>How many inputs there are; they are the numbers below it.</summary>
    public const int Count = 8;

    public static bool HasCertificate(long errors) => (errors & RemoteCertificateNotAvailable) == 0;
}
