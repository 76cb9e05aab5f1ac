using System.Collections.Immutable;
using Basic.Reference.Assemblies;
using Microsoft.CodeAnalysis;

namespace SocketSecurity.Tool.Loading;

/// <summary>The reference assemblies this program carries. They are metadata only and are shared by all compilations.</summary>
internal static class FrameworkReferences
{
    private static readonly Lazy<ImmutableArray<MetadataReference>> Modern =
        new(() => [.. Net100.References.All, .. Folder("aspnetcore")]);

    private static readonly Lazy<ImmutableArray<MetadataReference>> NetFramework = new(() => Folder("net472"));

    public static ImmutableArray<MetadataReference> For(TargetFramework framework) =>
        framework.Kind == FrameworkKind.Framework ? NetFramework.Value : Modern.Value;

    private static ImmutableArray<MetadataReference> Folder(string name) =>
    [
        .. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "references", name), "*.dll")
            .Order(StringComparer.Ordinal)
            .Select(path => (MetadataReference)MetadataReference.CreateFromFile(path)),
    ];
}
