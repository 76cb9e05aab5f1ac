using System.Reflection;

namespace SocketSecurity.SecureDefaults.Tests;

/// <summary>Where the repository is, for tests that read it or start one of its programs.</summary>
internal static class Repository
{
    public static string Root { get; } = Metadata("RepositoryRoot");

    /// <summary>A program of the repository, built before these tests.</summary>
    public static string ProgramOf(string folder, string name) =>
        Path.Combine(Root, folder, "bin", Metadata("Configuration"), "net10.0", $"{name}.dll");

    private static string Metadata(string key) => typeof(Repository).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == key).Value!;
}
