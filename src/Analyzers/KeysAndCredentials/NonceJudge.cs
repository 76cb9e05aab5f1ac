using Microsoft.CodeAnalysis;
using SocketSecurity.Analyzers.Flow;
using SocketSecurity.Analyzers.Flow.Origins;
using SocketSecurity.Analyzers.KnownApis;

namespace SocketSecurity.Analyzers.KeysAndCredentials;

/// <summary>
/// SOCK3002 and SOCK3003: nonces that are the same for several messages. Decrypting repeats the sender's nonce, and a key
/// that is new for each message needs no nonce, so neither is looked at.
/// </summary>
internal sealed class NonceJudge(ValueOrigins origins, SinkTable table)
{
    private readonly CipherObject _ciphers = new(origins, table);
    private readonly NonceRepetition _repetition = new(origins, table);
    private readonly SharedRoots _roots = new(origins);

    public bool IsForEncryption(SinkValue sink) => (sink.Use == "encrypts" || _ciphers.MayEncrypt(sink)) && !CipherObject.TakesNoNonce(sink);

    public SecretJudge.Finding? Find(IOperation value, SinkValue sink, OriginSet set, bool isPassed, CancellationToken cancellationToken)
    {
        var isConstant = SecretConstants.IsGivenTo(set);
        if (!isConstant && isPassed)
        {
            return null;
        }

        if (!IsForEncryption(sink))
        {
            return null;
        }

        var keys = _ciphers.KeysOf(sink);
        if (IsFresh(keys, cancellationToken))
        {
            return null;
        }

        if (isConstant)
        {
            return new(Rules.ConstantNonce, SecretConstants.PlacesOf(set, value), sink.MemberName, "a constant");
        }

        foreach (var key in keys)
        {
            if (_roots.IsDerivedFrom(value, key, cancellationToken))
            {
                return new(Rules.ConstantNonce, [], sink.MemberName, "made from the key");
            }
        }

        return _repetition.Of(value, sink, cancellationToken) is { } words ? new(Rules.NonceReuse, [], sink.MemberName, words) : null;
    }

    private bool IsFresh(List<IOperation> keys, CancellationToken cancellationToken)
    {
        foreach (var key in keys)
        {
            if (!origins.Of(key, cancellationToken).IsSurely(ValueOriginKind.CryptographicRandom) || key.ReferencedSymbol() is IFieldSymbol or IPropertySymbol)
            {
                return false;
            }
        }

        return keys.Count > 0;
    }
}
