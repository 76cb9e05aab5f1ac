using System.Text;
using SocketSecurity.Keys;
using SocketSecurity.Replay;
using SocketSecurity.Tokens;

namespace Samples.Authentication.Fixed;

/// <summary>
/// Tokens that only the issuer can write, for one audience, for fifteen minutes and for one use. Issuer and validator are
/// usually different programs that share the ring.
/// </summary>
internal sealed class TokenService : IDisposable
{
    private readonly Keyring<TokenKey> _keys = Keyring<TokenKey>.Create();
    private readonly TokenIssuer _issuer;
    private readonly TokenValidator _validator;

    public TokenService()
    {
        _issuer = new TokenIssuer(_keys, "login.example", "orders.example");
        _validator = new TokenValidator(
            _keys, "login.example", "orders.example", new TokenValidatorOptions { SingleUse = new MemoryReplayStore() });
    }

    public byte[] IssueTo(string name) => Encoding.UTF8.GetBytes(_issuer.Issue(name));

    public byte[] Answer(byte[] request)
    {
        var result = _validator.Validate(Encoding.UTF8.GetString(request));
        return Encoding.UTF8.GetBytes(result.Token is { } token ? $"hello {token.Subject}, by token" : $"refused: {result.Status}");
    }

    public void Dispose() => _keys.Dispose();
}
