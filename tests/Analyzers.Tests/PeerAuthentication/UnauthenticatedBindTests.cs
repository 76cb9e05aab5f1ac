using Microsoft.CodeAnalysis.Testing;
using SocketSecurity.Analyzers.CodeFixes.PeerAuthentication;
using SocketSecurity.Analyzers.PeerAuthentication;
using SocketSecurity.Analyzers.Tests.Verification;
using Rule = SocketSecurity.Analyzers.Tests.Verification.RuleTest<
    SocketSecurity.Analyzers.PeerAuthentication.UnauthenticatedBindAnalyzer,
    SocketSecurity.Analyzers.CodeFixes.PeerAuthentication.UnauthenticatedBindFix>;

namespace SocketSecurity.Analyzers.Tests.PeerAuthentication;

/// <summary>SOCK1014, <see cref="UnauthenticatedBindAnalyzer"/> and <see cref="UnauthenticatedBindFix"/>.</summary>
public sealed class UnauthenticatedBindTests
{
    [Theory]
    [InlineData("new LdapConnection(server).AuthType = [|AuthType.Anonymous|];", "new LdapConnection(server).AuthType = AuthType.Negotiate;")]
    [InlineData("Use(new LdapConnection(server) { AuthType = [|AuthType.Anonymous|] });", "Use(new LdapConnection(server) { AuthType = AuthType.Negotiate });")]
    [InlineData("Use(new LdapConnection(id, credential, [|AuthType.Anonymous|]));", "Use(new LdapConnection(id, credential, AuthType.Negotiate));")]
    [InlineData("Use(new LdapConnection(\"ldap.example\") { AuthType = [|AuthType.Anonymous|] });", "Use(new LdapConnection(\"ldap.example\") { AuthType = AuthType.Negotiate });")]
    [InlineData("Use(new LdapConnection(\"localhost.example\") { AuthType = [|AuthType.Anonymous|] });", "Use(new LdapConnection(\"localhost.example\") { AuthType = AuthType.Negotiate });")]
    [InlineData("Use(new LdapConnection(id, credential, [|(AuthType)0|]));", "Use(new LdapConnection(id, credential, AuthType.Negotiate));")]
    [InlineData("var type = [|AuthType.Anonymous|]; Use(new LdapConnection(id, credential, type));", "var type = AuthType.Negotiate; Use(new LdapConnection(id, credential, type));")]
    [InlineData("Use(new DirectoryEntry(path, user, word, [|AuthenticationTypes.Anonymous|]));", "Use(new DirectoryEntry(path, user, word, AuthenticationTypes.Secure | AuthenticationTypes.Signing | AuthenticationTypes.Sealing));")]
    [InlineData("Use(new DirectoryEntry(path, user, word, [|AuthenticationTypes.None|]));", "Use(new DirectoryEntry(path, user, word, AuthenticationTypes.Secure | AuthenticationTypes.Signing | AuthenticationTypes.Sealing));")]
    [InlineData("Use(new DirectoryEntry(\"LDAP://dc.example/DC=example\", user, word, [|AuthenticationTypes.None|]));", "Use(new DirectoryEntry(\"LDAP://dc.example/DC=example\", user, word, AuthenticationTypes.Secure | AuthenticationTypes.Signing | AuthenticationTypes.Sealing));")]
    [InlineData("Use(new DirectoryEntry(path, user, word, [|AuthenticationTypes.Anonymous|] | AuthenticationTypes.FastBind));", "Use(new DirectoryEntry(path, user, word, AuthenticationTypes.Secure | AuthenticationTypes.Signing | AuthenticationTypes.Sealing | AuthenticationTypes.FastBind));")]
    [InlineData("negotiation.AuthenticateAsClient(credential, server, [|ProtectionLevel.None|], TokenImpersonationLevel.Identification);", "negotiation.AuthenticateAsClient(credential, server, ProtectionLevel.EncryptAndSign, TokenImpersonationLevel.Identification);")]
    [InlineData("negotiation.AuthenticateAsServer(credential, [|System.Net.Security.ProtectionLevel.None|], TokenImpersonationLevel.Identification);", "negotiation.AuthenticateAsServer(credential, System.Net.Security.ProtectionLevel.EncryptAndSign, TokenImpersonationLevel.Identification);")]
    [InlineData("Use(new NegotiateAuthenticationClientOptions { RequiredProtectionLevel = [|ProtectionLevel.None|] });", "Use(new NegotiateAuthenticationClientOptions { RequiredProtectionLevel = ProtectionLevel.EncryptAndSign });")]
    [InlineData("Use(new NetTcpBinding([|SecurityMode.None|]));", "Use(new NetTcpBinding(SecurityMode.Transport));")]
    [InlineData("authentication.CertificateValidationMode = [|X509CertificateValidationMode.None|];", "authentication.CertificateValidationMode = X509CertificateValidationMode.ChainTrust;")]
    public Task A_value_that_authenticates_nobody_is_found_and_replaced(string before, string after) =>
        Rule.Fixes(InMethod(before), InMethod(after), UnauthenticatedBindFix.AuthenticateKey);

