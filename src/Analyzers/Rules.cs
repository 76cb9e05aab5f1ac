using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;

namespace SocketSecurity.Analyzers;

/// <summary>Every rule, in id order: the table of contents of the analyzers.</summary>
public static class Rules
{
    /// <summary>Custom tag that carries the rule's level, read by the generators of documentation and mode files.</summary>
    internal const string LevelTagPrefix = "SocketSecurityLevel:";

    private const string HelpLinkFormat = "https://github.com/socketsecurity/SocketSecurity.Analyzers/blob/main/docs/rules/{0}.md";

    // SOCK0xxx Configuration

    public static readonly DiagnosticDescriptor MalformedApiCatalogueLine = Create(
        "SOCK0001", RuleLevel.Configuration, RuleCategories.Configuration,
        title: "API catalogue line is malformed",
        message: "This line of the API catalogue is not understood and has no effect: {0}",
        description: "A line of SocketSecurity.Apis.txt that cannot be read would silently leave an API unchecked.");

    public static readonly DiagnosticDescriptor InvalidOptionValue = Create(
        "SOCK0002", RuleLevel.Configuration, RuleCategories.Configuration,
        title: "SocketSecurity option has an invalid value",
        message: "Option '{0}' is set to '{1}', which has no effect: {2}",
        description: "An option whose value or name is wrong would silently leave its default in force.");

    // SOCK1xxx Peer authentication

    public static readonly DiagnosticDescriptor CertificateValidationDisabled = Create(
        "SOCK1001", RuleLevel.Weakness, RuleCategories.PeerAuthentication,
        title: "Certificate validation is disabled",
        message: "{0} accepts every certificate, so anyone on the network path can impersonate the peer and read and change the traffic{1}",
        description: "A validator that accepts every certificate turns TLS into encryption towards whoever answers, an attacker included.",
        "CWE-295");

    public static readonly DiagnosticDescriptor CertificateErrorsIgnored = Create(
        "SOCK1002", RuleLevel.Weakness, RuleCategories.PeerAuthentication,
        title: "Certificate errors are ignored",
        message: "{0} lets {1} pass, so {2}{3}",
        description: "A validator that forgives some certificate errors accepts the certificates an attacker can get.",
        "CWE-295", "CWE-297");

    public static readonly DiagnosticDescriptor CertificateIdentifiedByName = Create(
        "SOCK1003", RuleLevel.Weakness, RuleCategories.PeerAuthentication,
        title: "Certificate is accepted for something anyone can copy",
        message: "{0} accepts a certificate that failed validation because of {1}, which an attacker can put into a certificate of their own{2}",
        description: "Names, serial numbers, SHA-1 hashes and forgiven chain statuses do not prove who holds the private key.",
        "CWE-295", "CWE-297");

    public static readonly DiagnosticDescriptor TargetHostMissing = Create(
        "SOCK1004", RuleLevel.Weakness, RuleCategories.PeerAuthentication,
        title: "Target host of the TLS client is missing or wrong",
        message: "The certificate cannot be checked against the host that was meant, because the target host is {0}: a handshake that succeeds nevertheless accepts another host's certificate{1}",
        description: "The target host is the name that the server's certificate is checked against.",
        "CWE-297");

    public static readonly DiagnosticDescriptor RevocationNotChecked = Create(
        "SOCK1005", RuleLevel.Judgement, RuleCategories.PeerAuthentication,
        title: "Certificate revocation is not checked",
        message: "{0} does not check revocation, so a certificate whose key was stolen stays accepted until it expires",
        description: "Revocation is the only way to withdraw a certificate before it expires.",
        "CWE-299");

    public static readonly DiagnosticDescriptor ChainPolicyWeakened = Create(
        "SOCK1006", RuleLevel.Weakness, RuleCategories.PeerAuthentication,
        title: "Certificate chain policy is weakened",
        message: "'{0}' makes the chain accept {1}{2}",
        description: "Verification flags switch off single checks of the chain engine, for every certificate it sees.",
        "CWE-295", "CWE-296");

