using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using SocketSecurity.Analyzers.CodeFixes.MessageProtection;
using SocketSecurity.Analyzers.MessageProtection;
using SocketSecurity.Analyzers.Tests.Verification;
using Rule = SocketSecurity.Analyzers.Tests.Verification.RuleTest<
    SocketSecurity.Analyzers.MessageProtection.AsymmetricKeyAnalyzer,
    SocketSecurity.Analyzers.CodeFixes.MessageProtection.AsymmetricKeyFix>;

namespace SocketSecurity.Analyzers.Tests.MessageProtection;

/// <summary>SOCK4009, <see cref="AsymmetricKeyAnalyzer"/> and <see cref="AsymmetricKeyFix"/>.</summary>
public sealed class AsymmetricKeyTests
{
    [Theory]
    [InlineData("using var rsa = RSA.Create([|1024|]);", "using var rsa = RSA.Create(3072);")]
    [InlineData("using var rsa = new RSACryptoServiceProvider([|512|]);", "using var rsa = new RSACryptoServiceProvider(3072);")]
    [InlineData("using var rsa = RSA.Create(); rsa.KeySize = [|1024|];", "using var rsa = RSA.Create(); rsa.KeySize = 3072;")]
    [InlineData("using RSA rsa = new RSAOpenSsl([|1536|]); Use(rsa);", "using RSA rsa = new RSAOpenSsl(3072); Use(rsa);")]
    [InlineData("const int Size = 1024; using var rsa = RSA.Create([|Size|]);", "const int Size = 1024; using var rsa = RSA.Create(3072);")]
    [InlineData("using var ec = new ECDsaOpenSsl([|192|]);", "using var ec = new ECDsaOpenSsl(256);")]
    [InlineData("using var ec = ECDsa.Create([|ECCurve.NamedCurves.brainpoolP192r1|]);", "using var ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);")]
    [InlineData("using var ec = ECDiffieHellman.Create([|ECCurve.NamedCurves.brainpoolP224t1|]);", "using var ec = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);")]
    [InlineData("using var ec = ECDsa.Create(ECCurve.CreateFromFriendlyName([|\"secp192k1\"|]));", "using var ec = ECDsa.Create(ECCurve.CreateFromFriendlyName(\"nistP256\"));")]
    public Task A_short_key_is_found_and_made_longer(string before, string after) => Rule.Fixes(Method(before), Method(after), AsymmetricKeyFix.StrengthenKey);

    [Theory]
    [InlineData("using var dsa = [|DSA.Create()|]; dsa.CreateSignature(hash);")]
    [InlineData("using var dsa = [|DSA.Create(2048)|]; dsa.CreateSignature(hash);")]
    [InlineData("using var dsa = [|new DSACryptoServiceProvider()|];")]
    public Task DSA_is_found(string body) => Rule.Finds(Method(body));

    [Fact]
    public Task Checking_a_foreign_DSA_signature_is_information() => Rule.Finds(
        Method("using var dsa = {|#0:DSA.Create()|}; dsa.ImportParameters(default); _ = dsa.VerifySignature(hash, hash);"),
        setup => setup.Expected.Add(new DiagnosticResult(Rules.WeakAsymmetricKey.Id, DiagnosticSeverity.Info).WithLocation(0)));

    [Theory]
    [InlineData("using var rsa = RSA.Create(2048);")]
    [InlineData("using var rsa = RSA.Create(3072);")]
    [InlineData("using var rsa = RSA.Create();")]
    [InlineData("using var rsa = RSA.Create(size);")]
    [InlineData("using var rsa = new RSACryptoServiceProvider(1024); rsa.FromXmlString(name);")]
    [InlineData("using var rsa = new RSACryptoServiceProvider(1024); rsa.ImportParameters(default);")]
    [InlineData("using var rsa = new RSACryptoServiceProvider(new CspParameters());")]
    [InlineData("if (RSA.Create().KeySize < 1024) { name = null; }")]
    [InlineData("using var ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);")]
    [InlineData("using var ec = ECDsa.Create(ECCurve.NamedCurves.brainpoolP384r1);")]
    [InlineData("using var ec = ECDsa.Create(ECCurve.CreateFromFriendlyName(\"secp256r1\"));")]
    [InlineData("using var ec = ECDsa.Create(ECCurve.CreateFromFriendlyName(name));")]
    [InlineData("using var ec = new ECDsaOpenSsl(521);")]
    [InlineData("using var aes = Aes.Create(); aes.KeySize = 128;")]
    public Task Long_imported_and_unknown_keys_are_silent(string body) => Rule.Silent(Method(body));

    [Fact]
    public Task Unfinished_code_is_survived() => Rule.Silent(
        Method("using var rsa = RSA.Create(; rsa.KeySize = ; new RSACryptoServiceProvider(; ECDsa.Create(ECCurve.NamedCurves.);"),
        setup => setup.CompilerDiagnostics = CompilerDiagnostics.None);

    private static string Method(string body) => $$"""
        using System.Security.Cryptography;

        class Keys
        {
            void Make(int size, string name, byte[] hash)
            {
                {{body}}
            }

            void Use(RSA rsa) { }
        }
        """;
}
