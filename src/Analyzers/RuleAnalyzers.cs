using System.Collections.Immutable;
using SocketSecurity.Analyzers.Configuration;
using SocketSecurity.Analyzers.HostileInput;
using SocketSecurity.Analyzers.KeysAndCredentials;
using SocketSecurity.Analyzers.KnownApis;
using SocketSecurity.Analyzers.MessageProtection;
using SocketSecurity.Analyzers.PeerAuthentication;
using SocketSecurity.Analyzers.TlsProtocol;
using SocketSecurity.Analyzers.Transport;

namespace SocketSecurity.Analyzers;

/// <summary>What finds the violations of all rules, family by family.</summary>
public static class RuleAnalyzers
{
    /// <summary>One of each, without state of its own: what a compilation needs is made when it is analyzed.</summary>
    public static ImmutableArray<RuleAnalyzer> All { get; } =
    [
        new OptionValueAnalyzer(),

        new ApiCatalogueAnalyzer(),

        new AcceptAnyCertificateAnalyzer(),
        new CertificateCallbackAnalyzer(),
        new CertificateDownloadAnalyzer(),
        new CertificateValidatorAnalyzer(),
        new ChainResultAnalyzer(),
        new ClientCertificateAnalyzer(),
        new CommonNameAnalyzer(),
        new ProcessWideCallbackAnalyzer(),
        new RevocationAnalyzer(),
        new RevocationModeOverrideAnalyzer(),
        new RootStoreAnalyzer(),
        new TargetHostAnalyzer(),
        new UnauthenticatedBindAnalyzer(),
        new VerificationFlagsAnalyzer(),

        new ChannelBindingAnalyzer(),
        new CipherSuiteAnalyzer(),
        new EncryptionPolicyAnalyzer(),
        new RenegotiationAnalyzer(),
        new ServerTlsVersionAnalyzer(),
        new StrongCryptoSwitchAnalyzer(),
        new TlsVersionAnalyzer(),

        new AuthorizationHeaderAnalyzer(),
        new PasswordDerivationAnalyzer(),
        new PrivateKeyAnalyzer(),
        new SecretValueAnalyzer(),

        new AsymmetricKeyAnalyzer(),
        new AsymmetricPaddingAnalyzer(),
        new AuthenticationTagAnalyzer(),
        new HomeMadeCryptographyAnalyzer(),
        new SharedAeadInstanceAnalyzer(),
        new SymmetricCipherAnalyzer(),
        new TimingUnsafeComparisonAnalyzer(),
        new TokenValidationAnalyzer(),
        new UnkeyedIntegrityAnalyzer(),
        new WeakHashAnalyzer(),

        new CleartextSettingAnalyzer(),
        new CleartextUriAnalyzer(),
        new ConnectionStringAnalyzer(),
        new PlaintextConnectionAnalyzer(),
        new TlsModeAnalyzer(),
        new TlsStreamAnalyzer(),
        new WildcardListenerAnalyzer(),

        new HandshakeDeadlineAnalyzer(),
        new HandshakeInAcceptLoopAnalyzer(),
        new ReadToTheEndAnalyzer(),
        new TlsShutdownAnalyzer(),
        new UnboundedAllocationAnalyzer(),
        new UnsafeDeserializationAnalyzer(),
    ];
}