    public static readonly DiagnosticDescriptor RevocationModeOverridden = Create(
        "SOCK1007", RuleLevel.Weakness, RuleCategories.PeerAuthentication,
        title: "Revocation mode is ignored because a chain policy is set",
        message: "'CertificateRevocationCheckMode' has no effect here: 'CertificateChainPolicy' of the same options decides, and its revocation mode is {0}",
        description: "The runtime reads the revocation mode of the chain policy and ignores the mode set on the options.",
        "CWE-299");

    public static readonly DiagnosticDescriptor ClientCertificateNotRequired = Create(
        "SOCK1008", RuleLevel.Weakness, RuleCategories.PeerAuthentication,
        title: "Client certificate is not really required",
        message: "{0}, so a client without a certificate is let in",
        description: "A server that asks for a client certificate but accepts its absence authenticates nobody.",
        "CWE-287", "CWE-295");

    public static readonly DiagnosticDescriptor ChainResultIgnored = Create(
        "SOCK1009", RuleLevel.Weakness, RuleCategories.PeerAuthentication,
        title: "Result of the certificate chain check is ignored",
        message: "The result of '{0}' decides nothing, so an untrusted certificate is treated like a trusted one{1}",
        description: "X509Chain.Build and X509Certificate2.Verify report failure only by their result.",
        "CWE-295", "CWE-252");

    public static readonly DiagnosticDescriptor CommonNameMatching = Create(
        "SOCK1010", RuleLevel.Weakness, RuleCategories.PeerAuthentication,
        title: "Host name is matched against the common name",
        message: "{0} matches the host against the subject's common name, which is not where certificate authorities put the host names they verified",
        description: "RFC 9525 allows only subject alternative names as the identity of a server.",
        "CWE-297");

    public static readonly DiagnosticDescriptor CertificateDownloadsOnServer = Create(
        "SOCK1011", RuleLevel.Judgement, RuleCategories.PeerAuthentication,
        title: "Server downloads certificates during handshakes",
        message: "{0} lets the chain engine download certificates from addresses in {1}",
        description: "Authority information access URLs in a certificate are fetched during the handshake, and no handshake timeout ends the download.",
        "CWE-918", "CWE-400");

    public static readonly DiagnosticDescriptor ProcessWideValidationCallback = Create(
        "SOCK1012", RuleLevel.Judgement, RuleCategories.PeerAuthentication,
        title: "Certificate validation callback is process-wide",
        message: "'{0}' decides for every connection of the process, those of other libraries included",
        description: "A process-wide callback changes the trust of code that knows nothing about it.",
        "CWE-295");

    public static readonly DiagnosticDescriptor RootCertificateInstalled = Create(
        "SOCK1013", RuleLevel.Weakness, RuleCategories.PeerAuthentication,
        title: "Certificate is installed as a trusted root",
        message: "Adding a certificate to the {0} store makes the whole {1} trust every certificate signed with its key{2}",
        description: "A root installed for one connection is trusted for all of them, by every program.",
        "CWE-295");

    public static readonly DiagnosticDescriptor UnauthenticatedBind = Create(
        "SOCK1014", RuleLevel.Weakness, RuleCategories.PeerAuthentication,
        title: "Connection is set up without authentication",
        message: "'{0}' {1}, so the peer's identity is not established and the traffic can be read or changed",
        description: "Anonymous binds and protection level None leave both sides without proof of who the other is.",
        "CWE-287", "CWE-319");

    // SOCK2xxx TLS protocol

    public static readonly DiagnosticDescriptor DeprecatedTlsVersion = Create(
        "SOCK2001", RuleLevel.Weakness, RuleCategories.TlsProtocol,
        title: "Deprecated TLS version is enabled",
        message: "{0} enables {1}, whose known attacks let someone on the network path read or change the traffic",
        description: "SSL 2.0, SSL 3.0, TLS 1.0 and TLS 1.1 are broken or rest on broken hashes; RFC 8996 retires them.",
        "CWE-327", "CWE-326");

