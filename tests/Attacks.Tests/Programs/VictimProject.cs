using System.Collections.Immutable;
using Basic.Reference.Assemblies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace SocketSecurity.Attacks.Tests.Programs;

/// <summary>A project with one document, as an editor has it open.</summary>
internal static class VictimProject
{
    private static readonly ImmutableArray<MetadataReference> Framework = [.. Net100.References.All];

    private static readonly MetadataReference SecureDefaults =
        MetadataReference.CreateFromFile(Path.Combine(AppContext.BaseDirectory, "SocketSecurity.SecureDefaults.dll"));

    public static Document Open(string source, bool withSecureDefaults)
    {
        var project = ProjectInfo.Create(
            ProjectId.CreateNewId(),
            VersionStamp.Default,
            "Victim",
            "Victim-" + Guid.NewGuid().ToString("N"),
            LanguageNames.CSharp,
            compilationOptions: new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable),
            parseOptions: new CSharpParseOptions(LanguageVersion.Latest),
            metadataReferences: withSecureDefaults ? Framework.Add(SecureDefaults) : Framework);

        var workspace = new AdhocWorkspace();
        return workspace.AddProject(project).AddDocument("Victim.cs", source);
    }

    /// <summary>The compiled program; fails with the compiler's words when it does not compile.</summary>
    public static async Task<byte[]> CompileAsync(Document document, CancellationToken cancellationToken)
    {
        var compilation = await document.Project.GetCompilationAsync(cancellationToken);
        using var assembly = new MemoryStream();
        var result = compilation!.Emit(assembly, cancellationToken: cancellationToken);
        if (!result.Success)
        {
            var errors = result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
            Assert.Fail(string.Join('\n', errors) + "\n\n" + await document.GetTextAsync(cancellationToken));
        }

        return assembly.ToArray();
    }
}
