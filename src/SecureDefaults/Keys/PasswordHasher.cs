using System.Security.Cryptography;

namespace SocketSecurity.Keys;

/// <summary>
/// Hashes passwords for storage as self-describing PHC strings, <c>$name$parameters$salt$hash</c>, and verifies them in
/// constant time, a bounded number at once.
/// </summary>
/// <remarks>
/// Stored parameters below the algorithm's floor or above its ceiling never verify. Synchronous calls wait for their turn
/// as well. One hasher per service: the limit is per instance. All members are thread-safe.
/// </remarks>
public sealed class PasswordHasher : IDisposable
{
    private readonly PasswordHasherOptions _options;
    private readonly PasswordCost _cost;
    private readonly List<PasswordAlgorithm> _known;
    private readonly SemaphoreSlim _turns;
    private int _waiting;

    /// <summary>A hasher.</summary>
    /// <param name="options">Algorithm, cost and limits; null for the defaults.</param>
    /// <exception cref="ArgumentException">The cost is outside the algorithm's bounds.</exception>
    public PasswordHasher(PasswordHasherOptions? options = null)
    {
        _options = options ?? new PasswordHasherOptions();
        _cost = _options.Cost ?? _options.Algorithm.DefaultCost;
        if (!_options.Algorithm.Accepts(_cost))
        {
            throw new ArgumentException("The cost is outside the algorithm's bounds.", nameof(options));
        }

        _known = [_options.Algorithm, .. _options.AlsoVerify, PasswordAlgorithm.Pbkdf2Sha512, PasswordAlgorithm.Pbkdf2Sha256];
        _turns = new SemaphoreSlim(_options.MaxConcurrency);
    }

    /// <summary>Hashes a password under a new random salt.</summary>
    /// <param name="password">The password, 1 to 1 024 bytes in UTF-8.</param>
    /// <returns>The PHC string to store.</returns>
    /// <exception cref="ArgumentException">The password is empty, too long or not text.</exception>
    /// <exception cref="PasswordHasherBusyException">Too many callers wait already.</exception>
    public string Hash(ReadOnlySpan<char> password)
    {
        Enter();
        try
        {
            return HashCore(password);
        }
        finally
        {
            _turns.Release();
        }
    }

    /// <summary>Verifies a password against a stored hash.</summary>
    /// <param name="storedHash">
    /// The PHC string, or null for a user who does not exist: that costs the same time and is false.
    /// </param>
    /// <param name="password">The password that was given; an impossible one is simply wrong.</param>
    /// <param name="needsRehash">
    /// Whether the password is right but stored with another algorithm or a lower cost than new ones: hash it again and
    /// store the result.
    /// </param>
    /// <returns>Whether the password is right.</returns>
    /// <exception cref="PasswordHasherBusyException">Too many callers wait already.</exception>
    public bool Verify(string? storedHash, ReadOnlySpan<char> password, out bool needsRehash)
    {
        Enter();
        try
        {
            return VerifyCore(storedHash, password, out needsRehash);
        }
        finally
        {
            _turns.Release();
        }
    }

    /// <summary>As <see cref="Hash"/>, waiting for its turn without a thread and working on the pool.</summary>
    /// <param name="password">The password, 1 to 1 024 bytes in UTF-8.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The PHC string to store.</returns>
    public async Task<string> HashAsync(ReadOnlyMemory<char> password, CancellationToken cancellationToken = default)
    {
        await EnterAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await Task.Run(() => HashCore(password.Span), CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            _turns.Release();
        }
    }

    /// <summary>As <see cref="Verify"/>, waiting for its turn without a thread and working on the pool.</summary>
    /// <param name="storedHash">The PHC string, or null for a user who does not exist.</param>
    /// <param name="password">The password that was given.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether the password is right, and whether it should be hashed again.</returns>
    public async Task<(bool IsValid, bool NeedsRehash)> VerifyAsync(
        string? storedHash,
        ReadOnlyMemory<char> password,
        CancellationToken cancellationToken = default)
    {
        await EnterAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await Task.Run(
                () => (VerifyCore(storedHash, password.Span, out var needsRehash), needsRehash), CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            _turns.Release();
        }
    }

    /// <summary>Releases the limiter.</summary>
    public void Dispose() => _turns.Dispose();

    private string HashCore(ReadOnlySpan<char> password)
    {
        var salt = RandomNumberGenerator.GetBytes(PasswordKey.SaltSize);
        var hash = new byte[SymmetricKey.Size];
        PasswordKey.DeriveBytes(password, salt, _options.Algorithm, _cost, hash);
        return new PhcString(_options.Algorithm.Name, _options.Algorithm.FormatCost(_cost), salt, hash).ToString();
    }

    private bool VerifyCore(string? storedHash, ReadOnlySpan<char> password, out bool needsRehash)
    {
        needsRehash = false;
        var stored = PhcString.TryParse(storedHash);
        var algorithm = stored is null ? null : _known.Find(a => a.Name == stored.Name);
        var cost = algorithm?.ParseCost(stored!.Parameters);
        var usable = cost is { } parsed && algorithm!.Accepts(parsed);
        Span<byte> hash = stackalloc byte[SymmetricKey.Size];
        try
        {
            if (usable)
            {
                PasswordKey.DeriveBytes(password, stored!.Salt, algorithm!, cost!.Value, hash);
            }
            else
            {
                PasswordKey.DeriveBytes(password, stackalloc byte[PasswordKey.SaltSize], _options.Algorithm, _cost, hash);
            }
        }
        catch (ArgumentException)
        {
            return false;
        }

        var isValid = usable && CryptographicOperations.FixedTimeEquals(hash, stored!.Hash);
        CryptographicOperations.ZeroMemory(hash);
        needsRehash = isValid && (algorithm != _options.Algorithm || !cost!.Value.IsAtLeast(_cost));
        return isValid;
    }

    private void Enter()
    {
        if (_turns.Wait(0))
        {
            return;
        }

        Queue();
        try
        {
            _turns.Wait();
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    private async Task EnterAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_turns.Wait(0, CancellationToken.None))
        {
            return;
        }

        Queue();
        try
        {
            await _turns.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    private void Queue()
    {
        if (Interlocked.Increment(ref _waiting) > _options.MaxWaiting)
        {
            Interlocked.Decrement(ref _waiting);
            throw new PasswordHasherBusyException();
        }
    }
}