    public static readonly DiagnosticDescriptor TlsVersionHardCoded = Create(
        "SOCK2002", RuleLevel.Judgement, RuleCategories.TlsProtocol,
        title: "TLS 1.2 is the only version allowed",
        message: "{0} shuts TLS 1.3 out, so every connection keeps the weaker protocol even where the peer offers the better one",
        description: "A single hard-coded version cannot improve with the peers, and TLS 1.3 protects more of the handshake.",
        "CWE-757");

    public static readonly DiagnosticDescriptor TlsVersionLeftToSystem = Create(
        "SOCK2003", RuleLevel.Judgement, RuleCategories.TlsProtocol,
        title: "TLS versions of a server are left to the system",
        message: "{0} lets the configuration of the machine decide which TLS versions this server accepts, and a weak one brings TLS 1.0 back",
        description: "On Linux the file openssl.cnf, on Windows the registry decide what a server accepts that names no versions.",
        "CWE-757");

    public static readonly DiagnosticDescriptor UnencryptedTlsAllowed = Create(
        "SOCK2004", RuleLevel.Weakness, RuleCategories.TlsProtocol,
        title: "TLS without encryption is allowed",
        message: "'{0}' allows cipher suites without encryption, so the traffic can be read on the network path",
        description: "NULL cipher suites authenticate the peer and then send everything in clear.",
        "CWE-319", "CWE-311");

    public static readonly DiagnosticDescriptor WeakCipherSuite = Create(
        "SOCK2005", RuleLevel.Weakness, RuleCategories.TlsProtocol,
        title: "Weak cipher suite is allowed",
        message: "'{0}' {1}",
        description: "Suites without encryption, without authentication, with broken ciphers or without forward secrecy give an attacker on the path the traffic, now or later.",
        "CWE-327", "CWE-326");

    public static readonly DiagnosticDescriptor RenegotiationAllowed = Create(
        "SOCK2006", RuleLevel.Weakness, RuleCategories.TlsProtocol,
        title: "TLS renegotiation is allowed",
        message: "{0}, so a peer can make this side repeat expensive handshakes at will",
        description: "Renegotiation was removed from TLS 1.3 after attacks on its identity binding and its cost.",
        "CWE-400");

    public static readonly DiagnosticDescriptor StrongCryptoDisabled = Create(
        "SOCK2007", RuleLevel.Weakness, RuleCategories.TlsProtocol,
        title: "Strong cryptography is switched off for the process",
        message: "Switch '{0}' set to '{1}' {2}",
        description: "Compatibility switches bring back protocol versions and omit checks for the whole process.",
        "CWE-327");

    public static readonly DiagnosticDescriptor UniqueChannelBinding = Create(
        "SOCK2008", RuleLevel.Weakness, RuleCategories.TlsProtocol,
        title: "Channel binding does not bind to the channel",
        message: "'{0}' names the handshake instead of the server's certificate: it is not defined for TLS 1.3 and can be forged across resumed sessions of TLS 1.2, so an attacker in the middle can relay the authentication",
        description: "The type tls-unique failed to be unique (triple handshake) and has no meaning in TLS 1.3; tls-server-end-point has one in every version.",
        "CWE-300");

    // SOCK3xxx Keys and credentials

    public static readonly DiagnosticDescriptor HardCodedKey = Create(
        "SOCK3001", RuleLevel.Weakness, RuleCategories.KeysAndCredentials,
        title: "Key is part of the program",
        message: "The key for '{0}' is written in the source, so everyone with a copy of the program or its repository has it{1}",
        description: "A key in the source is in every build, backup and clone, is the same for all installations, and cannot be changed when it leaks.",
        "CWE-321", "CWE-798");

    public static readonly DiagnosticDescriptor ConstantNonce = Create(
        "SOCK3002", RuleLevel.Weakness, RuleCategories.KeysAndCredentials,
        title: "Nonce is the same for every message",
        message: "The nonce for '{0}' is {1}, so messages under the same key give away what they have in common{2}",
        description: "A nonce has to be new for every message under a key: with GCM and other stream modes one repetition reveals plaintext and lets messages be forged.",
        "CWE-329", "CWE-323");

