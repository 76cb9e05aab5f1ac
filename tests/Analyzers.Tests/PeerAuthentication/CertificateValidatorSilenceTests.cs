using SocketSecurity.Analyzers.PeerAuthentication;
using SocketSecurity.Analyzers.Tests.Verification;
using Rule = SocketSecurity.Analyzers.Tests.Verification.RuleTest<
    SocketSecurity.Analyzers.PeerAuthentication.CertificateValidatorAnalyzer,
    Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;

namespace SocketSecurity.Analyzers.Tests.PeerAuthentication;

/// <summary>
/// Correct code that looks like what <see cref="CertificateValidatorAnalyzer"/> finds. Each body stands in the same frame as
/// those of <see cref="CertificateValidatorFindingsTests"/>, which shows that the frame itself does not silence the rule.
/// </summary>
public sealed class CertificateValidatorSilenceTests
{
    private const string Usings = """
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using System.Net;
        using System.Net.Http;
        using System.Net.Security;
        using System.Security.Cryptography;
        using System.Security.Cryptography.X509Certificates;
        using System.Threading.Tasks;

        """;

    [Theory]
    [InlineData("return errors == SslPolicyErrors.None;")]
    [InlineData("return SslPolicyErrors.None == errors;")]
    [InlineData("return errors is SslPolicyErrors.None;")]
    [InlineData("return errors == 0;")]
    [InlineData("return (int)errors == 0;")]
    [InlineData("return errors.Equals(SslPolicyErrors.None);")]
    [InlineData("if (errors != SslPolicyErrors.None) { Console.WriteLine(\"return true;\"); return false; } return true;")]
    [InlineData("if (errors != SslPolicyErrors.None) throw new InvalidOperationException(); return true;")]
    [InlineData("// return true;\nreturn errors == SslPolicyErrors.None;")]
    [InlineData("switch (errors) { case SslPolicyErrors.None: return true; default: return false; }")]
    [InlineData("return errors switch { SslPolicyErrors.None => true, _ => false };")]
    [InlineData("return false;")]
    [InlineData("return certificate != null && errors == SslPolicyErrors.None;")]
    [InlineData("if (certificate == null) return true; return errors == SslPolicyErrors.None;")]
    [InlineData("return errors == SslPolicyErrors.None && certificate.Subject.Contains(\"CN=device\");")]
    [InlineData("return inner(sender, certificate, chain, errors);")]
    [InlineData("return inner?.Invoke(sender, certificate, chain, errors) ?? errors == SslPolicyErrors.None;")]
    [InlineData("if (inner != null) return inner(sender, certificate, chain, errors); return errors == SslPolicyErrors.None;")]
    [InlineData("return verifier.Verify(certificate);")]
    [InlineData("return errors == SslPolicyErrors.None || verifier.Verify(certificate);")]
    [InlineData("return ((X509Certificate2)certificate).GetCertHashString(HashAlgorithmName.SHA256) == expected;")]
    [InlineData("return certificate.GetRawCertData().SequenceEqual(pin);")]
    [InlineData("return CryptographicOperations.FixedTimeEquals(SHA256.HashData(((X509Certificate2)certificate).PublicKey.ExportSubjectPublicKeyInfo()), pin);")]
    [InlineData("return certificate.GetPublicKeyString() == expected;")]
    [InlineData("for (var i = 0; i < 3; i++) { if (certificate.GetRawCertData().SequenceEqual(Pin(i))) return true; } return false; byte[] Pin(int i) => pin;")]
    [InlineData("for (var i = 0; i < 3; i += 2) { if (certificate.GetRawCertData().SequenceEqual(pin)) return true; } return false;")]
    [InlineData("var sum = 0; foreach (var part in certificate.GetRawCertData()) { sum = (sum * 31) + part; } return sum == pin[0];")]
    [InlineData("chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust; chain.ChainPolicy.CustomTrustStore.Add(root); return chain.Build((X509Certificate2)certificate);")]
    [InlineData("if ((errors & SslPolicyErrors.RemoteCertificateChainErrors) != 0) { using var own = new X509Chain(); own.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust; own.ChainPolicy.CustomTrustStore.Add(root); if (own.Build(new X509Certificate2(certificate))) { errors &= ~SslPolicyErrors.RemoteCertificateChainErrors; } } return errors == SslPolicyErrors.None;")]
    [InlineData("if (errors == SslPolicyErrors.RemoteCertificateChainErrors) { return chain.ChainElements[chain.ChainElements.Count - 1].Certificate.RawData.SequenceEqual(root.RawData); } return errors == SslPolicyErrors.None;")]
    [InlineData("try { return errors == SslPolicyErrors.None && verifier.Verify(certificate); } catch (Exception) { return false; }")]
    [InlineData("try { return verifier.Verify(certificate); } catch (Exception) { throw; }")]
    [InlineData("var ok = errors == SslPolicyErrors.None; Console.WriteLine(ok ? \"good\" : \"bad\"); return ok;")]
    [InlineData("if (sender is SslStream) { Console.WriteLine(\"stream\"); } return errors == SslPolicyErrors.None;")]
    [InlineData("if (new Uri(\"https://x\").IsLoopback) return true; return errors == SslPolicyErrors.None;")]
    [InlineData("if (sender is HttpRequestMessage { RequestUri.Host: \"localhost\" }) return true; return errors == SslPolicyErrors.None;")]
    [InlineData("return (errors & ~SslPolicyErrors.RemoteCertificateNotAvailable) == SslPolicyErrors.None;")]
    public Task A_lambda_with_this_body_is_silent(string body) => Rule.Silent(Usings + $$"""
        interface IVerifier { bool Verify(X509Certificate certificate); }

        class Client
        {
            RemoteCertificateValidationCallback inner;
            IVerifier verifier;
            string expected = Environment.GetEnvironmentVariable("PIN");
            byte[] pin = Convert.FromHexString(Environment.GetEnvironmentVariable("PIN"));
            X509Certificate2 root = X509CertificateLoader.LoadCertificateFromFile("root.cer");

            RemoteCertificateValidationCallback Create() => (sender, certificate, chain, errors) =>
            {
                {{body}}
            };
        }
        """, s => s.DisabledDiagnostics.AddRange(["SYSLIB0057"]));

