using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SocketSecurity.Analyzers.Flow.Origins;

/// <summary>
/// What is assigned to the fields and properties of a name, as declarations and syntax can tell before anything is bound. Of text and
/// numbers only: what else may be filled by whoever it is handed to.
/// </summary>
internal sealed class MemberWrites(Compilation compilation)
{
    private readonly Dictionary<string, IReadOnlyList<SyntaxNode>?> _writes = new(StringComparer.Ordinal);

    /// <summary>What such a member may be given, or results in; nothing where no member has the name, or none whose value is followed; null when it is not known.</summary>
    public IReadOnlyList<SyntaxNode>? Of(string name, CancellationToken cancellationToken)
    {
        if (!_writes.TryGetValue(name, out var known))
        {
            _writes.Add(name, known = Find(name, cancellationToken));
        }

        return known;
    }

    private List<SyntaxNode>? Find(string name, CancellationToken cancellationToken)
    {
        var found = new List<SyntaxNode>();
        foreach (var member in compilation.GetSymbolsWithName(name, SymbolFilter.Member, cancellationToken))
        {
            switch (member)
            {
                case { IsAbstract: true } or { IsVirtual: true } or { IsOverride: true } or IPropertySymbol { IsIndexer: true }:
                    break;
                case IMethodSymbol { ReturnsVoid: false }:
                    return null;
                case IPropertySymbol property when !MemberOrigins.IsAutomatic(property, cancellationToken):
                    found.AddRange(property.DeclaringSyntaxReferences.Select(declaration => declaration.GetSyntax(cancellationToken)));
                    break;
                case IPropertySymbol or IFieldSymbol { HasConstantValue: false } when MemberOrigins.IsFollowed(member):
                    if (DeclaredTypes.TypeOf(member) is not { } type || !IsPlain(type))
                    {
                        return null;
                    }

                    found.AddRange(member.DeclaringSyntaxReferences.Select(declaration => Initializer(declaration.GetSyntax(cancellationToken))).OfType<SyntaxNode>());
                    found.AddRange(Assigned(member, cancellationToken));
                    break;
            }
        }

        return found;
    }

    private static bool IsPlain(ITypeSymbol type) => type.TypeKind == TypeKind.Enum || type.SpecialType is SpecialType.System_String
        or SpecialType.System_Boolean or SpecialType.System_Char or (>= SpecialType.System_SByte and <= SpecialType.System_Double);

    private static SyntaxNode? Initializer(SyntaxNode declaration) => declaration switch
    {
        VariableDeclaratorSyntax field => field.Initializer,
        PropertyDeclarationSyntax property => property.Initializer,
        _ => null,
    };

    private IEnumerable<SyntaxNode> Assigned(ISymbol member, CancellationToken cancellationToken)
    {
        var roots = member.DeclaredAccessibility == Accessibility.Private
            ? member.ContainingType.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax(cancellationToken))
            : compilation.SyntaxTrees.Where(tree => NameIndex.Of(tree).MayMention(member.Name)).Select(tree => tree.GetRoot(cancellationToken));
        foreach (var token in roots.SelectMany(root => NamePlaces.Of(member.Name, root, cancellationToken)))
        {
            if ((token.Parent as SimpleNameSyntax)?.Access() is { Parent: AssignmentExpressionSyntax assignment } target && assignment.Left == target)
            {
                yield return assignment.Right;
            }
        }
    }
}