    public static readonly DiagnosticDescriptor NonceReuse = Create(
        "SOCK3003", RuleLevel.Weakness, RuleCategories.KeysAndCredentials,
        title: "Nonce is used for more than one message",
        message: "The nonce for '{0}' is used again {1}, so an eavesdropper learns what the messages have in common and can forge new ones{2}",
        description: "Two messages under one key and nonce cancel each other's keystream out; with GCM the authentication key follows as well.",
        "CWE-323");

    public static readonly DiagnosticDescriptor HardCodedCredential = Create(
        "SOCK3004", RuleLevel.Weakness, RuleCategories.KeysAndCredentials,
        title: "Credential is part of the program",
        message: "The credential for {0} is written in the source, so everyone with a copy of the program or its repository can use it{1}",
        description: "A password in the source is in every build, backup and clone, and cannot be changed when it leaks.",
        "CWE-798", "CWE-259");

    public static readonly DiagnosticDescriptor PrivateKeyInSource = Create(
        "SOCK3005", RuleLevel.Weakness, RuleCategories.KeysAndCredentials,
        title: "Private key is part of the program",
        message: "{0} is part of the program, so everyone with a copy of it can pose as its owner{1}",
        description: "A private key proves who somebody is; in the source it proves only who has the program.",
        "CWE-321", "CWE-798");

    public static readonly DiagnosticDescriptor PredictableSecret = Create(
        "SOCK3006", RuleLevel.Weakness, RuleCategories.KeysAndCredentials,
        title: "Secret comes from a source that can be guessed",
        message: "{0} for '{1}' comes from {2}, whose output can be guessed or computed from earlier output{3}",
        description: "System.Random, clocks and hash codes are made to look random, not to resist somebody who wants to know the next value.",
        "CWE-338", "CWE-330");

    public static readonly DiagnosticDescriptor WeakPasswordDerivation = Create(
        "SOCK3007", RuleLevel.Weakness, RuleCategories.KeysAndCredentials,
        title: "Password derivation is too weak",
        message: "'{0}' derives from a password with {1}, so passwords can be tried out too fast{2}",
        description: "Deriving a key from a password has to be slow and different for each user, or stolen data is searched with a list of passwords.",
        "CWE-916", "CWE-759", "CWE-760");

    public static readonly DiagnosticDescriptor PasswordUsedAsKey = Create(
        "SOCK3008", RuleLevel.Weakness, RuleCategories.KeysAndCredentials,
        title: "Text is used as a key",
        message: "The key for '{0}' is made of text without a password derivation, so it can be found by trying likely texts{1}",
        description: "Text that people choose has little entropy, and text of any origin uses few of the possible bytes; a fast hash does not change that.",
        "CWE-916", "CWE-521");

    // SOCK4xxx Message protection

    public static readonly DiagnosticDescriptor BrokenCipher = Create(
        "SOCK4001", RuleLevel.Weakness, RuleCategories.MessageProtection,
        title: "Cipher is broken",
        message: "{0} uses {1}, {2}{3}",
        description: "DES, Triple DES, RC2, RC4 and Blowfish have keys or blocks that are too short, or a keystream that shows the plaintext.",
        "CWE-327", "CWE-326");

    public static readonly DiagnosticDescriptor EcbMode = Create(
        "SOCK4002", RuleLevel.Weakness, RuleCategories.MessageProtection,
        title: "Cipher mode ECB shows and moves blocks",
        message: "{0} encrypts equal blocks to equal blocks, so the ciphertext shows where data repeats, and an attacker can swap, repeat and remove blocks unnoticed{1}",
        description: "In electronic codebook mode every block is encrypted for itself, and nothing ties the blocks of a message together.",
        "CWE-327");

    public static readonly DiagnosticDescriptor UnauthenticatedEncryption = Create(
        "SOCK4003", RuleLevel.Weakness, RuleCategories.MessageProtection,
        title: "Encryption is not authenticated",
        message: "{0} {1} with {2} and no MAC over the ciphertext, so whoever can change the ciphertext changes the plaintext unnoticed, and with a padding oracle reads it{3}",
        description: "CBC, CFB, OFB and CTR hide data but accept every change of it; only authenticated encryption, or a MAC over the ciphertext, refuses.",
        "CWE-353", "CWE-649");

