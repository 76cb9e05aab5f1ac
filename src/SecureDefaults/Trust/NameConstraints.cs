using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;

namespace SocketSecurity.Trust;

/// <summary>
/// RFC 5280 §4.2.1.10, for DNS names. The platform compares a wildcard as if it were a literal name, so that
/// <c>*.example.com</c> slips past an excluded <c>secret.example.com</c>; here it counts as every name it stands for.
/// </summary>
internal static class NameConstraints
{
    private const string Oid = "2.5.29.30";

    public static void Inspect(X509Certificate2 authority, X509Chain chain, int position, List<ValidationFinding> findings)
    {
        foreach (var extension in authority.Extensions)
        {
            if (extension.Oid?.Value != Oid)
            {
                continue;
            }

            var (permitted, excluded) = Read(extension.RawData);
            for (var i = 0; i < position; i++)
            {
                InspectNames(chain.ChainElements[i].Certificate, authority, permitted, excluded, findings);
            }
        }
    }

    private static void InspectNames(
        X509Certificate2 certificate, X509Certificate2 authority, List<string> permitted, List<string> excluded, List<ValidationFinding> findings)
    {
        if (CertificateFacts.Extension<X509SubjectAlternativeNameExtension>(certificate) is not { } names)
        {
            return;
        }

        foreach (var name in names.EnumerateDnsNames())
        {
            if (excluded.Exists(subtree => CanMeet(name, subtree)) || (permitted.Count > 0 && !permitted.Exists(subtree => IsWithin(name, subtree))))
            {
                findings.Add(new(PeerProblem.NameNotPermitted, $"'{authority.Subject}' may not vouch for the name '{name}' of '{certificate.Subject}'."));
                return;
            }
        }
    }

    /// <summary>Every name the pattern stands for lies in the subtree.</summary>
    private static bool IsWithin(string name, string subtree)
    {
        var host = name.StartsWith("*.", StringComparison.Ordinal) ? name[2..] : name;
        return subtree.Length == 0
            || host.Equals(subtree, StringComparison.OrdinalIgnoreCase)
            || host.EndsWith("." + subtree, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Some name the pattern stands for lies in the subtree: a wildcard reaches one label below its base.</summary>
    private static bool CanMeet(string name, string subtree) =>
        IsWithin(name, subtree)
        || (name.StartsWith("*.", StringComparison.Ordinal)
            && subtree.IndexOf('.', StringComparison.Ordinal) is var dot and > 0
            && subtree[(dot + 1)..].Equals(name[2..], StringComparison.OrdinalIgnoreCase));

    private static (List<string> Permitted, List<string> Excluded) Read(byte[] extension)
    {
        var constraints = new AsnReader(extension, AsnEncodingRules.DER).ReadSequence();
        List<string> permitted = [];
        List<string> excluded = [];
        while (constraints.HasData)
        {
            var tag = constraints.PeekTag();
            var subtrees = constraints.ReadSequence(tag);
            while (subtrees.HasData)
            {
                var subtree = subtrees.ReadSequence();
                var dnsName = new Asn1Tag(TagClass.ContextSpecific, 2);
                if (subtree.PeekTag().HasSameClassAndValue(dnsName))
                {
                    // A leading dot is not in the standard, but authorities write it and mean the subtree.
                    var name = subtree.ReadCharacterString(UniversalTagNumber.IA5String, dnsName).TrimStart('.');
                    (tag.TagValue == 0 ? permitted : excluded).Add(name);
                }
            }
        }

        return (permitted, excluded);
    }
}
