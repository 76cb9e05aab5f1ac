using System.Reflection;
using System.Runtime.Loader;

namespace SocketSecurity.Attacks.Tests.Programs;

/// <summary>
/// A compiled program, run inside this process in a load context of its own. The context is not collectible: unloading
/// code that threads of the pool may still be in is asking for trouble, and victims are small.
/// </summary>
internal sealed class LoadedProgram(byte[] assembly) : IProgram
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    public async Task<ProgramResult> RunAsync(string type, string method, object[] arguments, CancellationToken cancellationToken)
    {
        var context = new AssemblyLoadContext("victim");
        try
        {
            using var image = new MemoryStream(assembly);
            var loaded = context.LoadFromStream(image);
            LoadSignatures(loaded);
            var program = loaded.GetType(type);
            var entry = program?.GetMethod(method) ?? program?.GetMethod(method + "Async")
                ?? throw new InvalidOperationException($"The program has no {type}.{method}.");
            var answer = await Task.Run(() => InvokeAsync(entry, arguments), cancellationToken).WaitAsync(Limit, cancellationToken);
            return ProgramResult.Of(answer);
        }
        catch (Exception thrown) when (thrown is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            return ProgramResult.Of(thrown);
        }
    }

    /// <summary>
    /// Loads the types that the program's methods mention. A collection that meets a method which is just being compiled reads
    /// its signature; were a type of it not loaded yet, the runtime would load it then and there, and wait for the collection
    /// that it is in the middle of: the process stands still (seen with .NET 10.0.12, a validator's first call, and a busy machine).
    /// </summary>
    private static void LoadSignatures(Assembly program)
    {
        const BindingFlags all = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        foreach (var type in program.GetTypes())
        {
            foreach (var method in type.GetMembers(all).OfType<MethodBase>())
            {
                _ = method.GetParameters();
            }
        }
    }

    private static async Task<string?> InvokeAsync(MethodInfo entry, object[] arguments)
    {
        var result = entry.Invoke(null, BindingFlags.DoNotWrapExceptions, binder: null, arguments, culture: null);
        if (result is Task task)
        {
            await task;
            result = task is Task<string> withAnswer ? await withAnswer : null;
        }

        return result as string;
    }
}
