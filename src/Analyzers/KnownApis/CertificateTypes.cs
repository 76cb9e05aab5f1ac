namespace SocketSecurity.Analyzers.KnownApis;

/// <summary>Metadata names of the framework's certificate and TLS types.</summary>
public static class CertificateTypes
{
    private const string Certificates = "System.Security.Cryptography.X509Certificates.";
    private const string Security = "System.Net.Security.";

    public const string Certificate = Certificates + "X509Certificate";
    public const string Certificate2 = Certificates + "X509Certificate2";
    public const string Chain = Certificates + "X509Chain";
    public const string ChainPolicy = Certificates + "X509ChainPolicy";
    public const string ChainTrustMode = Certificates + "X509ChainTrustMode";
    public const string RevocationMode = Certificates + "X509RevocationMode";
    public const string Store = Certificates + "X509Store";
    public const string VerificationFlags = Certificates + "X509VerificationFlags";

    public const string ClientAuthenticationOptions = Security + "SslClientAuthenticationOptions";
    public const string PolicyErrors = Security + "SslPolicyErrors";
    public const string ServerAuthenticationOptions = Security + "SslServerAuthenticationOptions";
    public const string SslStream = Security + "SslStream";
    public const string StreamCertificateContext = Security + "SslStreamCertificateContext";
}
