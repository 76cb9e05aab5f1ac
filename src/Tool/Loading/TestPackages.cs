namespace SocketSecurity.Tool.Loading;

/// <summary>Packages that only projects of tests refer to.</summary>
internal static class TestPackages
{
    private static readonly HashSet<string> Ids = new(StringComparer.OrdinalIgnoreCase)
    {
        "Microsoft.NET.Test.Sdk",
        "MSTest",
        "MSTest.TestFramework",
        "NUnit",
        "TUnit",
        "xunit",
        "xunit.core",
        "xunit.v3",
        "xunit.v3.core",
    };

    public static bool Contains(string? id) => id is not null && Ids.Contains(id);
}