    [Fact]
    public Task Delegates_handed_through_are_silent() => Rule.Silent(Usings + """
        class Client
        {
            private readonly RemoteCertificateValidationCallback _callback;
            public Client(RemoteCertificateValidationCallback callback) => _callback = callback;
            SslStream Open(System.IO.Stream stream) => new SslStream(stream, false, _callback);
            SslStream OpenChecked(System.IO.Stream stream) => new SslStream(stream, false, (s, c, ch, e) => _callback(s, c, ch, e));
            SslClientAuthenticationOptions Options() => new() { RemoteCertificateValidationCallback = _callback ?? Default };
            private static bool Default(object s, X509Certificate c, X509Chain ch, SslPolicyErrors e) => e == SslPolicyErrors.None;
        }
        """);

    [Fact]
    public Task Methods_that_describe_errors_are_silent() => Rule.Silent(Usings + """
        static class Description
        {
            public static bool IsNameMismatch(SslPolicyErrors errors) => (errors & SslPolicyErrors.RemoteCertificateNameMismatch) != 0;
            public static bool HasProblem(X509Certificate2 certificate, SslPolicyErrors errors) => errors != SslPolicyErrors.None;
            public static string Describe(object sender, X509Certificate c, X509Chain chain, SslPolicyErrors errors) => errors.ToString();
        }
        """);

