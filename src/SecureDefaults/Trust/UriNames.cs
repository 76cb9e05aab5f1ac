using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;

namespace SocketSecurity.Trust;

/// <summary>The URIs among a certificate's alternative names, which the framework does not enumerate.</summary>
internal static class UriNames
{
    /// <summary>uniformResourceIdentifier in GeneralName, RFC 5280 §4.2.1.6.</summary>
    private static readonly Asn1Tag Uri = new(TagClass.ContextSpecific, 6);

    /// <exception cref="AsnContentException">The extension is not well formed.</exception>
    public static IReadOnlyList<string> Of(X509Certificate2 certificate)
    {
        if (CertificateFacts.Extension<X509SubjectAlternativeNameExtension>(certificate) is not { } names)
        {
            return [];
        }

        List<string> uris = [];
        var reader = new AsnReader(names.RawData, AsnEncodingRules.DER).ReadSequence();
        while (reader.HasData)
        {
            if (reader.PeekTag().HasSameClassAndValue(Uri))
            {
                uris.Add(reader.ReadCharacterString(UniversalTagNumber.IA5String, Uri));
            }
            else
            {
                reader.ReadEncodedValue();
            }
        }

        return uris;
    }
}
