namespace SocketSecurity.Tool.Loading;

/// <summary>The global usings that the SDKs generate for a project with <c>ImplicitUsings</c>.</summary>
internal static class ImplicitUsings
{
    private static readonly string[] Base =
    [
        "System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Threading", "System.Threading.Tasks",
    ];

    private static readonly string[] Worker =
    [
        "Microsoft.Extensions.Configuration", "Microsoft.Extensions.DependencyInjection", "Microsoft.Extensions.Hosting",
        "Microsoft.Extensions.Logging",
    ];

    private static readonly string[] Web =
    [
        "System.Net.Http.Json", "Microsoft.AspNetCore.Builder", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Http",
        "Microsoft.AspNetCore.Routing", .. Worker,
    ];

    /// <param name="sdk">The name of the project's SDK, such as <c>Microsoft.NET.Sdk.Web</c>.</param>
    /// <param name="framework">.NET Framework projects get no <c>System.Net.Http</c>, which they need not reference.</param>
    public static IEnumerable<string> Of(string sdk, TargetFramework framework)
    {
        var namespaces = Base.Where(name => framework.Kind != FrameworkKind.Framework || name != "System.Net.Http");
        return sdk switch
        {
            "Microsoft.NET.Sdk.Web" => namespaces.Concat(Web),
            "Microsoft.NET.Sdk.Worker" => namespaces.Concat(Worker),
            _ => namespaces,
        };
    }
}