    [Theory]
    [InlineData("Use(new LdapConnection(id, credential, AuthType.Negotiate));")]
    [InlineData("Use(new LdapConnection(\"localhost\") { AuthType = AuthType.Anonymous });")]
    [InlineData("Use(new LdapConnection(\"127.0.0.1:389\") { AuthType = AuthType.Anonymous });")]
    [InlineData("var directory = new LdapConnection(\"localhost\"); directory.AuthType = AuthType.Anonymous;")]
    [InlineData("Use(new LdapConnection(new LdapDirectoryIdentifier(\"::1\"), credential, AuthType.Anonymous));")]
    [InlineData("var directory = new LdapConnection(server) { AuthType = AuthType.Anonymous }; directory.AuthType = AuthType.Negotiate;")]
    [InlineData("if (new LdapConnection(server).AuthType == AuthType.Anonymous) throw new InvalidOperationException();")]
    [InlineData("var none = AuthType.Anonymous; if (new LdapConnection(server).AuthType == none) throw new InvalidOperationException();")]
    [InlineData("switch (new LdapConnection(server).AuthType) { case AuthType.Anonymous: throw new InvalidOperationException(); }")]
    [InlineData("Use(nameof(AuthType.Anonymous));")]
    [InlineData("Console.WriteLine(AuthType.Anonymous);")]
    [InlineData("Use(new DirectoryEntry(\"LDAP://localhost/RootDSE\", null, null, AuthenticationTypes.Anonymous));")]
    [InlineData("Use(new DirectoryEntry(\"LDAP://dc.example:636/DC=example\", user, word, AuthenticationTypes.None));")]
    [InlineData("Use(new DirectoryEntry(path, user, word, AuthenticationTypes.None | AuthenticationTypes.SecureSocketsLayer));")]
    [InlineData("Use(new DirectoryEntry(path, user, word, AuthenticationTypes.Secure));")]
    [InlineData("Use(new DirectoryEntry(path, user, word, (AuthenticationTypes)2));")]
    [InlineData("negotiation.AuthenticateAsClient(credential, server, ProtectionLevel.EncryptAndSign, TokenImpersonationLevel.Identification);")]
    [InlineData("var inner = new NegotiateStream(new SslStream(stream)); inner.AuthenticateAsServer(credential, ProtectionLevel.None, TokenImpersonationLevel.Identification);")]
    [InlineData("Use(new NetTcpBinding(SecurityMode.Transport));")]
    [InlineData("authentication.CertificateValidationMode = X509CertificateValidationMode.PeerOrChainTrust;")]
    public Task Authenticated_local_and_compared_values_are_silent(string statement) => Rule.Silent(InMethod(statement));

    /// <summary>The pair of the silent case above: the same call, without TLS around it.</summary>
    [Fact]
    public Task A_negotiation_over_a_plain_stream_is_found() => Rule.Finds(InMethod(
        "var inner = new NegotiateStream(stream); inner.AuthenticateAsServer(credential, [|ProtectionLevel.None|], TokenImpersonationLevel.Identification);"));

