namespace SocketSecurity.Analyzers.KnownApis;

/// <summary>What a member does for the rules. The catalogue writes the names in kebab-case.</summary>
public enum ApiRole
{
    /// <summary>Using the member means accepting any certificate. No arguments.</summary>
    AcceptAny,

    /// <summary>Setting the member to a value means accepting any certificate. Arguments: the value; the safe value, or nothing.</summary>
    AcceptAnySwitch,

    /// <summary>A mask of <c>SslPolicyErrors</c> that are accepted. No arguments.</summary>
    PolicyErrorsMask,

    /// <summary>A validator without <c>SslPolicyErrors</c>. Argument: <c>returns-true</c>, <c>does-not-throw</c>, or <c>sets:</c> and a property.</summary>
    CertificateCallback,

    /// <summary>A library's enumeration member for a deprecated TLS version. Argument: the version's name, with underscores for spaces.</summary>
    TlsVersionEnum,

    /// <summary>Setting the member to a value means not checking revocation. Arguments: the value; the safe value.</summary>
    RevocationSwitch,

    /// <summary>The value leaves the peer unauthenticated. Argument: the safe members of the same type with <c>|</c> between them, or <c>-</c>; then the words of the message.</summary>
    Unauthenticated,

    /// <summary>An <c>AppContext</c> switch. Arguments: the weak value; then the words of the message. The member is the switch's name.</summary>
    AppContextSwitch,

    /// <summary>Takes key material. Arguments: the parameters it comes in, with <c>|</c> between them, or <c>value</c> for a property; then what it is the key of: <c>cipher</c>, <c>mac</c>, <c>derivation</c> or <c>otp</c>.</summary>
    KeySink,

    /// <summary>Takes a nonce or initialization vector. Arguments: the parameters or <c>value</c>; then <c>encrypts</c>, or <c>depends</c> where another call decides about the direction.</summary>
    NonceSink,

    /// <summary>Takes the salt of a password derivation. Argument: the parameters or <c>value</c>.</summary>
    SaltSink,

    /// <summary>Takes a password. Argument: the parameters or <c>value</c>; then <c>login</c>, <c>file</c> or <c>derivation</c>.</summary>
    PasswordSink,

    /// <summary>Takes a value that lets whoever knows it in, such as a cookie's. Argument: the parameters or <c>value</c>.</summary>
    TokenSink,

    /// <summary>The method makes a code that only a holder of a secret can make. Arguments: the parameter that it is written to, or <c>-</c>; then what it is called.</summary>
    MacProducer,

    /// <summary>Makes a cipher. Argument: the cipher, or <c>named</c> where the call's first text says which, perhaps with its mode.</summary>
    CipherFactory,

    /// <summary>Makes a block cipher work in a mode. Argument: the mode.</summary>
    CipherMode,

    /// <summary>Makes or computes a hash of which collisions are known. Argument: the hash function's name.</summary>
    HashFactory,

    /// <summary>A check of tokens. Arguments of a property: the property whose delegate may take the check's place, or <c>-</c>; <c>major</c> or <c>minor</c>. Argument of a method: <c>called</c> or <c>argument</c>. Then the words of the message.</summary>
    TokenCheck,

    /// <summary>Sends in clear. Arguments: the value it is given, or <c>-</c> where the member itself is the value; the safe value.</summary>
    TlsSwitch,

    /// <summary>Uses TLS only when the peer offers it. Arguments as for <see cref="TlsSwitch"/>.</summary>
    StarttlsMode,

    /// <summary>Creates types that the data names. Arguments: the words for what to use in its place.</summary>
    UnsafeDeserializer,

    /// <summary>Lets data name the types to create. Arguments: the value that does not; the properties that limit it, with <c>|</c> between them, or <c>-</c>; the words for what to use in its place.</summary>
    TypeNameSetting,

    /// <summary>Connects to a URI. Arguments: the parameters it comes in, with <c>|</c> between them, or <c>value</c> for a property; then, optionally, members with <c>|</c> between them that turn TLS on for the same connection.</summary>
    UriSink,
}