    [Fact]
    public Task A_handler_that_rejects_or_leaves_the_decision_alone_is_silent() => Rule.Silent(Usings + """
        class ValidationEventArgs : EventArgs
        {
            public X509Certificate Certificate { get; init; }
            public SslPolicyErrors PolicyErrors { get; init; }
            public bool Accept { get; set; }
        }

        class Client
        {
            public event EventHandler<ValidationEventArgs> Validate;

            void Use()
            {
                Validate += (s, e) => Console.WriteLine(e.Certificate.Subject);
                Validate += (s, e) => e.Accept = e.PolicyErrors == SslPolicyErrors.None;
                Validate += (s, e) => { if (e.PolicyErrors != SslPolicyErrors.None) { e.Accept = false; } else { e.Accept = true; } };
                Validate += (s, e) => { if (e.PolicyErrors == SslPolicyErrors.None) e.Accept = true; };
            }
        }
        """);

    /// <summary>Libraries hand the decision on to their users: those are judged where they write their handler.</summary>
    [Fact]
    public Task A_decision_handed_on_through_event_arguments_is_silent() => Rule.Silent(Usings + """
        class ValidationEventArgs : EventArgs
        {
            public ValidationEventArgs() { }
            public ValidationEventArgs(X509Certificate certificate, SslPolicyErrors errors) { Certificate = certificate; Errors = errors; }
            public X509Certificate Certificate { get; set; }
            public SslPolicyErrors Errors { get; set; }
            public bool Accept { get; set; }
        }

        class Client
        {
            public event EventHandler<ValidationEventArgs> Validating;
            private Func<ValidationEventArgs, bool> _handler;

            bool ByInitializer(object sender, X509Certificate certificate, X509Chain chain, SslPolicyErrors errors)
            {
                var handler = Validating;
                if (handler != null)
                {
                    var e = new ValidationEventArgs { Certificate = certificate, Errors = errors, Accept = errors == SslPolicyErrors.None };
                    handler(this, e);
                    return e.Accept;
                }

                return errors == SslPolicyErrors.None;
            }

            bool ByConstructor(object sender, X509Certificate certificate, X509Chain chain, SslPolicyErrors errors)
            {
                if (Validating != null)
                {
                    var e = new ValidationEventArgs(certificate, errors);
                    Validating(this, e);
                    return e.Accept;
                }

                return _handler != null ? _handler(new ValidationEventArgs(certificate, errors)) : errors == SslPolicyErrors.None;
            }
        }
        """);

    [Fact]
    public Task A_chain_built_to_own_roots_in_a_helper_is_silent() => Rule.Silent(Usings + """
        class Client
        {
            private readonly X509Certificate2Collection _roots = new();

            bool Validate(object sender, X509Certificate certificate, X509Chain chain, SslPolicyErrors errors)
            {
                if (errors == SslPolicyErrors.None) return true;
                if (errors != SslPolicyErrors.RemoteCertificateChainErrors) return false;
                return BuildsToOwnRoot(certificate);
            }

            private bool BuildsToOwnRoot(X509Certificate certificate)
            {
                using var chain = new X509Chain();
                chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
                chain.ChainPolicy.CustomTrustStore.AddRange(_roots);
                return chain.Build((X509Certificate2)certificate);
            }
        }
        """);

    [Theory]
    [InlineData("RemoteCertificateValidationCallback f = (s, c, ch, e) => ")]
    [InlineData("RemoteCertificateValidationCallback f = (s, c, ch, e) => { return ")]
    [InlineData("RemoteCertificateValidationCallback f = (s, c, ch, e) => { if (e == ")]
    [InlineData("bool V(object s, X509Certificate c, X509Chain ch, SslPolicyErrors e) { return e switch { ")]
    [InlineData("bool V(object s, X509Certificate c, X509Chain ch, SslPolicyErrors e) => Unknown(e) || ")]
    [InlineData("bool V(object s, X509Certificate c, X509Chain ch, SslPolicyErrors ) ")]
    public Task Half_typed_code_is_survived(string member) => Rule.Silent(
        Usings + "class Client { " + member,
        s => s.CompilerDiagnostics = Microsoft.CodeAnalysis.Testing.CompilerDiagnostics.None);
}
