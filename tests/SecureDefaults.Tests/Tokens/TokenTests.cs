using System.Buffers.Text;
using System.Security.Cryptography;
using SocketSecurity.Keys;
using SocketSecurity.Replay;
using SocketSecurity.SecureDefaults.Tests.BadInput;
using SocketSecurity.Tokens;

namespace SocketSecurity.SecureDefaults.Tests.Tokens;

public sealed class TokenTests : IDisposable
{
    private readonly ManualClock _clock = new();
    private readonly Keyring<TokenKey> _ring;
    private readonly TokenIssuer _issuer;

    public TokenTests()
    {
        _ring = Keyring<TokenKey>.Create(new KeyRotationPolicy { PropagationDelay = TimeSpan.Zero }, _clock);
        _issuer = new TokenIssuer(_ring, "login", "orders", _clock);
    }

    public void Dispose() => _ring.Dispose();

    [Fact]
    public void A_token_says_what_it_was_issued_to_say()
    {
        var text = _issuer.Issue(new TokenRequest
        {
            Subject = "ann@example.org",
            Lifetime = TimeSpan.FromHours(1),
            Claims = new Dictionary<string, string> { ["role"] = "admin", ["näme"] = "Änn 🌍", ["empty"] = "" },
        });
        Assert.Matches("^[A-Za-z0-9_-]+$", text);
        var result = Validator().Validate(text);
        Assert.True(result.IsValid);
        Assert.Equal("ann@example.org", result.Token.Subject);
        Assert.Equal("orders", result.Token.Audience);
        Assert.Equal(16, result.Token.Id.Length);
        Assert.Equal(_clock.Now, result.Token.IssuedAt);
        Assert.Equal(_clock.Now + TimeSpan.FromHours(1), result.Token.ExpiresAt);
        Assert.Equal("Änn 🌍", result.Token.Claims["näme"]);
        Assert.Equal(3, result.Token.Claims.Count);
    }

    [Fact]
    public void Any_changed_bit_any_cut_and_any_other_spelling_is_refused()
    {
        var text = _issuer.Issue("ann");
        var validator = Validator();
        foreach (var changed in Hostile.EveryChange(Base64Url.DecodeFromChars(text)))
        {
            Assert.Equal(TokenStatus.Invalid, validator.Validate(Base64Url.EncodeToString(changed)).Status);
        }

        foreach (var other in new[] { "", " ", text + "=", text + "\n", " " + text, text.Insert(9, "\r\n"), text[..^1], text + "A", text.ToUpperInvariant(), new string('A', 100_000), "%", "é" })
        {
            var result = validator.Validate(other);
            Assert.Equal(TokenStatus.Invalid, result.Status);
            Assert.False(result.IsValid);
            Assert.Null(result.Token);
        }

        Assert.Throws<ArgumentNullException>(() => validator.Validate(null!));
    }

    [Fact]
    [Trait(BadInputPageTests.Row, "a message or token from the past")]
    [Trait(BadInputPageTests.Row, "a message or token from the future")]
    public void Times_end_tokens_on_both_sides()
    {
        var text = _issuer.Issue("ann");
        var validator = Validator();
        _clock.Advance(TimeSpan.FromSeconds(-60));
        Assert.Equal(TokenStatus.Valid, validator.Validate(text).Status);
        _clock.Advance(TimeSpan.FromSeconds(-1));
        Assert.Equal(TokenStatus.NotYetValid, validator.Validate(text).Status);
        _clock.Advance(TimeSpan.FromSeconds(61 + (15 * 60) + 59));
        Assert.Equal(TokenStatus.Valid, validator.Validate(text).Status);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(TokenStatus.Expired, validator.Validate(text).Status);

        var strict = Validator(new TokenValidatorOptions { MaxLifetime = TimeSpan.FromMinutes(10), ClockSkew = TimeSpan.Zero });
        Assert.Equal(TokenStatus.Invalid, strict.Validate(_issuer.Issue("ann")).Status);
    }

    [Fact]
    public void Another_audience_issuer_or_key_is_refused()
    {
        var text = _issuer.Issue("ann");
        Assert.Equal(TokenStatus.WrongAudience, new TokenValidator(_ring, "login", "billing", clock: _clock).Validate(text).Status);
        Assert.Equal(TokenStatus.Invalid, new TokenValidator(_ring, "other", "orders", clock: _clock).Validate(text).Status);
        using var stranger = Keyring<TokenKey>.Create();
        Assert.Equal(TokenStatus.Invalid, new TokenValidator(stranger, "login", "orders", clock: _clock).Validate(text).Status);

        var old = _ring.Primary;
        _ring.Promote(_ring.Rotate());
        Assert.True(Validator().Validate(text).IsValid);
        _ring.Retire(old);
        Assert.Equal(TokenStatus.Invalid, Validator().Validate(text).Status);
    }

    [Fact]
    public void A_bound_token_is_worth_nothing_with_another_certificate()
    {
        var key = RandomNumberGenerator.GetBytes(32);
        var bound = _issuer.Issue(new TokenRequest { Subject = "ann", BoundTo = key });
        var bearer = _issuer.Issue("ann");
        var validator = Validator();
        Assert.True(validator.Validate(bound, key).IsValid);
        Assert.Equal(TokenStatus.WrongBinding, validator.Validate(bound).Status);
        Assert.Equal(TokenStatus.WrongBinding, validator.Validate(bound, RandomNumberGenerator.GetBytes(32)).Status);
        Assert.Equal(TokenStatus.WrongBinding, validator.Validate(bound, key.AsSpan(0, 31)).Status);
        Assert.True(validator.Validate(bearer, key).IsValid);
        Assert.Equal(TokenStatus.WrongBinding, Validator(new TokenValidatorOptions { RequireBinding = true }).Validate(bearer, key).Status);
    }

