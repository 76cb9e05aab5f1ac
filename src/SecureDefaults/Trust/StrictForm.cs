using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;

namespace SocketSecurity.Trust;

/// <summary>
/// The form that RFC 5280 and the CA/Browser Forum's baseline requirements (7.1.2) demand of public certificates. Ordinary
/// private authorities miss parts of it, so only <see cref="CertificateStrength.Strict"/> asks for it.
/// </summary>
internal static class StrictForm
{
    /// <summary>RFC 5280 §4.1.2.2.</summary>
    private const int LongestSerialNumber = 20;

    private const string PolicyConstraints = "2.5.29.36";
    private const string AnyExtendedKeyUsage = "2.5.29.37.0";

    public static void InspectPeer(X509Certificate2 certificate, PeerRole role, List<ValidationFinding> findings)
    {
        InspectAny(certificate, isAnchor: false, findings);
        if (CertificateFacts.Extension<X509EnhancedKeyUsageExtension>(certificate) is { } usages)
        {
            Demand(!usages.Critical, certificate, "marks its extended key usage as critical", findings);
            foreach (var usage in usages.EnhancedKeyUsages)
            {
                Demand(usage.Value != AnyExtendedKeyUsage, certificate, "claims every extended key usage", findings);
            }
        }

        if (CertificateFacts.Extension<X509SubjectAlternativeNameExtension>(certificate) is { } names)
        {
            // An empty subject is an empty SEQUENCE, two bytes.
            var hasSubject = certificate.SubjectName.RawData.Length > 2;
            Demand(names.Critical != hasSubject, certificate, "marks its alternative names as critical beside a subject, or does not without one", findings);
            StrictNames.Inspect(certificate, names, role, findings);
        }

        if (CertificateFacts.Extension<X509AuthorityInformationAccessExtension>(certificate) is { } access)
        {
            InspectAccess(access.RawData);
        }
    }

    public static void InspectAuthority(X509Certificate2 certificate, bool isAnchor, List<ValidationFinding> findings)
    {
        InspectAny(certificate, isAnchor, findings);
        Demand(CertificateFacts.Extension<X509SubjectKeyIdentifierExtension>(certificate) is not null, certificate, "has no subject key identifier", findings);
        Demand(CertificateFacts.Extension<X509BasicConstraintsExtension>(certificate) is not { Critical: false }, certificate, "has basic constraints that are not critical", findings);
        Demand(!isAnchor || CertificateFacts.Extension<X509EnhancedKeyUsageExtension>(certificate) is null, certificate, "is a root with an extended key usage", findings);
        foreach (var extension in certificate.Extensions)
        {
            Demand(extension.Critical || extension.Oid?.Value != PolicyConstraints, certificate, "has policy constraints that are not critical", findings);
        }
    }

    private static void InspectAny(X509Certificate2 certificate, bool isAnchor, List<ValidationFinding> findings)
    {
        // Nobody looks a root up by its serial number, and old public ones have the number 0.
        var serial = SerialNumber(certificate.RawDataMemory).Span;
        Demand(
            isAnchor || (serial.Length <= LongestSerialNumber && serial.IndexOfAnyExcept((byte)0) >= 0 && (serial[0] & 0x80) == 0),
            certificate,
            "has a serial number that is not positive or longer than 20 bytes",
            findings);

        var issuer = CertificateFacts.Extension<X509AuthorityKeyIdentifierExtension>(certificate);
        var mayLackIssuer = issuer is null && CertificateFacts.IsSelfIssued(certificate);
        Demand(mayLackIssuer || issuer?.KeyIdentifier is not null, certificate, "has no authority key identifier", findings);
    }

    private static void Demand(bool isMet, X509Certificate2 certificate, string otherwise, List<ValidationFinding> findings)
    {
        if (!isMet)
        {
            findings.Add(new(PeerProblem.Malformed, $"'{certificate.Subject}' {otherwise}. Issue it again by the rules of RFC 5280, or use {nameof(CertificateStrength)}.{nameof(CertificateStrength.Standard)}."));
        }
    }

    /// <summary>From the encoding: the framework's property drops the leading zero that makes a number positive.</summary>
    private static ReadOnlyMemory<byte> SerialNumber(ReadOnlyMemory<byte> certificate)
    {
        var content = new AsnReader(certificate, AsnEncodingRules.DER).ReadSequence().ReadSequence();
        var version = new Asn1Tag(TagClass.ContextSpecific, 0, isConstructed: true);
        if (content.PeekTag().HasSameClassAndValue(version))
        {
            content.ReadEncodedValue();
        }

        return content.ReadIntegerBytes();
    }

    /// <summary>RFC 5280 §4.2.2.1: one or more pairs of a method and a location.</summary>
    /// <exception cref="AsnContentException">The extension is not that.</exception>
    private static void InspectAccess(byte[] extension)
    {
        var descriptions = new AsnReader(extension, AsnEncodingRules.DER).ReadSequence();
        do
        {
            var description = descriptions.ReadSequence();
            description.ReadObjectIdentifier();
            description.ReadEncodedValue();
            description.ThrowIfNotEmpty();
        }
        while (descriptions.HasData);
    }
}
