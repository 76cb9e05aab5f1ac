namespace SocketSecurity.Attacks.Tests.Programs;

/// <summary>A victim that can be run.</summary>
internal interface IProgram
{
    /// <summary>Runs a public static method that returns a string, or a task of one or of nothing; its name may end in Async. Never longer than half a minute.</summary>
    Task<ProgramResult> RunAsync(string type, string method, object[] arguments, CancellationToken cancellationToken);
}
