using Microsoft.CodeAnalysis;

namespace SocketSecurity.Tool.Loading;

/// <summary>What can be told about sources that no project describes.</summary>
internal static class WithoutProject
{
    /// <summary>
    /// The SDK whose implicit usings the sources seem to rely on. The web ones are added only where they are surely meant,
    /// because every namespace more can make some name ambiguous.
    /// </summary>
    public static string Sdk(IEnumerable<SyntaxTree> trees) =>
        trees.Any(tree => tree.ToString().Contains("WebApplication.Create", StringComparison.Ordinal)) ? "Microsoft.NET.Sdk.Web" : "Microsoft.NET.Sdk";
}
