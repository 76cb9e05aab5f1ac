using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;

namespace SocketSecurity.Trust;

/// <summary>The syntax of a peer's names: two programs that read a malformed name differently disagree about whose certificate it is.</summary>
internal static class StrictNames
{
    private const string CommonName = "2.5.4.3";

    private static readonly Asn1Tag Email = new(TagClass.ContextSpecific, 1);

    public static void Inspect(X509Certificate2 certificate, X509SubjectAlternativeNameExtension names, PeerRole role, List<ValidationFinding> findings)
    {
        foreach (var name in names.EnumerateDnsNames())
        {
            if (!IsHostName(name))
            {
                Report(certificate, $"has the alternative name '{name}', which is no host name", findings);
            }
        }

        var reader = new AsnReader(names.RawData, AsnEncodingRules.DER).ReadSequence();
        while (reader.HasData)
        {
            if (!reader.PeekTag().HasSameClassAndValue(Email))
            {
                reader.ReadEncodedValue();
            }
            else if (reader.ReadCharacterString(UniversalTagNumber.IA5String, Email) is var address && !IsMailbox(address))
            {
                Report(certificate, $"has the alternative name '{address}', which is no mail address", findings);
            }
        }

        if (role == PeerRole.Server)
        {
            InspectCommonNames(certificate, names, findings);
        }
    }

    /// <summary>Baseline requirements 7.1.4.3: a common name repeats an alternative name, character by character.</summary>
    private static void InspectCommonNames(X509Certificate2 certificate, X509SubjectAlternativeNameExtension names, List<ValidationFinding> findings)
    {
        foreach (var part in certificate.SubjectName.EnumerateRelativeDistinguishedNames(reversed: false))
        {
            if (!part.HasMultipleElements
                && part.GetSingleElementType().Value == CommonName
                && part.GetSingleElementValue() is { } common
                && !names.EnumerateDnsNames().Contains(common, StringComparer.Ordinal)
                && !names.EnumerateIPAddresses().Any(address => address.ToString() == common))
            {
                Report(certificate, "has a common name that is not among its alternative names", findings);
            }
        }
    }

    private static void Report(X509Certificate2 certificate, string what, List<ValidationFinding> findings) =>
        findings.Add(new(PeerProblem.Malformed, $"'{certificate.Subject}' {what}. Issue it again."));

    /// <summary>RFC 5890 §2.3.1: letters, digits and inner hyphens; a wildcard may stand for the first label.</summary>
    private static bool IsHostName(string name)
    {
        var host = name.StartsWith("*.", StringComparison.Ordinal) ? name.AsSpan(2) : name;
        foreach (var range in host.Split('.'))
        {
            var label = host[range];
            if (label.IsEmpty || label.Length > 63 || label[0] == '-' || label[^1] == '-')
            {
                return false;
            }

            foreach (var character in label)
            {
                if (!char.IsAsciiLetterOrDigit(character) && character != '-')
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static bool IsMailbox(string address) =>
        address.IndexOf('@', StringComparison.Ordinal) is var at and > 0 && at < address.Length - 1 && address.LastIndexOf('@') == at;
}
