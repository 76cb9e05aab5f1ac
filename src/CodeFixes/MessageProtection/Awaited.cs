using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow;

namespace SocketSecurity.Analyzers.CodeFixes.MessageProtection;

/// <summary>Calls that are awaited read like their twins that are waited for; a task that nobody awaits does not.</summary>
internal static class Awaited
{
    /// <summary>What stands behind conversions, parentheses, <c>await</c> and <c>ConfigureAwait</c>.</summary>
    public static IOperation Operand(IOperation operation)
    {
        var plain = operation.WithoutConversions();
        return plain is IAwaitOperation { Operation: var task } ? Configured(task) : plain;
    }

    /// <summary>What <c>ConfigureAwait</c> is called on, or the operation itself.</summary>
    public static IOperation Configured(IOperation operation)
    {
        var plain = operation.WithoutConversions();
        return plain is IInvocationOperation { TargetMethod.Name: "ConfigureAwait" } call && (call.Instance ?? call.Arguments.FirstOrDefault()?.Value) is { } configured
            ? configured.WithoutConversions()
            : plain;
    }

    /// <summary>The method's name, without its ending where the call is awaited.</summary>
    public static string Name(IInvocationOperation call)
    {
        var name = call.TargetMethod.Name;
        return name.EndsWith("Async", StringComparison.Ordinal) && IsAwaited(call) ? name.Substring(0, name.Length - "Async".Length) : name;
    }

    /// <summary>The arguments that say what is done; when it is given up is another matter.</summary>
    public static IReadOnlyList<IArgumentOperation> Arguments(IInvocationOperation call) =>
        [.. call.Arguments.Where(argument => argument.ArgumentKind != ArgumentKind.DefaultValue && !IsCancellation(argument))];

    public static IArgumentOperation? Cancellation(IInvocationOperation call) =>
        call.Arguments.FirstOrDefault(argument => argument.ArgumentKind != ArgumentKind.DefaultValue && IsCancellation(argument));

    private static bool IsCancellation(IArgumentOperation argument) => argument.Parameter?.Type.Name == "CancellationToken";

    private static bool IsAwaited(IInvocationOperation call)
    {
        var user = call.WithConversions().Parent;
        if (user is IArgumentOperation)
        {
            user = user.Parent;
        }

        return user is IAwaitOperation || (user is IInvocationOperation { TargetMethod.Name: "ConfigureAwait" } configured && configured.Parent is IAwaitOperation);
    }
}
