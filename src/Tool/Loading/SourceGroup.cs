namespace SocketSecurity.Tool.Loading;

/// <summary>Source files that are compiled together, with the project file that says how when there is one.</summary>
/// <param name="Folder">The folder the group is named after.</param>
/// <param name="Files">Full paths.</param>
/// <param name="IsContext">Whether the group lies outside of what is scanned, and is compiled only because a scanned project refers to it.</param>
internal sealed record SourceGroup(string Folder, ProjectFile? Project, IReadOnlyList<string> Files, bool IsContext = false);
