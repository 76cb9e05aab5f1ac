using System.Runtime.ExceptionServices;

namespace SocketSecurity.Analyzers.Dispatch;

/// <summary>Several rules that look at the same thing.</summary>
internal static class Turns
{
    public static void Each<T>(Action<T>[] actions, T context) => Each(actions, static (action, context) => action(context), context);

    /// <summary>Each has its turn, even when one before it failed; the first failure is then the compiler's to report.</summary>
    public static void Each<TRule, T>(TRule[] rules, Action<TRule, T> call, T context)
    {
        ExceptionDispatchInfo? failure = null;
        foreach (var rule in rules)
        {
            try
            {
                call(rule, context);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                failure ??= ExceptionDispatchInfo.Capture(exception);
            }
        }

        failure?.Throw();
    }
}
