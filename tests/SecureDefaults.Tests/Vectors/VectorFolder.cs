using System.Text.Json;

namespace SocketSecurity.SecureDefaults.Tests.Vectors;

/// <summary>
/// The public test vectors, which are not part of the repository: beside it at ../shared/vectors, or where
/// SOCKETSECURITY_VECTORS points. A clone without them reports them as absent and has <see cref="GeneratedVectorTests"/>.
/// </summary>
public static class VectorFolder
{
    public static string? Path { get; } = Find();

    /// <summary>Opens one file, or ends the test as not run where the vectors are absent. On CI they must be there.</summary>
    public static JsonElement Read(string relativePath)
    {
        if (Path is null)
        {
            Assert.False(Environment.GetEnvironmentVariable("CI") == "true", "The test vectors must be present in CI.");
            Assert.Skip($"The test vectors are absent: {relativePath}. Set SOCKETSECURITY_VECTORS to their folder.");
        }

        using var document = JsonDocument.Parse(File.ReadAllBytes(System.IO.Path.Combine(Path, relativePath)));
        return document.RootElement.Clone();
    }

    public static byte[] Hex(this JsonElement element, string property) =>
        Convert.FromHexString(element.GetProperty(property).GetString()!);

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("SOCKETSECURITY_VECTORS") is { Length: > 0 } named)
        {
            return Directory.Exists(named) ? named : null;
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = System.IO.Path.Combine(folder.FullName, "..", "shared", "vectors");
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "global.json")))
            {
                return FirstExisting(candidate, System.IO.Path.Combine(folder.FullName, "..", "..", "shared", "vectors"));
            }
        }

        return null;
    }

    private static string? FirstExisting(params string[] candidates) => candidates.FirstOrDefault(Directory.Exists);
}
