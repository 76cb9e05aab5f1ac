using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SocketSecurity.Tool.Analysis;

namespace SocketSecurity.Tool.Loading;

/// <summary>
/// Splits sources without a project where they cannot be one program: several that have top-level statements, or types of
/// the same name. Compiled together, every use of such a type would be ambiguous and hide what it does.
/// </summary>
internal static class LooseSplit
{
    private const string TopLevelStatements = "<program>";

    public static IEnumerable<IReadOnlyList<string>> Split(IReadOnlyList<string> files, ProblemLog problems)
    {
        var declared = files.ToDictionary(path => path, path => Declarations(path, problems), StringComparer.Ordinal);
        return Split("", [.. files], declared);
    }

    private static IEnumerable<IReadOnlyList<string>> Split(
        string folder, List<string> files, Dictionary<string, IReadOnlySet<string>> declared)
    {
        var conflicts = Conflicts(files, declared);
        if (conflicts.Count == 0)
        {
            return [files];
        }

        // Programs mostly live in folders of their own, so that is tried first.
        var children = files.GroupBy(path => ChildFolder(folder, path), StringComparer.Ordinal).ToList();
        return children is [var only] && only.Key == folder
            ? OneByOne(files, conflicts)
            : children.SelectMany(child => Split(child.Key, [.. child], declared));
    }

    /// <summary>Each file that conflicts with another, together with those that conflict with none.</summary>
    private static IEnumerable<IReadOnlyList<string>> OneByOne(List<string> files, HashSet<string> conflicts)
    {
        var common = files.Where(path => !conflicts.Contains(path)).ToList();
        return files.Where(conflicts.Contains).Select(path => (IReadOnlyList<string>)[.. common, path]);
    }

    private static HashSet<string> Conflicts(List<string> files, Dictionary<string, IReadOnlySet<string>> declared)
    {
        var owners = new Dictionary<string, string>(StringComparer.Ordinal);
        var conflicts = new HashSet<string>(StringComparer.Ordinal);
        foreach (var path in files)
        {
            foreach (var name in declared[path])
            {
                if (!owners.TryAdd(name, path))
                {
                    conflicts.Add(path);
                    conflicts.Add(owners[name]);
                }
            }
        }

        return conflicts;
    }

    /// <summary>The folder below the given one that leads to the file; the given one for files directly in it.</summary>
    private static string ChildFolder(string folder, string path)
    {
        var parent = Path.GetDirectoryName(path) ?? "";
        if (parent == folder)
        {
            return folder;
        }

        var from = folder.Length == 0 ? 0 : folder.TrimEnd(Path.DirectorySeparatorChar).Length + 1;
        var end = parent.IndexOf(Path.DirectorySeparatorChar, from);
        return end < 0 ? parent : parent[..Math.Max(end, 1)];
    }

    /// <summary>What only one file of a program may declare.</summary>
    private static IReadOnlySet<string> Declarations(string path, ProblemLog problems)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        if (SourceReader.TryRead(path, problems) is not { } text)
        {
            return names;
        }

        var root = (CompilationUnitSyntax)CSharpSyntaxTree.ParseText(text).GetRoot();
        foreach (var member in root.DescendantNodes(node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax))
        {
            switch (member)
            {
                case GlobalStatementSyntax:
                    names.Add(TopLevelStatements);
                    break;
                case BaseTypeDeclarationSyntax type when !type.Modifiers.Any(SyntaxKind.PartialKeyword) && !type.Modifiers.Any(SyntaxKind.FileKeyword):
                    var scope = string.Join('.', type.Ancestors().OfType<BaseNamespaceDeclarationSyntax>().Select(part => part.Name.ToString()));
                    var arity = type is TypeDeclarationSyntax { TypeParameterList.Parameters.Count: var count } ? count : 0;
                    names.Add($"{scope}.{type.Identifier.ValueText}`{arity}");
                    break;
            }
        }

        return names;
    }
}
