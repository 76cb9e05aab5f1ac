using Microsoft.CodeAnalysis;
using SocketSecurity.Analyzers.KnownApis;

namespace SocketSecurity.Analyzers.PeerAuthentication;

/// <summary>Whose certificate a revocation setting is about.</summary>
internal enum RevocationSubject
{
    /// <summary>The peer's, always.</summary>
    Peer,

    /// <summary>The client's, if the server asks for one.</summary>
    OptionalClient,

    /// <summary>Whatever a chain policy is used for.</summary>
    Chain,
}

/// <summary>The properties that switch revocation checks on and off, in the framework and in libraries; looked up once per compilation.</summary>
internal sealed class RevocationApis
{
    private const int NoCheck = 0;

    private static readonly (string Type, string Property, object OffValue, RevocationSubject Subject)[] Table =
    [
        (CertificateTypes.ClientAuthenticationOptions, "CertificateRevocationCheckMode", NoCheck, RevocationSubject.Peer),
        (CertificateTypes.ServerAuthenticationOptions, "CertificateRevocationCheckMode", NoCheck, RevocationSubject.OptionalClient),
        (CertificateTypes.ChainPolicy, "RevocationMode", NoCheck, RevocationSubject.Chain),
        ("System.Net.Http.HttpClientHandler", "CheckCertificateRevocationList", false, RevocationSubject.Peer),
        ("System.Net.Http.WinHttpHandler", "CheckCertificateRevocationList", false, RevocationSubject.Peer),
        ("System.Net.ServicePointManager", "CheckCertificateRevocationList", false, RevocationSubject.Peer),
        ("Microsoft.AspNetCore.Server.Kestrel.Https.HttpsConnectionAdapterOptions", "CheckCertificateRevocation", false, RevocationSubject.OptionalClient),
        ("MailKit.IMailService", "CheckCertificateRevocation", false, RevocationSubject.Peer),
        ("MailKit.MailService", "CheckCertificateRevocation", false, RevocationSubject.Peer),
        ("MailKit.Net.Proxy.HttpsProxyClient", "CheckCertificateRevocation", false, RevocationSubject.Peer),
        ("Npgsql.NpgsqlConnectionStringBuilder", "CheckCertificateRevocation", false, RevocationSubject.Peer),
        ("FluentFTP.FtpConfig", "ValidateCertificateRevocation", false, RevocationSubject.Peer),
        ("MQTTnet.MqttClientTlsOptions", "RevocationMode", NoCheck, RevocationSubject.Peer),
        ("MQTTnet.MqttClientTlsOptions", "IgnoreCertificateRevocationErrors", true, RevocationSubject.Peer),
        ("MQTTnet.Client.MqttClientTlsOptions", "RevocationMode", NoCheck, RevocationSubject.Peer),
        ("MQTTnet.Client.MqttClientTlsOptions", "IgnoreCertificateRevocationErrors", true, RevocationSubject.Peer),
        ("RabbitMQ.Client.SslOption", "CheckCertificateRevocation", false, RevocationSubject.Peer),
        ("StackExchange.Redis.ConfigurationOptions", "CheckCertificateRevocation", false, RevocationSubject.Peer),
        ("MongoDB.Driver.SslSettings", "CheckCertificateRevocation", false, RevocationSubject.Peer),
        ("WebSocketSharp.Net.ClientSslConfiguration", "CheckCertificateRevocation", false, RevocationSubject.Peer),
        ("Amqp.ConnectionFactory+SslSettings", "CheckCertificateRevocation", false, RevocationSubject.Peer),
    ];

    private readonly Dictionary<ISymbol, (object OffValue, RevocationSubject Subject)> _properties = new(SymbolEqualityComparer.Default);
    private readonly HashSet<string> _names = [];

    public RevocationApis(Compilation compilation)
    {
        foreach (var (typeName, propertyName, offValue, subject) in Table)
        {
            if (compilation.GetTypeByMetadataName(typeName) is { } type)
            {
                foreach (var member in type.GetMembers(propertyName))
                {
                    _properties[member] = (offValue, subject);
                    _names.Add(propertyName);
                }
            }
        }
    }

    /// <summary>Whether the compilation has none of them.</summary>
    public bool IsEmpty => _properties.Count == 0;

    /// <summary>The value that switches the check off, and what for; null for every other property.</summary>
    public (object OffValue, RevocationSubject Subject)? Find(IPropertySymbol property)
    {
        if (!_names.Contains(property.Name))
        {
            return null;
        }

        for (var declared = property; declared is not null; declared = declared.OverriddenProperty)
        {
            if (_properties.TryGetValue(declared.OriginalDefinition, out var found))
            {
                return found;
            }
        }

        return null;
    }
}