    public static readonly DiagnosticDescriptor WeakHash = Create(
        "SOCK4004", RuleLevel.Weakness, RuleCategories.MessageProtection,
        title: "Broken hash function is used",
        message: "{0} {1}: two inputs with the same {2} hash can be made at will{3}",
        description: "Collisions of MD5 take seconds and those of SHA-1 are for sale, so neither says that two inputs are the same.",
        "CWE-328", "CWE-327");

    public static readonly DiagnosticDescriptor UnkeyedIntegrity = Create(
        "SOCK4005", RuleLevel.Weakness, RuleCategories.MessageProtection,
        title: "Data is protected by a hash without a key",
        message: "{0} {1}{2}",
        description: "A hash says that data is unchanged only to somebody who got the hash in another way; a peer needs a message authentication code.",
        "CWE-353", "CWE-345");

    public static readonly DiagnosticDescriptor TimingUnsafeComparison = Create(
        "SOCK4006", RuleLevel.Weakness, RuleCategories.MessageProtection,
        title: "Secret code is compared in a time that depends on its content",
        message: "{0} stops at the first difference, so its time tells an attacker how much of a guessed {1} is right{2}",
        description: "A comparison that ends early lets whoever measures it find a message authentication code piece by piece.",
        "CWE-208");

    public static readonly DiagnosticDescriptor ShortAuthenticationTag = Create(
        "SOCK4007", RuleLevel.Weakness, RuleCategories.MessageProtection,
        title: "Authentication tag is too short",
        message: "{0}, so forged messages pass far sooner than with 16 bytes",
        description: "The tag's length is the work of a forger; with GCM each forgery also helps the next one.",
        "CWE-326", "CWE-353");

    public static readonly DiagnosticDescriptor SharedAeadInstance = Create(
        "SOCK4008", RuleLevel.Weakness, RuleCategories.MessageProtection,
        title: "Cryptographic object is shared between threads",
        message: "'{0}' holds one {1} that {2}: calls that overlap mix up their data, so messages are corrupted or protected with the wrong state{3}",
        description: "Objects for encryption, hashing and authentication keep state during a call and are not thread-safe.",
        "CWE-362", "CWE-820");

    public static readonly DiagnosticDescriptor WeakAsymmetricKey = Create(
        "SOCK4009", RuleLevel.Weakness, RuleCategories.MessageProtection,
        title: "Asymmetric key is too weak",
        message: "{0} is {1}, so an attacker can find the private key",
        description: "RSA below 2048 bits, DSA and curves below 256 bits are retired: the private key follows from the public one with known means.",
        "CWE-326");

    public static readonly DiagnosticDescriptor WeakAsymmetricPadding = Create(
        "SOCK4010", RuleLevel.Weakness, RuleCategories.MessageProtection,
        title: "RSA padding or signature hash is weak",
        message: "{0} {1}",
        description: "PKCS#1 v1.5 encryption is open to padding oracles, and signatures with MD5 or SHA-1 to collisions.",
        "CWE-780", "CWE-327");

    public static readonly DiagnosticDescriptor TokenValidationDisabled = Create(
        "SOCK4011", RuleLevel.Weakness, RuleCategories.MessageProtection,
        title: "Token validation is disabled",
        message: "{0}, {1}",
        description: "A token is worth what is checked of it: signature, issuer, audience and end.",
        "CWE-347", "CWE-613");

    public static readonly DiagnosticDescriptor HomeMadeCryptography = Create(
        "SOCK4012", RuleLevel.Judgement, RuleCategories.MessageProtection,
        title: "Cryptography is home-made",
        message: "{0} {1}",
        description: "Own implementations of hashes and ciphers have had neither the review nor the hardening of those of the platform.",
        "CWE-327", "CWE-1240");

    // SOCK5xxx Transport

    public static readonly DiagnosticDescriptor PlaintextConnection = Create(
        "SOCK5001", RuleLevel.Judgement, RuleCategories.Transport,
        title: "Data goes over a connection without TLS",
        message: "What goes over the connection of {0} is not protected, so anyone on the network path can read and change it{1}",
        description: "A bare socket hides nothing, and nothing says who the peer is.",
        "CWE-319");

