using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SocketSecurity.Analyzers.Flow.Origins;

/// <summary>
/// Whether a value may come from a parameter, as syntax can tell before anything is bound: it names a parameter, a local whose
/// statements name one, or a member that may be given such a value. Most calls in tests pass literals.
/// </summary>
/// <remarks>It errs towards yes: a yes costs binding a method, a wrong no would cost a finding.</remarks>
internal sealed class ParameterMentions(Compilation compilation)
{
    /// <summary>Locals made from locals are followed this far; beyond that the answer is yes.</summary>
    private const int MaximumSteps = 8;

    /// <summary>Members made from members likewise.</summary>
    private const int MaximumMembers = 16;

    private readonly MemberWrites _writes = new(compilation);

    /// <param name="values">What one call, creation or assignment is given.</param>
    /// <param name="cancellationToken">Ends the work when the analysis is no longer wanted.</param>
    public bool MayBeIn(IEnumerable<SyntaxNode> values, CancellationToken cancellationToken)
    {
        var open = new Queue<SyntaxNode>(values);
        var members = new HashSet<string>(StringComparer.Ordinal);
        while (open.Count > 0)
        {
            var value = open.Dequeue();
            var names = new HashSet<string>(StringComparer.Ordinal);
            Collect(value, names);
            var named = new HashSet<string>(StringComparer.Ordinal);
            if (names.Count > 0 && LeadToParameter(names, value, named, cancellationToken))
            {
                return true;
            }

            foreach (var name in named)
            {
                if (members.Add(name))
                {
                    if (members.Count > MaximumMembers || _writes.Of(name, cancellationToken) is not { } writes)
                    {
                        return true;
                    }

                    foreach (var write in writes)
                    {
                        open.Enqueue(write);
                    }
                }
            }
        }

        return false;
    }

    /// <summary>Whether one of the names is a parameter, or a local that may be made from one; if not, <paramref name="others"/> are the names that are neither.</summary>
    private static bool LeadToParameter(HashSet<string> names, SyntaxNode place, HashSet<string> others, CancellationToken cancellationToken)
    {
        var body = NamesOfBody.BodyAround(place);
        var declared = new NamesOfBody(body, cancellationToken);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var step = 0; step < MaximumSteps; step++)
        {
            var beside = new HashSet<string>(StringComparer.Ordinal);
            var isLocal = false;
            foreach (var name in names)
            {
                if (!seen.Add(name))
                {
                    continue;
                }

                var declarations = declared.DeclarationsOf(name);
                if (declarations.Any(static declaration => declaration is ParameterSyntax) || IsOfAccessorOrType(name, body))
                {
                    return true;
                }

                if (declarations.Count == 0)
                {
                    others.Add(name);
                }
                else
                {
                    isLocal = true;
                    CollectWrites(declarations, declared.MentionsOf(name), body, beside);
                }
            }

            if (!isLocal)
            {
                return false;
            }

            names = beside;
        }

        return true;
    }

    /// <summary>The words of accessors are parameters too, and those of a type's own parameter list.</summary>
    private static bool IsOfAccessorOrType(string name, SyntaxNode body) => name is "value" or "field"
        || (body.Parent is TypeDeclarationSyntax { ParameterList.Parameters: var parameters } && parameters.Any(parameter => parameter.Identifier.ValueText == name));

    /// <summary>The names in what a local may be given: a text or number in an assignment, everything else in any statement that mentions it, such as a call that fills it.</summary>
    private static void CollectWrites(IReadOnlyList<SyntaxNode> declarations, IReadOnlyList<SimpleNameSyntax> mentions, SyntaxNode body, HashSet<string> names)
    {
        var isPlain = declarations.All(IsPlain);
        foreach (var declaration in declarations)
        {
            Collect(isPlain && declaration is VariableDeclaratorSyntax variable ? variable : StatementOf(declaration), names);
        }

        foreach (var mention in mentions)
        {
            if (!isPlain)
            {
                Collect(StatementOf(mention), names);
            }
            else if (mention.Parent is AssignmentExpressionSyntax assignment && assignment.Left == mention)
            {
                Collect(assignment.Right, names);
            }
        }

        SyntaxNode StatementOf(SyntaxNode node) => node.FirstAncestorOrSelf<StatementSyntax>() ?? body;
    }

    private static bool IsPlain(SyntaxNode declaration) =>
        declaration is VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Type: PredefinedTypeSyntax { Keyword.RawKind: not (int)SyntaxKind.ObjectKeyword } } };

    private static void Collect(SyntaxNode value, HashSet<string> names)
    {
        foreach (var node in value.DescendantNodesAndSelf())
        {
            if (node is SimpleNameSyntax { Parent: not NameColonSyntax } name)
            {
                names.Add(name.Identifier.ValueText);
            }
        }
    }
}
