namespace SocketSecurity.Replay;

/// <summary>
/// The memory behind replay protection, in this process (<see cref="MemoryReplayStore"/>) or shared between machines.
/// Implementations are thread-safe.
/// </summary>
public interface IReplayStore
{
    /// <summary>Remembers an identifier unless it is known: one atomic step, whoever else asks at the same time.</summary>
    /// <param name="id">The identifier, not empty.</param>
    /// <param name="lifetime">How long it must be remembered from now on; above zero.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>
    /// Whether the identifier is new. A store that cannot answer says so in the result and does not throw.
    /// </returns>
    ValueTask<ReplayStoreAnswer> TryAddAsync(ReadOnlyMemory<byte> id, TimeSpan lifetime, CancellationToken cancellationToken = default);
}