    [Fact]
    public Task Members_and_imported_names_are_found_and_replaced() => Rule.Fixes(
        """
        using System.Net.Security;
        using static System.Net.Security.ProtectionLevel;

        class Client
        {
            ProtectionLevel _level = [|ProtectionLevel.None|];
            ProtectionLevel Level { get; set; } = [|None|];
            void Use(ProtectionLevel level = [|ProtectionLevel.None|]) { }
        }
        """,
        """
        using System.Net.Security;
        using static System.Net.Security.ProtectionLevel;

        class Client
        {
            ProtectionLevel _level = ProtectionLevel.EncryptAndSign;
            ProtectionLevel Level { get; set; } = EncryptAndSign;
            void Use(ProtectionLevel level = ProtectionLevel.EncryptAndSign) { }
        }
        """,
        UnauthenticatedBindFix.AuthenticateKey);

    [Fact]
    public Task A_type_that_only_shares_the_name_is_silent() => Rule.Silent("""
        namespace Other
        {
            enum ProtectionLevel { None, EncryptAndSign }

            class Client
            {
                ProtectionLevel Level { get; set; } = ProtectionLevel.None;
            }
        }
        """);

    [Fact]
    public Task A_value_of_the_users_catalogue_is_found() => Rule.Finds(
        """
        namespace Acme
        {
            enum Handshake { Open, Verified }

            class Client
            {
                Handshake Mode { get; set; } = [|Handshake.Open|];
                Handshake Other { get; set; } = Handshake.Verified;
            }
        }
        """,
        setup => setup.AdditionalFiles.Add(("SocketSecurity.Apis.txt", "unauthenticated  F:Acme.Handshake.Open  -  lets anybody in\n")));

    [Fact]
    public Task Unfinished_code_is_survived() => Rule.Silent(
        """
        using System.Net.Security;

        class Client
        {
            void Use(NegotiateStream stream)
            {
                stream.AuthenticateAsServer(null, ProtectionLevel.
                unknown.Level = ProtectionLevel;
                new Missing(ProtectionLevel.) { Level =
            }
        }
        """,
        setup => setup.CompilerDiagnostics = CompilerDiagnostics.None);

    /// <summary>The directory and WCF packages are not part of the framework; their shapes are declared here under the same names.</summary>
    private static string InMethod(string statement) => $$"""
        using System;
        using System.DirectoryServices;
        using System.DirectoryServices.Protocols;
        using System.IO;
        using System.Net;
        using System.Net.Security;
        using System.Security.Principal;
        using System.ServiceModel;
        using System.ServiceModel.Security;

        namespace System.DirectoryServices
        {
            [Flags] public enum AuthenticationTypes { None = 0, Secure = 1, SecureSocketsLayer = 2, Anonymous = 16, FastBind = 32, Signing = 64, Sealing = 128 }
            public class DirectoryEntry { public DirectoryEntry(string path, string user, string word, AuthenticationTypes types) { } }
        }

        namespace System.DirectoryServices.Protocols
        {
            public enum AuthType { Anonymous, Basic, Negotiate }
            public class LdapDirectoryIdentifier { public LdapDirectoryIdentifier(string server) { } }
            public class LdapConnection
            {
                public LdapConnection(string server) { }
                public LdapConnection(LdapDirectoryIdentifier id, NetworkCredential credential, AuthType type) { }
                public AuthType AuthType { get; set; }
            }
        }

        namespace System.ServiceModel
        {
            public enum SecurityMode { None, Transport, Message }
            public class NetTcpBinding { public NetTcpBinding(SecurityMode mode) { } }
        }

        namespace System.ServiceModel.Security
        {
            public enum X509CertificateValidationMode { None, PeerTrust, ChainTrust, PeerOrChainTrust }
            public class X509ServiceCertificateAuthentication { public X509CertificateValidationMode CertificateValidationMode { get; set; } }
        }

        class Client
        {
            void Use(object value) { }

            void Connect(
                string server, string path, string user, string word, NetworkCredential credential, LdapDirectoryIdentifier id, Stream stream,
                NegotiateStream negotiation, X509ServiceCertificateAuthentication authentication)
            {
                {{statement}}
            }
        }
        """;
}