    public static readonly DiagnosticDescriptor CleartextUri = Create(
        "SOCK5002", RuleLevel.Weakness, RuleCategories.Transport,
        title: "URI is connected to in clear",
        message: "A connection to '{0}' has no TLS, so anyone on the network path can read and change what is sent and received{1}",
        description: "A scheme without TLS hides nothing and proves nothing: the answer can come from anybody.",
        "CWE-319");

    public static readonly DiagnosticDescriptor TlsTurnedOff = Create(
        "SOCK5003", RuleLevel.Weakness, RuleCategories.Transport,
        title: "TLS is turned off",
        message: "{0} sends everything in clear, so anyone on the network path can read and change it, credentials included{1}",
        description: "Clients of servers that hold data send passwords and data over the same connection.",
        "CWE-319", "CWE-311");

    public static readonly DiagnosticDescriptor WriteBypassesTls = Create(
        "SOCK5004", RuleLevel.Weakness, RuleCategories.Transport,
        title: "Data bypasses the TLS stream",
        message: "{0} uses the stream inside the TLS stream after the handshake, so the data goes in clear and breaks the TLS connection{1}",
        description: "After the handshake only the TLS stream may be used: what goes over the stream inside is neither hidden nor protected.",
        "CWE-319");

    public static readonly DiagnosticDescriptor TlsUsedBeforeHandshake = Create(
        "SOCK5005", RuleLevel.Weakness, RuleCategories.Transport,
        title: "TLS stream is used before its handshake",
        message: "{0} can be reached without a handshake, and a TLS stream protects nothing before it{1}",
        description: "An SslStream has neither a key nor a peer before AuthenticateAsClient or AuthenticateAsServer.",
        "CWE-319", "CWE-696");

    public static readonly DiagnosticDescriptor InsecureConnectionString = Create(
        "SOCK5006", RuleLevel.Weakness, RuleCategories.Transport,
        title: "Connection string gives up TLS or its certificate check",
        message: "'{0}' in a connection string lets anyone on the network path read or take over the connection to the server{1}",
        description: "A connection that is encrypted only when the server likes, or to whoever answers, protects nothing.",
        "CWE-319", "CWE-295");

    public static readonly DiagnosticDescriptor PlaintextFallback = Create(
        "SOCK5007", RuleLevel.Weakness, RuleCategories.Transport,
        title: "Connection goes on without protection when TLS fails",
        message: "{0} goes on without protection after the TLS handshake failed, and anyone on the network path can make it fail{1}",
        description: "A fallback to plain text or to an old protocol version is available to the attacker whom TLS is to keep out.",
        "CWE-757", "CWE-319");

    public static readonly DiagnosticDescriptor OpportunisticTls = Create(
        "SOCK5008", RuleLevel.Weakness, RuleCategories.Transport,
        title: "TLS is used only when the peer offers it",
        message: "{0} goes on in clear when the peer does not offer TLS, and anyone on the network path can make it look that way{1}",
        description: "An attacker removes the offer of TLS from the server's answer, and the client sends its credentials in clear.",
        "CWE-757", "CWE-319");

    public static readonly DiagnosticDescriptor WildcardHttpListener = Create(
        "SOCK5009", RuleLevel.Judgement, RuleCategories.Transport,
        title: "HTTP listener takes every host name",
        message: "Prefix '{0}' takes requests for every host name, those that an attacker's page points at this machine included{1}",
        description: "Strong and weak wildcards accept any Host header, which links, caches and DNS rebinding use.",
        "CWE-350");

    // SOCK6xxx Hostile input

    public static readonly DiagnosticDescriptor UnboundedAllocation = Create(
        "SOCK6001", RuleLevel.Weakness, RuleCategories.HostileInput,
        title: "Size of an allocation comes from the peer unchecked",
        message: "{0} gets a size that the peer sent and nothing limits, so a few bytes make this program allocate up to 2 GB or fail on a negative number{1}",
        description: "A length prefix is a claim. A program that allocates before it checks lets every peer choose how much memory it uses.",
        "CWE-789", "CWE-770");

