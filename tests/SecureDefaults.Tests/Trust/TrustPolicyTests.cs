using System.Net.Http;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using SocketSecurity.Trust;

namespace SocketSecurity.SecureDefaults.Tests.Trust;

public sealed class TrustPolicyTests
{
    private const string SomePin = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

    [Fact]
    public void The_callback_fits_the_shapes_of_the_framework()
    {
        RemoteCertificateValidationCallback stream = TrustPolicy.System.ValidateRemoteCertificate;
        Func<HttpRequestMessage, X509Certificate2?, X509Chain?, SslPolicyErrors, bool> handler = TrustPolicy.System.ValidateRemoteCertificate;

        Assert.False(stream(this, null, null, SslPolicyErrors.RemoteCertificateNotAvailable));
        Assert.False(handler(new HttpRequestMessage(), null, null, SslPolicyErrors.None));
    }

    [Theory]
    [InlineData(SslPolicyErrors.RemoteCertificateNameMismatch)]
    [InlineData(SslPolicyErrors.RemoteCertificateNotAvailable)]
    [InlineData(SslPolicyErrors.RemoteCertificateNameMismatch | SslPolicyErrors.RemoteCertificateChainErrors)]
    public void What_the_caller_found_wrong_about_the_host_is_never_forgiven(SslPolicyErrors errors)
    {
        using var authority = DevCertificates.CreateAuthority();
        using var certificate = authority.IssueServer("localhost");
        var policy = authority.CreateTrustPolicy();

        Assert.True(policy.ValidateRemoteCertificate(this, certificate, null, SslPolicyErrors.RemoteCertificateChainErrors));
        Assert.False(policy.ValidateRemoteCertificate(this, certificate, null, errors));
    }

    [Fact]
    public void The_host_of_a_request_is_compared_again()
    {
        using var authority = DevCertificates.CreateAuthority();
        using var certificate = authority.IssueServer("api.example.test");
        var policy = authority.CreateTrustPolicy();

        Assert.True(policy.ValidateRemoteCertificate(new HttpRequestMessage(HttpMethod.Get, "https://api.example.test/"), certificate, null, SslPolicyErrors.None));
        Assert.False(policy.ValidateRemoteCertificate(new HttpRequestMessage(HttpMethod.Get, "https://www.example.test/"), certificate, null, SslPolicyErrors.None));
    }

    [Fact]
    public void The_systems_authorities_do_not_vouch_for_a_development_server()
    {
        using var authority = DevCertificates.CreateAuthority();
        using var certificate = authority.IssueServer();

        var report = CertificateInspector.Validate(certificate, [authority.Certificate], "localhost", PeerRole.Server, TrustPolicy.System);

        Assert.True(report.Has(PeerProblem.UntrustedAuthority), report.ToString());
    }

    [Fact]
    public void Only_authorities_can_be_roots()
    {
        using var authority = DevCertificates.CreateAuthority();
        using var server = authority.IssueServer();

        Assert.Throws<ArgumentException>(() => TrustPolicy.PrivateRoots([server]));
        Assert.Throws<ArgumentException>(() => TrustPolicy.PrivateRoots([]));
    }

    [Fact]
    public void A_PEM_file_gives_roots_and_anything_else_a_clear_error()
    {
        using var authority = DevCertificates.CreateAuthority();
        using var certificate = authority.IssueServer();
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, authority.ExportPem());
            var policy = TrustPolicy.PrivateRootsFromPem(path);
            Assert.True(CertificateInspector.Validate(certificate, [], "localhost", PeerRole.Server, policy).IsValid);

            File.WriteAllText(path, "nothing here");
            Assert.Contains(path, Assert.Throws<ArgumentException>(() => TrustPolicy.PrivateRootsFromPem(path)).Message, StringComparison.Ordinal);

            File.WriteAllText(path, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
            Assert.Contains(path, Assert.Throws<ArgumentException>(() => TrustPolicy.PrivateRootsFromPem(path)).Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }

        Assert.ThrowsAny<IOException>(() => TrustPolicy.PrivateRootsFromPem(path));
    }

    [Fact]
    public void Pins_are_checked_when_they_are_written()
    {
        Assert.Throws<ArgumentException>(() => TrustPolicy.PinnedSelfSigned());
        Assert.Throws<ArgumentException>(() => TrustPolicy.PinnedSelfSigned("not a pin"));
        Assert.Throws<ArgumentException>(() => TrustPolicy.System.RequireSpkiPins(SomePin));
        _ = TrustPolicy.System.RequireSpkiPins(SomePin, SomePin);
    }

    [Theory]
    [InlineData("")]
    [InlineData("*")]
    [InlineData("*.example.test")]
    [InlineData(" ")]
    public void A_host_that_names_nobody_is_an_error(string host)
    {
        using var authority = DevCertificates.CreateAuthority();
        using var certificate = authority.IssueServer();

        Assert.ThrowsAny<ArgumentException>(
            () => CertificateInspector.Validate(certificate, [], host, PeerRole.Server, authority.CreateTrustPolicy()));
    }

    [Fact]
    public void A_wildcard_under_an_excluded_name_is_refused()
    {
        using var authority = Constrained("excluded;DNS:secret.example.test");
        using var wildcard = Issue(authority, "*.example.test");
        using var plain = Issue(authority, "www.example.test");
        var policy = TrustPolicy.PrivateRoots([authority]);

        Assert.True(CertificateInspector.Validate(plain, [], "www.example.test", PeerRole.Server, policy).IsValid);
        Assert.True(CertificateInspector.Validate(wildcard, [], "www.example.test", PeerRole.Server, policy).Has(PeerProblem.NameNotPermitted));
    }

    private static X509Certificate2 Constrained(string excluded)
    {
        using var key = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Constrained", key, System.Security.Cryptography.HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        var writer = new System.Formats.Asn1.AsnWriter(System.Formats.Asn1.AsnEncodingRules.DER);
        using (writer.PushSequence())
        using (writer.PushSequence(new System.Formats.Asn1.Asn1Tag(System.Formats.Asn1.TagClass.ContextSpecific, 1)))
        using (writer.PushSequence())
        {
            writer.WriteCharacterString(
                System.Formats.Asn1.UniversalTagNumber.IA5String,
                excluded.Split(':')[1],
                new System.Formats.Asn1.Asn1Tag(System.Formats.Asn1.TagClass.ContextSpecific, 2));
        }

        request.CertificateExtensions.Add(new X509Extension("2.5.29.30", writer.Encode(), critical: true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
    }

    private static X509Certificate2 Issue(X509Certificate2 authority, string host)
    {
        using var key = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Leaf", key, System.Security.Cryptography.HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new System.Security.Cryptography.Oid("1.3.6.1.5.5.7.3.1")], false));
        return request.Create(authority, authority.NotBefore, authority.NotAfter, [1, 2, 3, 4]);
    }
}
