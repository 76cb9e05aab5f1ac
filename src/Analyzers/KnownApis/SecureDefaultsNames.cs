namespace SocketSecurity.Analyzers.KnownApis;

/// <summary>
/// Everything analyzers and fixes know about SocketSecurity.SecureDefaults. They do not reference the library; a test
/// checks that every name here exists in it.
/// </summary>
public static class SecureDefaultsNames
{
    public const string TlsNamespace = "SocketSecurity.Tls";
    public const string TrustNamespace = "SocketSecurity.Trust";

    public const string KeysNamespace = "SocketSecurity.Keys";
    public const string TokensNamespace = "SocketSecurity.Tokens";

    public const string MessageMac = TokensNamespace + ".MessageMac";
    public const string MacKey = KeysNamespace + ".MacKey";
    public const string SecureTls = TlsNamespace + ".SecureTls";
    public const string TlsClient = TlsNamespace + ".TlsClient";
    public const string TlsListener = TlsNamespace + ".TlsListener";
    public const string TlsConnection = TlsNamespace + ".TlsConnection";
    public const string MessageChannel = TlsNamespace + ".MessageChannel";
    public const string ServerCertificateSource = TlsNamespace + ".ServerCertificateSource";
    public const string TrustPolicy = TrustNamespace + ".TrustPolicy";
    public const string RevocationPolicy = TrustNamespace + ".RevocationPolicy";

    public const string AccessToken = TokensNamespace + ".AccessToken";
    public const string SecretKey = KeysNamespace + ".SecretKey";

    public const string EncryptionNamespace = "SocketSecurity.Encryption";

    public const string AeadBox = EncryptionNamespace + ".AeadBox";
    public const string AeadKey = KeysNamespace + ".AeadKey";
    public const string PasswordBox = EncryptionNamespace + ".PasswordBox";
    public const string StreamEncryption = EncryptionNamespace + ".StreamEncryption";
    public const string StreamKey = KeysNamespace + ".StreamKey";

    /// <summary>By its metadata name.</summary>
    public const string Keyring = KeysNamespace + ".Keyring`1";

    /// <summary>Members that fixes call, by the type that declares them.</summary>
    public static class Members
    {
        public const string AuthenticateAsClient = "AuthenticateAsClient";
        public const string AuthenticateAsClientAsync = "AuthenticateAsClientAsync";
        public const string AuthenticateAsServer = "AuthenticateAsServer";
        public const string AuthenticateAsServerAsync = "AuthenticateAsServerAsync";
        public const string ConnectAsync = "ConnectAsync";
        public const string Start = "Start";
        public const string RunAsync = "RunAsync";
        public const string Stream = "Stream";
        public const string OpenAsync = "OpenAsync";
        public const string OpenOverAsync = "OpenOverAsync";
        public const string ReceiveAsync = "ReceiveAsync";
        public const string SendAsync = "SendAsync";
        public const string CompleteAsync = "CompleteAsync";
        public const string FromPem = "FromPem";
        public const string FromCertificate = "FromCertificate";
        public const string ValidateRemoteCertificate = "ValidateRemoteCertificate";
        public const string Compute = "Compute";
        public const string Derive = "Derive";
        public const string FromBytes = "FromBytes";
        public const string FromKey = "FromKey";
        public const string Encrypt = "Encrypt";
        public const string EncryptAsync = "EncryptAsync";
        public const string Decrypt = "Decrypt";
        public const string DecryptAsync = "DecryptAsync";
        public const string Seal = "Seal";
        public const string Open = "Open";
        public const string Verify = "Verify";
        public const string System = "System";
        public const string PrivateRoots = "PrivateRoots";
        public const string WhenAvailable = "WhenAvailable";
        public const string PrivateRootsFromPem = "PrivateRootsFromPem";
        public const string FromEnvironment = "FromEnvironment";
        public const string CreateRandom = "CreateRandom";
        public const string ExportDangerous = "ExportDangerous";
        public const string PinnedSelfSigned = "PinnedSelfSigned";
    }
}
