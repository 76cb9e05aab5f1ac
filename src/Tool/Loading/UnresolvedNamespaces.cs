using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SocketSecurity.Tool.Loading;

internal static class UnresolvedNamespaces
{
    /// <summary>Namespaces of using lines that neither the sources nor the references declare.</summary>
    public static IReadOnlySet<string> Of(CSharpCompilation compilation, CancellationToken cancellation)
    {
        var candidates = new HashSet<string>(StringComparer.Ordinal);
        foreach (var tree in compilation.SyntaxTrees)
        {
            var root = (CompilationUnitSyntax)tree.GetRoot(cancellation);
            foreach (var line in root.DescendantNodes(node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax).OfType<UsingDirectiveSyntax>())
            {
                // An alias or a using static may name a type, and a relative name depends on where it stands.
                if (line is { Alias: null, Name: { } name } && line.StaticKeyword.IsKind(SyntaxKind.None) && line.Parent is CompilationUnitSyntax)
                {
                    candidates.Add(name.ToString().Replace("global::", "", StringComparison.Ordinal));
                }
            }
        }

        candidates.RemoveWhere(name => IsDeclared(compilation.GlobalNamespace, name));
        return candidates;
    }

    private static bool IsDeclared(INamespaceSymbol root, string name)
    {
        INamespaceSymbol? current = root;
        foreach (var part in name.Split('.'))
        {
            current = current.GetNamespaceMembers().FirstOrDefault(member => member.Name == part.Trim());
            if (current is null)
            {
                return false;
            }
        }

        return true;
    }
}