    [Fact]
    [Trait(BadInputPageTests.Row, "a store that cannot be reached")]
    public async Task Single_use_is_single_on_sixteen_threads_and_survives_neither_restart_nor_failure()
    {
        var store = new MemoryReplayStore(clock: _clock);
        var validator = Validator(new TokenValidatorOptions { SingleUse = store });
        var text = _issuer.Issue("ann");
        var valid = 0;
        Workers.Run(16, _ =>
        {
            for (var i = 0; i < 100; i++)
            {
                if (validator.Validate(text).IsValid)
                {
                    Interlocked.Increment(ref valid);
                }
            }
        });
        Assert.Equal(1, valid);
        var cancellation = TestContext.Current.CancellationToken;
        Assert.Equal(TokenStatus.AlreadyUsed, (await validator.ValidateAsync(text, cancellationToken: cancellation)).Status);
        Assert.True((await validator.ValidateAsync(_issuer.Issue("ann"), cancellationToken: cancellation)).IsValid);

        var before = _issuer.Issue("ann");
        _clock.Advance(TimeSpan.FromSeconds(1));
        var restarted = Validator(new TokenValidatorOptions { SingleUse = new MemoryReplayStore(clock: _clock) });
        Assert.Equal(TokenStatus.AlreadyUsed, restarted.Validate(before).Status);
        Assert.True(restarted.Validate(_issuer.Issue("ann")).IsValid);

        var broken = Validator(new TokenValidatorOptions { SingleUse = new UnreachableStore() });
        Assert.Equal(TokenStatus.StoreUnavailable, (await broken.ValidateAsync(_issuer.Issue("ann"), cancellationToken: cancellation)).Status);
        Assert.Throws<InvalidOperationException>(() => broken.Validate(_issuer.Issue("ann")));
        Assert.Equal(TokenStatus.Invalid, broken.Validate("junk").Status);
    }

    [Fact]
    public void Revocation_takes_back_one_token_or_all_of_a_subject()
    {
        var list = new RevocationList(_clock);
        var validator = Validator(new TokenValidatorOptions { Revocation = list });
        var (one, two) = (_issuer.Issue("ann"), _issuer.Issue("ann"));
        list.RevokeToken(validator.Validate(one).Token!.Id.Span);
        Assert.Equal(TokenStatus.Revoked, validator.Validate(one).Status);
        Assert.True(validator.Validate(two).IsValid);
        list.RevokeSubject("ann");
        Assert.Equal(TokenStatus.Revoked, validator.Validate(two).Status);
        Assert.True(validator.Validate(_issuer.Issue("bob")).IsValid);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(validator.Validate(_issuer.Issue("ann")).IsValid);
        Assert.Throws<ArgumentException>(() => list.RevokeToken([1]));
    }

    [Fact]
    public void A_request_that_cannot_become_a_token_is_refused()
    {
        Assert.Throws<ArgumentException>(() => _issuer.Issue(""));
        Assert.Throws<ArgumentException>(() => _issuer.Issue(new string('x', 5000)));
        Assert.Throws<ArgumentException>(() => _issuer.Issue(new string('x', 70_000)));
        Assert.ThrowsAny<ArgumentException>(() => _issuer.Issue("\ud800"));
        Assert.Throws<ArgumentException>(() => _issuer.Issue(new TokenRequest { Subject = "a", BoundTo = new byte[31] }));
        Assert.Throws<ArgumentException>(() => _issuer.Issue(new TokenRequest { Subject = "a", Claims = new Dictionary<string, string> { ["cnf"] = "x" } }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TokenRequest { Subject = "a", Lifetime = TimeSpan.FromHours(25) });
        Assert.Throws<ArgumentOutOfRangeException>(() => new TokenRequest { Subject = "a", Lifetime = TimeSpan.Zero });
        Assert.Throws<ArgumentOutOfRangeException>(() => new TokenValidatorOptions { ClockSkew = TimeSpan.FromSeconds(61) });
    }

    [Fact]
    public void Random_tokens_match_only_themselves()
    {
        var (token, hash) = AccessToken.CreateRandom();
        Assert.Equal(43, token.Length);
        Assert.True(AccessToken.Matches(token, hash));
        Assert.Equal(hash, AccessToken.HashForLookup(token));
        foreach (var changed in Hostile.EveryChange(Base64Url.DecodeFromChars(token)))
        {
            Assert.False(AccessToken.Matches(Base64Url.EncodeToString(changed), hash));
        }

        foreach (var other in new[] { "", token + "=", token + " ", token[..42], AccessToken.CreateRandom().Token })
        {
            Assert.False(AccessToken.Matches(other, hash));
        }

        Assert.Null(AccessToken.HashForLookup("junk"));
        Assert.False(AccessToken.Matches(token, []));
    }

    private TokenValidator Validator(TokenValidatorOptions? options = null) => new(_ring, "login", "orders", options, _clock);

    private sealed class UnreachableStore : IReplayStore
    {
        public ValueTask<ReplayStoreAnswer> TryAddAsync(ReadOnlyMemory<byte> id, TimeSpan lifetime, CancellationToken cancellationToken = default) =>
            new(ReplayStoreAnswer.Unavailable);
    }
}
