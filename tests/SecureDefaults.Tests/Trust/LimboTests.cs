using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using SocketSecurity.SecureDefaults.Tests.Vectors;
using SocketSecurity.Trust;

namespace SocketSecurity.SecureDefaults.Tests.Trust;

/// <summary>
/// x509-limbo: certificate chains with the answer that RFC 5280 and the CA/Browser Forum's rules give. Agreement may only grow.
/// </summary>
public sealed class LimboTests(ITestOutputHelper output)
{
    /// <summary>What a chain engine without CRL input and path length limits cannot be asked.</summary>
    private static readonly HashSet<string> NotApplicable = ["has-crl", "max-chain-depth"];

    [Fact]
    public void Agreement_with_limbo_does_not_fall()
    {
        var cases = VectorFolder.Read("limbo/limbo.json").GetProperty("testcases");
        var agreed = 0;
        var applicable = 0;
        List<string> wrongAccepts = [];
        List<string> wrongRejects = [];

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
            else
            {
                (expected ? wrongRejects : wrongAccepts).Add(expected ? $"{id}: {report}" : id);
            }
        }

        output.WriteLine($"{agreed} of {applicable} agree");
        output.WriteLine("wrongly accepted:\n  " + string.Join("\n  ", wrongAccepts));
        output.WriteLine("wrongly refused:\n  " + string.Join("\n  ", wrongRejects));
        Assert.True(agreed >= 155, $"{agreed} of {applicable}");
        Assert.True(wrongAccepts.Count <= 28, $"{wrongAccepts.Count} wrong accepts");
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
