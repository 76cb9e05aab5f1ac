using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SocketSecurity.Analyzers.Flow.PolicyErrors;

/// <summary>What reading a member of a certificate, a chain or one of their parts tells about the peer.</summary>
internal static class CertificateMembers
{
    private static readonly Dictionary<string, CertificateTraits> TraitsByName = new(StringComparer.Ordinal)
    {
        ["Subject"] = CertificateTraits.Name,
        ["SubjectName"] = CertificateTraits.Name,
        ["Issuer"] = CertificateTraits.Name,
        ["IssuerName"] = CertificateTraits.Name,
        ["FriendlyName"] = CertificateTraits.Name,
        ["SerialNumber"] = CertificateTraits.Name,
        ["SerialNumberBytes"] = CertificateTraits.Name,
        ["GetSerialNumber"] = CertificateTraits.Name,
        ["GetSerialNumberString"] = CertificateTraits.Name,
        ["GetNameInfo"] = CertificateTraits.Name,
        ["GetName"] = CertificateTraits.Name,
        ["GetIssuerName"] = CertificateTraits.Name,
        ["MatchesHostname"] = CertificateTraits.Name,
        ["ToString"] = CertificateTraits.Name,
        ["Extensions"] = CertificateTraits.Name,
        ["Version"] = CertificateTraits.Name,
        ["SignatureAlgorithm"] = CertificateTraits.Name,
        ["GetKeyAlgorithm"] = CertificateTraits.Name,
        ["GetFormat"] = CertificateTraits.Name,

        // X509Certificate.Equals compares issuer and serial number, nothing else.
        ["Equals"] = CertificateTraits.Name,

        ["Thumbprint"] = CertificateTraits.WeakHash,
        ["GetHashCode"] = CertificateTraits.WeakHash,
        ["NotAfter"] = CertificateTraits.Validity,
        ["NotBefore"] = CertificateTraits.Validity,
        ["GetExpirationDateString"] = CertificateTraits.Validity,
        ["GetEffectiveDateString"] = CertificateTraits.Validity,

        ["RawData"] = CertificateTraits.Identity,
        ["RawDataMemory"] = CertificateTraits.Identity,
        ["GetRawCertData"] = CertificateTraits.Identity,
        ["GetRawCertDataString"] = CertificateTraits.Identity,
        ["Export"] = CertificateTraits.Identity,
        ["ExportCertificatePem"] = CertificateTraits.Identity,
        ["PublicKey"] = CertificateTraits.Identity,
        ["GetPublicKey"] = CertificateTraits.Identity,
        ["GetPublicKeyString"] = CertificateTraits.Identity,

        ["Handle"] = CertificateTraits.Presence,
        ["Verify"] = CertificateTraits.SystemChain,
        ["Build"] = CertificateTraits.SystemChain,
        ["ChainStatus"] = CertificateTraits.ChainStatus,
        ["ChainElementStatus"] = CertificateTraits.ChainStatus,
        ["ChainElements"] = CertificateTraits.None,
        ["Certificate"] = CertificateTraits.None,
        ["Status"] = CertificateTraits.ChainStatus,
        ["StatusInformation"] = CertificateTraits.ChainStatus,
        ["ChainPolicy"] = CertificateTraits.None,
        ["Count"] = CertificateTraits.None,
    };

    /// <summary>Different spellings of the same value: a comparison between them is no check either.</summary>
    public static string Spelling(string member) => member switch
    {
        "GetCertHashString" or "GetCertHash" => "Thumbprint",
        "GetRawCertData" or "GetRawCertDataString" => "RawData",
        "GetPublicKeyString" => "GetPublicKey",
        "GetSerialNumberString" => "SerialNumber",
        "GetExpirationDateString" => "NotAfter",
        "GetEffectiveDateString" => "NotBefore",
        _ => member,
    };

    public static CertificateTraits TraitsOf(string member) =>
        TraitsByName.TryGetValue(member, out var traits) ? traits : CertificateTraits.ExaminedElsewhere;

    /// <summary><c>GetCertHash</c> is SHA-1 unless it is told otherwise.</summary>
    public static CertificateTraits TraitsOfHash(IInvocationOperation invocation)
    {
        foreach (var argument in invocation.Arguments)
        {
            if (argument.Value is IPropertyReferenceOperation { Property: { ContainingType.Name: "HashAlgorithmName" } algorithm })
            {
                return algorithm.Name is "SHA1" or "MD5" ? CertificateTraits.WeakHash : CertificateTraits.Identity;
            }
        }

        return invocation.Arguments.IsEmpty ? CertificateTraits.WeakHash : CertificateTraits.Identity;
    }

    /// <summary>The types whose members are judged by the table above.</summary>
    public static bool IsPartOfChain(ITypeSymbol? type) =>
        type is { Name: "X509Chain" or "X509ChainElement" or "X509ChainElementCollection" or "X509ChainStatus" or "X509ChainPolicy" };
}
