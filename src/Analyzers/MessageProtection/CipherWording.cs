using Microsoft.CodeAnalysis;

namespace SocketSecurity.Analyzers.MessageProtection;

/// <summary>Members as messages name them.</summary>
internal static class CipherWording
{
    public static string Member(IMethodSymbol method) =>
        method.MethodKind == MethodKind.Constructor ? $"'{method.ContainingType.Name}'" : $"'{method.ContainingType.Name}.{method.Name}'";
}
