namespace SocketSecurity.Analyzers;

/// <summary>Diagnostic categories: one per rule family, usable in <c>dotnet_analyzer_diagnostic.category-…</c>.</summary>
public static class RuleCategories
{
    public const string Configuration = "SocketSecurityConfiguration";
    public const string PeerAuthentication = "PeerAuthentication";
    public const string TlsProtocol = "TlsProtocol";
    public const string KeysAndCredentials = "KeysAndCredentials";
    public const string MessageProtection = "MessageProtection";
    public const string Transport = "Transport";
    public const string HostileInput = "HostileInput";
}