    public static readonly DiagnosticDescriptor HandshakeWithoutDeadline = Create(
        "SOCK6002", RuleLevel.Weakness, RuleCategories.HostileInput,
        title: "TLS handshake has no deadline",
        message: "{0} has no deadline: {1}{2}",
        description: "A handshake waits for the peer. Socket timeouts do not end asynchronous operations, so only a token or a timer does.",
        "CWE-400", "CWE-1088");

    public static readonly DiagnosticDescriptor HandshakeInAcceptLoop = Create(
        "SOCK6003", RuleLevel.Weakness, RuleCategories.HostileInput,
        title: "Accept loop waits for a TLS handshake",
        message: "The next client is accepted only when the handshake of this one is done, so one client that connects and says nothing keeps all others out{0}",
        description: "A server that performs handshakes between two accepts serves as many strangers as the slowest of them allows.",
        "CWE-400", "CWE-410");

    public static readonly DiagnosticDescriptor UnboundedRead = Create(
        "SOCK6004", RuleLevel.Weakness, RuleCategories.HostileInput,
        title: "Everything that the peer sends is kept in memory",
        message: "{0} keeps whatever the peer sends, so a peer that does not stop takes all memory of this program{1}",
        description: "Lines and streams end where the peer says. Without a limit a single connection fills the memory.",
        "CWE-770", "CWE-400");

    public static readonly DiagnosticDescriptor UnsafeDeserialization = Create(
        "SOCK6005", RuleLevel.Weakness, RuleCategories.HostileInput,
        title: "Deserializer creates any type that the data names",
        message: "{0} creates whatever types the data names{1}, so whoever writes the data can run code in this program; use {2}{3}",
        description: "Some types do harm when they are created or filled. A deserializer that takes type names from the data lets its author choose them.",
        "CWE-502");

    public static readonly DiagnosticDescriptor EndOfStreamAsEndOfMessage = Create(
        "SOCK6006", RuleLevel.Judgement, RuleCategories.HostileInput,
        title: "End of the TLS stream is taken as the end of the message",
        message: "{0} takes the end of the connection as the end of the message, and SslStream reports a connection that an attacker cut off just so{1}",
        description: "SslStream returns zero both for a proper end and for a cut connection. Only a length or a mark in the message tells them apart.",
        "CWE-345", "CWE-353");

    public static readonly DiagnosticDescriptor TlsClosedWithoutShutdown = Create(
        "SOCK6007", RuleLevel.Judgement, RuleCategories.HostileInput,
        title: "TLS connection is closed without its own end",
        message: "This stream is written to and disposed without 'ShutdownAsync', so the peer cannot tell the end of the data from a connection that an attacker cut off{0}",
        description: "Disposing SslStream closes the connection below it without the message that ends a TLS session.",
        "CWE-345", "CWE-404");

    /// <summary>All rules in the order above.</summary>
    public static ImmutableArray<DiagnosticDescriptor> All { get; } = typeof(Rules)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Where(field => field.FieldType == typeof(DiagnosticDescriptor))
        .Select(field => (DiagnosticDescriptor)field.GetValue(null)!)
        .OrderBy(rule => rule.Id, StringComparer.Ordinal)
        .ToImmutableArray();

    /// <summary>The level a rule was declared with.</summary>
    public static RuleLevel LevelOf(DiagnosticDescriptor rule)
    {
        var tag = rule.CustomTags.First(tag => tag.StartsWith(LevelTagPrefix, StringComparison.Ordinal));
        return (RuleLevel)Enum.Parse(typeof(RuleLevel), tag.Substring(LevelTagPrefix.Length));
    }

    private static DiagnosticDescriptor Create(
        string id, RuleLevel level, string category, string title, string message, string description, params string[] weaknesses)
        => new(
            id,
            title,
            message,
            category,
            level == RuleLevel.Judgement ? DiagnosticSeverity.Info : DiagnosticSeverity.Warning,
            isEnabledByDefault: true,
            description,
            string.Format(System.Globalization.CultureInfo.InvariantCulture, HelpLinkFormat, id),
            [.. weaknesses, LevelTagPrefix + level]);
}
