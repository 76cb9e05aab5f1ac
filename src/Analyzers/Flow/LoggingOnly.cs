using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SocketSecurity.Analyzers.Flow;

/// <summary>
/// Recognises code that only tells people what happened. A check whose result ends there has no effect on the program.
/// Calls that are not known to be logging may throw or close the connection, so they count as an effect.
/// </summary>
internal static class LoggingOnly
{
    /// <summary>Whether the call writes to a log or console, or is compiled only into debug builds.</summary>
    public static bool IsLoggingCall(IInvocationOperation invocation)
    {
        var method = invocation.TargetMethod.ReducedFrom ?? invocation.TargetMethod;
        return method.ContainingType is { } type
            && (IsConsoleOrTrace(type) || IsNamedForLogging(type.Name) || IsConditional(method))
            && method.ReturnType.SpecialType is SpecialType.System_Void;
    }

    /// <summary>Whether everything the statement does is logging, so that it can neither reject nor remember anything.</summary>
    public static bool HasNoOtherEffect(IOperation? statement) => statement switch
    {
        null or IEmptyOperation => true,
        IBlockOperation block => AllLogging(block),
        IExpressionStatementOperation { Operation: IInvocationOperation invocation } => IsLoggingCall(invocation),
        IConditionalOperation conditional => HasNoOtherEffect(conditional.WhenTrue) && HasNoOtherEffect(conditional.WhenFalse),
        IForEachLoopOperation loop => HasNoOtherEffect(loop.Body),
        _ => false,
    };

    private static bool AllLogging(IBlockOperation block)
    {
        foreach (var statement in block.Operations)
        {
            if (!HasNoOtherEffect(statement))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsConsoleOrTrace(INamedTypeSymbol type) => type switch
    {
        { Name: "Console", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } } => true,
        { Name: "Debug" or "Trace" or "TraceSource", ContainingNamespace: { Name: "Diagnostics", ContainingNamespace.Name: "System" } } => true,
        _ => false,
    };

    private static bool IsNamedForLogging(string typeName) =>
        typeName.EndsWith("Log", StringComparison.Ordinal)
        || typeName.EndsWith("Logger", StringComparison.Ordinal)
        || typeName.EndsWith("LoggerExtensions", StringComparison.Ordinal)
        || typeName.EndsWith("TextWriter", StringComparison.Ordinal);

    private static bool IsConditional(IMethodSymbol method)
    {
        foreach (var attribute in method.GetAttributes())
        {
            if (attribute.AttributeClass?.Name == "ConditionalAttribute")
            {
                return true;
            }
        }

        return false;
    }
}
