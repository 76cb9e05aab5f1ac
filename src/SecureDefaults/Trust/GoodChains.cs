using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SocketSecurity.Trust;

/// <summary>
/// Chains in which the strength pass and the comparison of the host found nothing, by host and the SHA-256 of all their bytes:
/// connections to the same few servers need the pass once. Its result depends on these alone; trust, dates, revocation and
/// pins are never remembered. Thread-safe.
/// </summary>
internal static class GoodChains
{
    /// <summary>1 024 chains of about 150 bytes each. Only trusted chains get in, so that a stranger cannot push others out.</summary>
    private const int Capacity = 1024;

    private static readonly ConcurrentDictionary<Key, bool> Known = new();

    /// <summary>The identity of a chain whose first certificate is the peer's.</summary>
    public static Key KeyOf(X509Certificate2 certificate, X509Chain chain, string? host, PeerRole role, TrustPolicy policy)
    {
        // Certificates are DER, which says where each ends: no two chains are the same bytes.
        var size = certificate.RawDataMemory.Length;
        for (var i = 1; i < chain.ChainElements.Count; i++)
        {
            size += BytesOf(chain.ChainElements[i].Certificate, policy).Length;
        }

        var bytes = ArrayPool<byte>.Shared.Rent(size);
        var rest = bytes.AsSpan(0, size);
        Append(certificate.RawDataMemory, ref rest);
        for (var i = 1; i < chain.ChainElements.Count; i++)
        {
            Append(BytesOf(chain.ChainElements[i].Certificate, policy), ref rest);
        }

        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes.AsSpan(0, size), digest);
        ArrayPool<byte>.Shared.Return(bytes);
        return new Key(BinaryPrimitives.ReadUInt128BigEndian(digest), BinaryPrimitives.ReadUInt128BigEndian(digest[16..]), host, role, policy.Strength);
    }

    /// <summary>
    /// Every chain has certificate objects of its own, and the first look at the bytes of one copies them. A root of the
    /// policy is the same certificate of the platform below, and its bytes have been copied before.
    /// </summary>
    private static ReadOnlyMemory<byte> BytesOf(X509Certificate2 certificate, TrustPolicy policy)
    {
        if (!policy.Roots.IsDefault)
        {
            foreach (var root in policy.Roots)
            {
                if (root.Handle == certificate.Handle)
                {
                    return root.RawDataMemory;
                }
            }
        }

        return certificate.RawDataMemory;
    }

    private static void Append(ReadOnlyMemory<byte> certificate, ref Span<byte> rest)
    {
        certificate.Span.CopyTo(rest);
        rest = rest[certificate.Length..];
    }

    public static bool Contains(Key chain) => Known.ContainsKey(chain);

    public static void Add(Key chain)
    {
        if (Known.Count >= Capacity)
        {
            Known.Clear();
        }

        Known[chain] = true;
    }

    internal readonly record struct Key(UInt128 First, UInt128 Second, string? Host, PeerRole Role, CertificateStrength Strength);
}
