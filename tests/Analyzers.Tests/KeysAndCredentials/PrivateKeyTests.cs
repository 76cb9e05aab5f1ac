using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using SocketSecurity.Analyzers.CodeFixes.KeysAndCredentials;
using SocketSecurity.Analyzers.KeysAndCredentials;
using SocketSecurity.Analyzers.Tests.Verification;
using Rule = SocketSecurity.Analyzers.Tests.Verification.RuleTest<
    SocketSecurity.Analyzers.KeysAndCredentials.PrivateKeyAnalyzer,
    SocketSecurity.Analyzers.CodeFixes.KeysAndCredentials.CredentialFix>;

namespace SocketSecurity.Analyzers.Tests.KeysAndCredentials;

/// <summary>SOCK3005, <see cref="PrivateKeyAnalyzer"/> and <see cref="CredentialFix"/>. The keys here are letters in a row.</summary>
public sealed class PrivateKeyTests
{
    private const string Body = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/ABCDEFGH";
    private const string Pem = $"-----BEGIN {"PRIVATE"} KEY-----\\n{Body}\\n-----END {"PRIVATE"} KEY-----";
    private const string Variable = "Environment.GetEnvironmentVariable(\"PRIVATE_KEY_FILE\") ?? throw new InvalidOperationException(\"The environment variable PRIVATE_KEY_FILE is not set.\")";

    [Theory]
    [InlineData($"rsa.ImportFromPem([|\"{Pem}\"|]);", $"rsa.ImportFromPem(File.ReadAllText({Variable}));")]
    [InlineData($"var pem = [|\"{Pem}\"|]; rsa.ImportFromPem(pem);", $"var pem = File.ReadAllText({Variable}); rsa.ImportFromPem(pem);")]
    [InlineData($"rsa.ImportPkcs8PrivateKey([|Convert.FromBase64String(\"{Body}\")|], out _);", $"rsa.ImportPkcs8PrivateKey(File.ReadAllBytes({Variable}), out _);")]
    [InlineData("ec.ImportECPrivateKey([|new byte[] { 0x30, 0x77, 0x02 }|], out _);", $"ec.ImportECPrivateKey(File.ReadAllBytes({Variable}), out _);")]
    public Task A_key_in_the_source_is_found_and_read_from_a_file(string before, string after) => Rule.Fixes(Method(before), Method(after), CredentialFix.PrivateKeyKey);

    [Theory]
    [InlineData($"const string Pem = [|\"{Pem}\"|]; rsa.ImportFromPem(Pem);")]
    [InlineData($"rsa.ImportFromPem([|\"-----BEGIN RSA PRIVATE KEY-----\\n\" + \"{Body}\" + \"\\n-----END RSA PRIVATE KEY-----\"|]);")]
    [InlineData($"_ = [|\"{Pem}\"u8|].ToArray();")]
    [InlineData("rsa.FromXmlString([|\"<RSAKeyValue><Modulus>AQ==</Modulus><Exponent>AQAB</Exponent><D>AQ==</D></RSAKeyValue>\"|]);")]
    [InlineData("_ = X509CertificateLoader.LoadPkcs12([|s_pfx|], given);")]
    [InlineData("_ = new X509Certificate2([|s_pfx|], given);")]
    [InlineData("var parameters = new RSAParameters { D = [|new byte[] { 1, 2, 3 }|] };")]
    [InlineData("ECParameters parameters = default; parameters.D = [|Convert.FromHexString(\"0102\")|];")]
    [InlineData("using var stream = typeof(Peer).Assembly.GetManifestResourceStream([|\"Peer.server.pfx\"|]);")]
    public Task Keys_in_other_shapes_are_found(string body) => Rule.Finds(Method(body), setup => setup.DisabledDiagnostics.Add("SYSLIB0057"));

    [Theory]
    [InlineData("if (given == \"-----BEGIN PRIVATE KEY-----\") { given = null; }")]
    [InlineData("given = \"-----BEGIN PRIVATE KEY-----\\n\" + given + \"\\n-----END PRIVATE KEY-----\";")]
    [InlineData($"rsa.ImportFromPem(\"-----BEGIN PUBLIC KEY-----\\n{Body}\\n-----END PUBLIC KEY-----\");")]
    [InlineData($"_ = X509Certificate2.CreateFromPem(\"-----BEGIN CERTIFICATE-----\\n{Body}\\n-----END CERTIFICATE-----\");")]
    [InlineData($"rsa.ImportFromEncryptedPem(\"-----BEGIN ENCRYPTED PRIVATE KEY-----\\n{Body}\\n-----END ENCRYPTED PRIVATE KEY-----\", given);")]
    [InlineData("rsa.ImportPkcs8PrivateKey(File.ReadAllBytes(given), out _);")]
    [InlineData("rsa.ImportSubjectPublicKeyInfo(s_pfx, out _);")]
    [InlineData("rsa.FromXmlString(\"<RSAKeyValue><Modulus>AQ==</Modulus><Exponent>AQAB</Exponent></RSAKeyValue>\");")]
    [InlineData("_ = X509CertificateLoader.LoadCertificate(s_pfx);")]
    [InlineData("var parameters = new RSAParameters { Modulus = s_pfx, Exponent = new byte[] { 1, 0, 1 } };")]
    [InlineData("using var stream = typeof(Peer).Assembly.GetManifestResourceStream(\"Peer.page.html\");")]
    public Task Markers_public_halves_and_files_are_silent(string body) => Rule.Silent(Method(body));

    [Fact]
    public Task In_test_code_it_is_information() => Rule.Finds(
        "using NUnit.Framework;\n" + Method($"rsa.ImportFromPem({{|#0:\"{Pem}\"|}});") + "\nnamespace NUnit.Framework { class Dummy { } }",
        setup => setup.Expected.Add(new DiagnosticResult(Rules.PrivateKeyInSource.Id, DiagnosticSeverity.Info).WithLocation(0)));

    [Fact]
    public Task Unfinished_code_is_survived() => Rule.Silent(
        Method("rsa.ImportFromPem(\"-----BEGIN PRIVATE KEY-----; rsa.ImportPkcs8PrivateKey(; new X509Certificate2(new byte[] { , ;"),
        setup => setup.CompilerDiagnostics = CompilerDiagnostics.None);

    private static string Method(string body) => $$"""
        using System;
        using System.IO;
        using System.Security.Cryptography;
        using System.Security.Cryptography.X509Certificates;

        class Peer
        {
            static readonly byte[] s_pfx = { 0x30, 0x82, 0x01 };

            void Load(RSA rsa, ECDsa ec, string given)
            {
                {{body}}
            }
        }
        """;
}
