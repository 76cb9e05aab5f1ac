using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SocketSecurity.Analyzers.MessageProtection;

/// <summary>
/// Which members of a type mention each other, by name, and which of them have to do with a MAC. Two members belong together
/// when some member leads to both.
/// </summary>
internal sealed class MemberGraph
{
    private readonly List<Node> _nodes = [];
    private readonly Dictionary<string, List<Node>> _byName = new(StringComparer.Ordinal);

    public MemberGraph(TypeDeclarationSyntax type)
    {
        Name = type.Identifier.ValueText;
        foreach (var parameter in type.ParameterList?.Parameters ?? default)
        {
            Add(new Node(parameter, [parameter.Identifier.ValueText]));
        }

        foreach (var member in type.Members)
        {
            if (member is not BaseTypeDeclarationSyntax)
            {
                Add(new Node(member, [.. NamesOf(member)]));
            }
        }
    }

    public string Name { get; }

    public bool HasMac { get; private set; }

    public bool IsTogetherWithMac(MemberDeclarationSyntax member)
    {
        var node = _nodes.Find(candidate => candidate.Member == member);
        return HasMac && node is not null && IsTogetherWithMac(node);
    }

    /// <summary>Whether a member that mentions one of the names belongs together with one that has to do with a MAC.</summary>
    public bool UsesTogetherWithMac(HashSet<string> names)
    {
        foreach (var node in _nodes)
        {
            if (node.Names.Overlaps(names) && IsTogetherWithMac(node))
            {
                return true;
            }
        }

        return false;
    }

    private void Add(Node node)
    {
        foreach (var token in node.Member.DescendantTokens())
        {
            if (token.IsKind(SyntaxKind.IdentifierToken))
            {
                node.Names.Add(token.ValueText);
                node.HasMac |= MacNames.IsMac(token);
            }
        }

        HasMac |= node.HasMac;
        _nodes.Add(node);
        foreach (var name in node.Declared)
        {
            if (!_byName.TryGetValue(name, out var list))
            {
                _byName.Add(name, list = []);
            }

            list.Add(node);
        }
    }

    private bool IsTogetherWithMac(Node node)
    {
        foreach (var ancestor in Closure(node, Callers))
        {
            foreach (var reached in Closure(ancestor, Callees))
            {
                if (reached.HasMac)
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static HashSet<Node> Closure(Node start, Func<Node, IEnumerable<Node>> next)
    {
        var seen = new HashSet<Node> { start };
        var open = new Stack<Node>();
        open.Push(start);
        while (open.Count > 0)
        {
            foreach (var node in next(open.Pop()))
            {
                if (seen.Add(node))
                {
                    open.Push(node);
                }
            }
        }

        return seen;
    }

    private IEnumerable<Node> Callees(Node node)
    {
        foreach (var name in node.Names)
        {
            if (_byName.TryGetValue(name, out var nodes))
            {
                foreach (var callee in nodes)
                {
                    yield return callee;
                }
            }
        }
    }

    private IEnumerable<Node> Callers(Node node)
    {
        foreach (var candidate in _nodes)
        {
            foreach (var name in node.Declared)
            {
                if (candidate.Names.Contains(name))
                {
                    yield return candidate;
                    break;
                }
            }
        }
    }

    private static IEnumerable<string> NamesOf(MemberDeclarationSyntax member) => member switch
    {
        MethodDeclarationSyntax method => [method.Identifier.ValueText],
        PropertyDeclarationSyntax property => [property.Identifier.ValueText],
        EventDeclarationSyntax @event => [@event.Identifier.ValueText],
        BaseFieldDeclarationSyntax field => field.Declaration.Variables.Select(variable => variable.Identifier.ValueText),
        ConstructorDeclarationSyntax constructor => [constructor.Identifier.ValueText],
        _ => [],
    };

    /// <summary>A member, or a parameter of the type's own constructor, which is as good as a field.</summary>
    private sealed class Node(SyntaxNode member, string[] declared)
    {
        public SyntaxNode Member { get; } = member;

        public string[] Declared { get; } = declared;

        public HashSet<string> Names { get; } = new(StringComparer.Ordinal);

        public bool HasMac { get; set; }
    }
}
