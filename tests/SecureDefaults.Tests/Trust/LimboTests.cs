using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using SocketSecurity.SecureDefaults.Tests.Vectors;
using SocketSecurity.Trust;

namespace SocketSecurity.SecureDefaults.Tests.Trust;

/// <summary>
/// x509-limbo: certificate chains with the answer that RFC 5280 and the CA/Browser Forum's rules give.
/// </summary>
public sealed class LimboTests(ITestOutputHelper output)
{
    /// <summary>What a chain engine without CRL input and path length limits cannot be asked.</summary>
    private static readonly HashSet<string> NotApplicable = ["has-crl", "max-chain-depth"];

    /// <summary>Every case in which the library answers otherwise, and why. Anything else is a regression.</summary>
    private static readonly Dictionary<string, string> Differences = new()
    {
        ["rfc5280::nc::permitted-dns-match-noncritical"] = "accepted: the baseline requirements allow what RFC 5280 forbids here, and limbo has a case for each",

        ["rfc5280::eku::ee-without-eku"] = "refused: a declared purpose is demanded, as webpki::eku::ee-without-eku has it",
        ["rfc5280::ca-as-leaf"] = "refused: an authority is no server, as webpki::ca-as-leaf has it",
        ["pathlen::validation-ignores-pathlen-in-leaf"] = "refused: an authority is no server",
        ["rfc5280::nc::permitted-dn-match"] = "refused: a server certificate without a host to check is checked as a client's",
        ["rfc5280::root-and-intermediate-swapped"] = "refused: only self-signed roots are anchors",
        ["cve::cve-2024-0567"] = "refused: the platform follows one of several chains",
        ["rfc5280::nc::nc-forbids-alternate-chain-ica"] = "refused: the platform follows one of several chains",
        ["rfc5280::nc::nc-forbids-same-chain-ica"] = "refused: the platform follows one of several chains",

        ["rfc5280::nc::permitted-dns-match-more"] = CommonName,
        ["rfc5280::nc::permitted-ipv4-match"] = CommonName,
        ["rfc5280::nc::permitted-ipv6-match"] = CommonName,
        ["webpki::nc::nc-permits-dns-san-pattern"] = CommonName,
        ["webpki::san::exact-localhost-ip-san"] = CommonName,
        ["webpki::san::leftmost-wildcard-san"] = CommonName,
    };

    private const string CommonName = "refused: the common name is none of the alternative names, as webpki::cn::not-in-san has it";

    [Fact]
    public void Answers_differ_from_limbo_only_where_that_is_explained()
    {
        var cases = VectorFolder.Read("limbo/limbo.json").GetProperty("testcases");
        var agreed = 0;
        var applicable = 0;
        List<string> wrongAccepts = [];
        List<(string Id, string Report)> wrongRejects = [];

        foreach (var test in cases.EnumerateArray())
        {
            if (test.GetProperty("features").EnumerateArray().Any(feature => NotApplicable.Contains(feature.GetString()!)))
            {
                continue;
            }

            applicable++;
            var id = test.GetProperty("id").GetString()!;
            var expected = test.GetProperty("expected_result").GetString() == "SUCCESS";
            var (isValid, report) = Validate(test);
            if (isValid == expected)
            {
                agreed++;
            }
            else if (expected)
            {
                wrongRejects.Add((id, report));
            }
            else
            {
                wrongAccepts.Add(id);
            }
        }

        output.WriteLine($"{agreed} of {applicable} agree");
        Assert.Equal([], wrongAccepts.Where(id => !Differences.ContainsKey(id)));
        Assert.Equal([], wrongRejects.Where(found => !Differences.ContainsKey(found.Id)).Select(found => $"{found.Id}: {found.Report}"));
        Assert.True(agreed >= applicable - Differences.Count, $"{agreed} of {applicable}");
    }

    private static (bool IsValid, string Report) Validate(JsonElement test)
    {
        try
        {
            using var peer = X509Certificate2.CreateFromPem(test.GetProperty("peer_certificate").GetString());
            var policy = TrustPolicy.PrivateRoots(Load(test.GetProperty("trusted_certs"))).WithStrength(CertificateStrength.Strict);
            var name = test.GetProperty("expected_peer_name");
            var host = name.ValueKind == JsonValueKind.Object ? name.GetProperty("value").GetString() : null;
            var isServer = test.GetProperty("validation_kind").GetString() == "SERVER" && host is not null;
            var time = test.GetProperty("validation_time").GetString() is { } text
                ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture)
                : DateTimeOffset.UtcNow;
            var report = CertificateInspector.Validate(
                peer,
                Load(test.GetProperty("untrusted_intermediates")),
                host,
                isServer ? PeerRole.Server : PeerRole.Client,
                policy,
                time);
            return (report.IsValid, report.ToString());
        }
        catch (Exception exception) when (exception is ArgumentException or System.Security.Cryptography.CryptographicException)
        {
            return (false, exception.Message);
        }
    }

    private static List<X509Certificate2> Load(JsonElement certificates) =>
        [.. certificates.EnumerateArray().Select(pem => X509Certificate2.CreateFromPem(pem.GetString()))];
}
