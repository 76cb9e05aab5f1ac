using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace SocketSecurity.Tool.Analysis;

/// <summary>A file that is not source, given to the analyzers.</summary>
/// <param name="path">The path the analyzers see: they know some files by their names.</param>
/// <param name="originalPath">Where the text stands.</param>
internal sealed class AdditionalFile(string path, string originalPath, SourceText text) : AdditionalText
{
    public override string Path { get; } = path;

    public string OriginalPath { get; } = originalPath;

    public override SourceText GetText(CancellationToken cancellationToken = default) => text;
}
