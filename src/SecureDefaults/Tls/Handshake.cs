using System.Net.Security;
using System.Security.Authentication;
using SocketSecurity.Trust;

namespace SocketSecurity.Tls;

/// <summary>
/// One handshake with one deadline over all of it. A socket's own timeouts do not do: they do not apply to asynchronous
/// reads, and a peer that sends a byte now and then restarts them for ever.
/// </summary>
internal abstract class Handshake(Stream inner, PeerRole peer, TlsProfile profile, TimeSpan timeout, PeerVerification? verification)
{
    private TlsTelemetry.HandshakeTrace _trace;

    protected PeerVerification? Verification => verification;

    public async Task<SslStream> RunAsync(CancellationToken cancellationToken)
    {
        _trace = TlsTelemetry.BeginHandshake(peer);
        var ssl = new SslStream(inner, leaveInnerStreamOpen: false);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(timeout);
        try
        {
            var authentication = AuthenticateAsync(ssl, deadline.Token);
            await (verification is { MayBlock: true } ? LeaveAtAsync(authentication, deadline.Token) : authentication).ConfigureAwait(false);
            SecureTls.VerifyNegotiated(ssl, profile);
            _trace.Succeeded(ssl);
            return ssl;
        }
        catch (Exception exception)
        {
            throw await CloseAsync(ssl, exception, deadline.IsCancellationRequested, cancellationToken).ConfigureAwait(false);
        }
    }

    public SslStream Run()
    {
        _trace = TlsTelemetry.BeginHandshake(peer);
        var ssl = new SslStream(inner, leaveInnerStreamOpen: false);
        var expired = 0;

        // Closing the stream under a blocked read is the only thing that ends it.
        using var timer = new Timer(
            _ =>
            {
                Volatile.Write(ref expired, 1);
                inner.Dispose();
            },
            null,
            timeout,
            Timeout.InfiniteTimeSpan);
        try
        {
            Authenticate(ssl);
            SecureTls.VerifyNegotiated(ssl, profile);
            timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            if (Volatile.Read(ref expired) != 0)
            {
                throw new HandshakeTimeoutException(timeout);
            }

            _trace.Succeeded(ssl);
            return ssl;
        }
        catch (Exception exception)
        {
            ssl.Dispose();
            var explained = Explain(exception, Volatile.Read(ref expired) != 0);
            _trace.Failed(explained);
            throw explained;
        }
    }

    protected abstract Task AuthenticateAsync(SslStream ssl, CancellationToken cancellationToken);

    protected abstract void Authenticate(SslStream ssl);

    private async Task<Exception> CloseAsync(SslStream ssl, Exception exception, bool isLate, CancellationToken cancellationToken)
    {
        await ssl.DisposeAsync().ConfigureAwait(false);
        var explained = cancellationToken.IsCancellationRequested ? new OperationCanceledException(cancellationToken) : Explain(exception, isLate);
        _trace.Failed(explained);
        return explained;
    }

    /// <summary>Building the peer's chain may be waiting for a revocation answer, which the token does not interrupt.</summary>
    private static async Task LeaveAtAsync(Task authentication, CancellationToken deadline)
    {
        try
        {
            await authentication.WaitAsync(deadline).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            _ = authentication.ContinueWith(
                static late => _ = late.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            throw;
        }
    }

    private Exception Explain(Exception exception, bool isLate) => exception switch
    {
        TlsException => exception,
        _ when isLate => new HandshakeTimeoutException(timeout, exception),
        _ when verification?.Refusal is { } refusal => new PeerCertificateException(refusal, exception),
        AuthenticationException => NegotiationOrRefusal(exception, exception.GetBaseException().Message),
        IOException => new HandshakeRefusedException("The peer closed the connection during the TLS handshake. It may expect another protocol, version or certificate.", exception),
        _ => exception,
    };

    /// <summary>The platforms put an alert's name into the message; there is no other way to tell a version mismatch.</summary>
    private TlsException NegotiationOrRefusal(Exception exception, string reason) =>
        reason.Contains("protocol", StringComparison.OrdinalIgnoreCase) || reason.Contains("cipher", StringComparison.OrdinalIgnoreCase)
            ? new TlsNegotiationException($"The peer offers no TLS version and cipher suite that the profile {profile} allows ({reason}). Update the peer.", exception)
            : new HandshakeRefusedException($"The TLS handshake failed ({reason}). The peer finds nothing it accepts in what is offered, or wants another certificate.", exception);
}
