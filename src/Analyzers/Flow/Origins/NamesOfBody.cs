using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace SocketSecurity.Analyzers.Flow.Origins;

/// <summary>The names of one member's body by syntax: where each is mentioned, and where it stands for a parameter or local.</summary>
internal sealed class NamesOfBody
{
    private readonly Dictionary<string, List<SimpleNameSyntax>> _mentions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<TextSpan>> _scopes = new(StringComparer.Ordinal);

    public NamesOfBody(SyntaxNode body)
    {
        foreach (var node in body.DescendantNodes())
        {
            switch (node)
            {
                case IdentifierNameSyntax { Parent: not NameColonSyntax } mention:
                    Add(_mentions, mention.Identifier.ValueText, mention);
                    break;
                case ParameterSyntax parameter:
                    Declare(parameter.Identifier.ValueText, parameter.Parent is ParameterListSyntax list ? list.Parent! : parameter.Parent!);
                    break;
                case VariableDeclaratorSyntax { Parent.Parent: not BaseFieldDeclarationSyntax } variable:
                    Declare(variable.Identifier.ValueText, ScopeOf(variable, body));
                    break;
                case SingleVariableDesignationSyntax designation:
                    Declare(designation.Identifier.ValueText, ScopeOf(designation, body));
                    break;
                case ForEachStatementSyntax loop:
                    Declare(loop.Identifier.ValueText, loop);
                    break;
                case CatchDeclarationSyntax { Parent: { } clause } caught:
                    Declare(caught.Identifier.ValueText, clause);
                    break;
            }
        }
    }

    public IReadOnlyList<SimpleNameSyntax> MentionsOf(string name) => _mentions.TryGetValue(name, out var mentions) ? mentions : [];

    /// <summary>Whether the name stands for a parameter or local of the body; a member may have the same name.</summary>
    public bool IsLocal(SimpleNameSyntax mention)
    {
        var isMember = mention.Parent switch
        {
            MemberAccessExpressionSyntax access => access.Name == mention,
            MemberBindingExpressionSyntax => true,
            AssignmentExpressionSyntax { Parent: InitializerExpressionSyntax } setting => setting.Left == mention,
            _ => false,
        };
        if (isMember || !_scopes.TryGetValue(mention.Identifier.ValueText, out var scopes))
        {
            return false;
        }

        foreach (var scope in scopes)
        {
            if (scope.Contains(mention.SpanStart))
            {
                return true;
            }
        }

        return false;
    }

    private void Declare(string name, SyntaxNode scope) => Add(_scopes, name, scope.Span);

    private static SyntaxNode ScopeOf(SyntaxNode declaration, SyntaxNode body)
    {
        var node = declaration.Parent;
        while (node is not null && node != body
            && node is not (BlockSyntax or SwitchStatementSyntax or ForStatementSyntax or ForEachVariableStatementSyntax or UsingStatementSyntax or FixedStatementSyntax or AnonymousFunctionExpressionSyntax))
        {
            node = node.Parent;
        }

        return node ?? body;
    }

    private static void Add<T>(Dictionary<string, List<T>> lists, string name, T item)
    {
        if (!lists.TryGetValue(name, out var list))
        {
            lists.Add(name, list = []);
        }

        list.Add(item);
    }
}
