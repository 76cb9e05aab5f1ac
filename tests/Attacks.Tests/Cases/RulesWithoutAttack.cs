using SocketSecurity.Analyzers.CodeFixes.MessageProtection;
using SocketSecurity.Analyzers.CodeFixes.PeerAuthentication;
using SocketSecurity.Analyzers.CodeFixes.TlsProtocol;
using SocketSecurity.Analyzers.CodeFixes.Transport;

namespace SocketSecurity.Attacks.Tests.Cases;

/// <summary>What has no attack here, each with the reason.</summary>
internal static class RulesWithoutAttack
{
    /// <summary>By rule.</summary>
    public static IReadOnlyDictionary<string, string> Reasons { get; } = new Dictionary<string, string>
    {
        ["SOCK1014"] = "needs a directory or Kerberos server, which cannot be played on loopback by a few lines",
        ["SOCK2002"] = "an attacker cannot use that TLS 1.3 is missing today; it is what the next flaw of TLS 1.2 will need",
        ["SOCK2003"] = "needs a machine whose configuration was weakened; what that configuration brings back is attacked as SOCK2001",
        ["SOCK2007"] = "the switches act on .NET Framework or on the whole process before its first connection; what they bring back is attacked as SOCK2001",
        ["SOCK2008"] = "the triple-handshake attack needs a TLS 1.2 stack without extended master secret, which no current OpenSSL is",
        ["SOCK3001"] = "the attack is to read the program: after the fix the key is not in it, which the rule's tests show",
        ["SOCK3004"] = "the attack is reading the source or the assembly, and logging in as the program does",
        ["SOCK3005"] = "the attack is reading the source or the assembly, and using the key as the program does",
        ["SOCK3007"] = "what is weak is the time that trying a list of passwords takes, and a test would have to wait for the slow one",
        ["SOCK4004"] = "colliding documents are public, but the attack is on whoever signs one of them, which no program on loopback shows",
        ["SOCK4006"] = "what leaks is time: nanoseconds that many thousand measurements tell apart, which a test on a busy machine cannot do reliably",
        ["SOCK4009"] = "the attack is factoring a modulus or a discrete logarithm: published records, and months of work for the sizes that programs really have",
        ["SOCK4010"] = "Bleichenbacher's attack asks the receiver some ten thousand questions for each message and is public; the fix changes one word",
        ["SOCK4011"] = "sets the checks of a token library that these tests do not reference; what an unchecked token lets pass needs no proof",
        ["SOCK5005"] = "the framework refuses to send over a TLS stream before its handshake, so the program fails instead of being attacked",
        ["SOCK5003"] = "sets a switch of a library that these tests do not reference; that plain connections can be read needs no proof",
        ["SOCK5006"] = "needs a database server and its client; the fix changes one word of the connection string",
        ["SOCK5008"] = "sets a mode of a library that these tests do not reference",
    };

    /// <summary>By equivalence key, for actions of rules that do have an attack.</summary>
    public static IReadOnlyDictionary<string, string> Actions { get; } = new Dictionary<string, string>
    {
        [AcceptAnyCertificateFix.SafeValueKey] = "sets a switch of a library that these tests do not reference; the decision behind it is attacked through the framework's types",
        [AcceptAnyCertificateFix.RemoveCallKey] = "removes a call on Kestrel's options; the decision behind it is attacked through SslStream",
        [ClientCertificateFix.RequireKey] = "the program fails on a client without certificate, before and after: the fix makes it a refusal with a reason",
        [ProcessWideCallbackFix.MoveKey] = "moves the same callback to one handler; what it accepts there is a finding of its own, attacked as SOCK1001",
        [TlsVersionFix.AddKey] = "belongs to SOCK2002, which has no attack",
        [TlsStreamFix.HandshakeKey] = "belongs to SOCK5005, which has no attack",
        [SymmetricCipherFix.StreamEncryptionKey] = "the attacks on messages, on a file; what a file opens to that was changed or cut, the library's tests show",
        [SymmetricCipherFix.PasswordBoxKey] = "the attacks on messages, with a key from a password; what a box opens to that was changed, its tests show",
        [CleartextSettingFix.SecureSchemeInFileKey] = "changes the same URI in a settings file; what reads it is attacked with the URI in the code",
        [RevocationModeOverrideFix.RemoveKey] = "removes a mode that had no effect: the program behaves as before",
    };
}
