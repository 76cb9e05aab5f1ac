namespace SocketSecurity.Keys;

/// <summary>
/// What <see cref="SecretKey.Derive{TKey}"/> and <see cref="Keyring{TKey}"/> need to know of a key's type. Only this
/// library's own key types implement it.
/// </summary>
/// <typeparam name="TSelf">The key type itself.</typeparam>
public interface ISymmetricKey<TSelf>
    where TSelf : SymmetricKey, ISymmetricKey<TSelf>
{
    /// <summary>The purpose that enters every derivation of a key of this type, for example <c>aead</c>.</summary>
    internal static abstract string Purpose { get; }

    internal static abstract TSelf From(KeyMaterial material);
}
