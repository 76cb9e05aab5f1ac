using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SocketSecurity.Analyzers.Flow.Origins;

/// <summary>The names of one member's body by syntax: where each is mentioned, and where it stands for a parameter or local.</summary>
internal sealed class NamesOfBody(SyntaxNode body, CancellationToken cancellationToken)
{
    private readonly Dictionary<string, Name> _names = new(StringComparer.Ordinal);

    /// <summary>The member that a node stands in, or the whole file of a program without one.</summary>
    public static SyntaxNode BodyAround(SyntaxNode node) =>
        node.FirstAncestorOrSelf<MemberDeclarationSyntax>(static member => member is not GlobalStatementSyntax) ?? node.SyntaxTree.GetRoot();

    public IReadOnlyList<SimpleNameSyntax> MentionsOf(string name) => Find(name).Mentions;

    /// <summary>The parameters, locals, range variables and local functions of the name.</summary>
    public IReadOnlyList<SyntaxNode> DeclarationsOf(string name) => Find(name).Declarations;

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
        if (isMember)
        {
            return false;
        }

        foreach (var declaration in Find(mention.Identifier.ValueText).Declarations)
        {
            if (ScopeOf(declaration)?.Span.Contains(mention.SpanStart) == true)
            {
                return true;
            }
        }

        return false;
    }

    private Name Find(string text)
    {
        if (_names.TryGetValue(text, out var known))
        {
            return known;
        }

        var name = new Name([], []);
        foreach (var token in NamePlaces.Of(text, body, cancellationToken))
        {
            switch (token.Parent)
            {
                case IdentifierNameSyntax { Parent: not NameColonSyntax } mention:
                    name.Mentions.Add(mention);
                    break;
                case VariableDeclaratorSyntax { Parent.Parent: not BaseFieldDeclarationSyntax }:
                case ParameterSyntax or SingleVariableDesignationSyntax or ForEachStatementSyntax or CatchDeclarationSyntax or LocalFunctionStatementSyntax:
                case QueryClauseSyntax or JoinIntoClauseSyntax or QueryContinuationSyntax:
                    name.Declarations.Add(token.Parent);
                    break;
            }
        }

        _names.Add(text, name);
        return name;
    }

    private SyntaxNode? ScopeOf(SyntaxNode declaration) => declaration switch
    {
        ParameterSyntax { Parent: ParameterListSyntax { Parent: var function } } => function,
        ParameterSyntax or CatchDeclarationSyntax => declaration.Parent,
        ForEachStatementSyntax => declaration,
        VariableDeclaratorSyntax or SingleVariableDesignationSyntax => declaration.Ancestors().TakeWhile(node => node != body).FirstOrDefault(static node => node
            is BlockSyntax or SwitchStatementSyntax or ForStatementSyntax or ForEachVariableStatementSyntax or UsingStatementSyntax or FixedStatementSyntax or AnonymousFunctionExpressionSyntax) ?? body,
        _ => null,
    };

    private sealed record Name(List<SimpleNameSyntax> Mentions, List<SyntaxNode> Declarations);
}
