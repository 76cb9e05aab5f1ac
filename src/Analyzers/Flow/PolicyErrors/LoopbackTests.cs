using Microsoft.CodeAnalysis;

namespace SocketSecurity.Analyzers.Flow.PolicyErrors;

/// <summary>Questions whose positive answer keeps a decision out of production or on this machine.</summary>
internal static class LoopbackTests
{
    /// <summary>Text that names this machine.</summary>
    public static bool NamesLoopback(string text) =>
        text is "localhost" or "127.0.0.1" or "::1" or "[::1]" || text.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);

    public static bool AsksForLoopback(ISymbol member) => member.Name is "IsLoopback" or "IsLocal";

    /// <summary>Members such as <c>IHostEnvironment.IsDevelopment()</c>.</summary>
    public static bool AsksForDevelopment(ISymbol member) => member.Name is "IsDevelopment" or "IsDevelopmentEnvironment";
}
