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

    /// <exception cref="AsnContentException">The extension is not well formed, or constrains nothing.</exception>
    public static void Inspect(X509Chain chain, int position, CertificateStrength strength, List<ValidationFinding> findings)
    {
        var authority = chain.ChainElements[position].Certificate;
        foreach (var extension in authority.Extensions)
        {
            if (extension.Oid?.Value != Oid)
            {
                continue;
            }

            var (permitted, excluded) = Read(extension.RawData, strength);
            for (var i = 0; i < position; i++)
            {
                // RFC 5280 §4.2.1.10: self-issued certificates are exempt, except at the end of the chain.
                var certificate = chain.ChainElements[i].Certificate;
                if (i == 0 || !CertificateFacts.IsSelfIssued(certificate))
                {
                    InspectNames(certificate, authority, permitted, excluded, findings);
                }
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

    private static (List<string> Permitted, List<string> Excluded) Read(byte[] extension, CertificateStrength strength)
    {
        var constraints = new AsnReader(extension, AsnEncodingRules.DER).ReadSequence();
        List<string> permitted = [];
        List<string> excluded = [];
        do
        {
            // Reading in a loop that runs at least once refuses the empty lists that the standard forbids.
            var tag = constraints.PeekTag();
            var subtrees = constraints.ReadSequence(tag);
            do
            {
                var subtree = subtrees.ReadSequence();
                var dnsName = new Asn1Tag(TagClass.ContextSpecific, 2);
                if (subtree.PeekTag().HasSameClassAndValue(dnsName))
                {
                    var name = subtree.ReadCharacterString(UniversalTagNumber.IA5String, dnsName);
                    (tag.TagValue == 0 ? permitted : excluded).Add(WithoutLeadingDot(name, strength));
                }
            }
            while (subtrees.HasData);
        }
        while (constraints.HasData);

        return (permitted, excluded);
    }

    /// <summary>A leading dot is not in the standard, but private authorities write it and mean the subtree.</summary>
    private static string WithoutLeadingDot(string name, CertificateStrength strength) =>
        !name.StartsWith('.') ? name
        : strength == CertificateStrength.Standard ? name.TrimStart('.')
        : throw new AsnContentException($"The name constraint '{name}' begins with a dot.");
}
