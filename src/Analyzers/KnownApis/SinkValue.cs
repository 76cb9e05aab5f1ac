using Microsoft.CodeAnalysis;

namespace SocketSecurity.Analyzers.KnownApis;

/// <summary>A value that goes into a sink.</summary>
/// <param name="Entry">The line of the catalogue.</param>
/// <param name="Value">The value.</param>
/// <param name="Place">The argument or the assignment.</param>
/// <param name="Member">The method, constructor or property it goes into.</param>
internal sealed record SinkValue(ApiEntry Entry, IOperation Value, IOperation Place, ISymbol Member)
{
    public ApiRole Role => Entry.Role;

    /// <summary>What the catalogue says about the sink beyond its parameter, such as <c>cipher</c>; empty when nothing.</summary>
    public string Use => Entry.Arguments.Length > 1 ? Entry.Arguments[1] : "";

    /// <summary>The member in words of a message.</summary>
    public string MemberName => Member is IMethodSymbol { MethodKind: MethodKind.Constructor }
        ? Member.ContainingType.Name
        : $"{Member.ContainingType.Name}.{Member.Name}";
}
