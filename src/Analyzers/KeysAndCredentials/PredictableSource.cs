using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow.Origins;

namespace SocketSecurity.Analyzers.KeysAndCredentials;

/// <summary>What makes a value that can be guessed.</summary>
internal static class PredictableSource
{
    /// <summary>The source when every alternative is predictable or constant and at least one is predictable.</summary>
    public static ValueOrigin? Of(OriginSet set)
    {
        ValueOrigin? source = null;
        foreach (var origin in set.Origins)
        {
            if (origin.Kind == ValueOriginKind.Predictable)
            {
                source ??= origin;
            }
            else if (origin.Kind != ValueOriginKind.Constant)
            {
                return null;
            }
        }

        return source;
    }

    /// <summary>
    /// .NET makes GUIDs from its cryptographic generator, so they do not repeat; the standard promises no more, and what has to
    /// be secret must not rest on them.
    /// </summary>
    public static bool IsGuid(ValueOrigin source) => MemberOf(source.Operation)?.ContainingType.Name == "Guid";

    /// <summary>The source in words of a message.</summary>
    public static string Describe(ValueOrigin source) => MemberOf(source.Operation) switch
    {
        { ContainingType.Name: "Guid" } member => $"Guid.{member.Name}",
        { ContainingType.Name: "DateTime" or "DateTimeOffset" or "TimeProvider" or "Stopwatch" } => "the clock",
        { Name: "TickCount" or "TickCount64" } => "the clock",
        { Name: "GetHashCode" } => "GetHashCode",
        { ContainingType.Name: "Environment" } member => $"Environment.{member.Name}",
        _ => "System.Random",
    };

    private static ISymbol? MemberOf(IOperation operation) => operation switch
    {
        IInvocationOperation call => call.TargetMethod,
        IPropertyReferenceOperation property => property.Property,
        _ => null,
    };
}
