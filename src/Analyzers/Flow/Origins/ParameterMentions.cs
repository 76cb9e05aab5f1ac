using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SocketSecurity.Analyzers.Flow.Origins;

/// <summary>
/// Whether a value may come from a parameter, as syntax can tell before anything is bound: it names a parameter, a local whose
/// statements name one, or a member of this compilation, which a constructor may have set. Most calls in tests pass literals.
/// </summary>
/// <remarks>It errs towards yes: a yes costs binding a method, a wrong no would cost a finding.</remarks>
internal sealed class ParameterMentions(Compilation compilation)
{
    /// <summary>Locals made from locals are followed this far; beyond that the answer is yes.</summary>
    private const int MaximumSteps = 8;

    private readonly Dictionary<string, bool> _members = new(StringComparer.Ordinal);

    /// <param name="values">What one call, creation or assignment is given.</param>
    public bool MayBeIn(IEnumerable<SyntaxNode> values)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        SyntaxNode? place = null;
        foreach (var value in values)
        {
            Collect(value, names);
            place = value;
        }

        return place is not null && names.Count > 0 && LeadToParameter(names, place);
    }

    private bool LeadToParameter(HashSet<string> names, SyntaxNode place)
    {
        var body = place.FirstAncestorOrSelf<MemberDeclarationSyntax>(node => node is not GlobalStatementSyntax) ?? place.SyntaxTree.GetRoot();
        var declared = new DeclaredNames(body);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var step = 0; step < MaximumSteps; step++)
        {
            var locals = new HashSet<string>(StringComparer.Ordinal);
            foreach (var name in names)
            {
                if (!seen.Add(name))
                {
                    continue;
                }

                if (declared.Parameters.Contains(name))
                {
                    return true;
                }

                if (declared.Locals.Contains(name))
                {
                    locals.Add(name);
                }
                else if (IsMember(name))
                {
                    return true;
                }
            }

            if (locals.Count == 0)
            {
                return false;
            }

            names = NamesBeside(locals, body);
        }

        return true;
    }

    private bool IsMember(string name)
    {
        if (!_members.TryGetValue(name, out var known))
        {
            _members.Add(name, known = compilation.ContainsSymbolsWithName(name, SymbolFilter.Member));
        }

        return known;
    }

    /// <summary>All names of the statements that mention one of the locals: what fills a buffer stands in one of them.</summary>
    private static HashSet<string> NamesBeside(HashSet<string> locals, SyntaxNode body)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var node in body.DescendantNodes())
        {
            var name = node switch
            {
                IdentifierNameSyntax mention => mention.Identifier.ValueText,
                VariableDeclaratorSyntax variable => variable.Identifier.ValueText,
                SingleVariableDesignationSyntax designation => designation.Identifier.ValueText,
                ForEachStatementSyntax loop => loop.Identifier.ValueText,
                _ => null,
            };
            if (name is not null && locals.Contains(name))
            {
                Collect(node.FirstAncestorOrSelf<StatementSyntax>() ?? body, names);
            }
        }

        return names;
    }

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

    /// <summary>What a member declares: its parameters, those of its lambdas and of its type, and everything else with a name of its own.</summary>
    private sealed class DeclaredNames
    {
        public DeclaredNames(SyntaxNode body)
        {
            foreach (var node in body.DescendantNodes())
            {
                switch (node)
                {
                    case ParameterSyntax parameter:
                        Parameters.Add(parameter.Identifier.ValueText);
                        break;
                    case VariableDeclaratorSyntax variable when variable.Parent?.Parent is not BaseFieldDeclarationSyntax:
                        Locals.Add(variable.Identifier.ValueText);
                        break;
                    case SingleVariableDesignationSyntax designation:
                        Locals.Add(designation.Identifier.ValueText);
                        break;
                    case ForEachStatementSyntax loop:
                        Locals.Add(loop.Identifier.ValueText);
                        break;
                }
            }

            if (body.Parent is TypeDeclarationSyntax { ParameterList.Parameters: var primary })
            {
                foreach (var parameter in primary)
                {
                    Parameters.Add(parameter.Identifier.ValueText);
                }
            }
        }

        /// <summary>The words of accessors are parameters too.</summary>
        public HashSet<string> Parameters { get; } = new(StringComparer.Ordinal) { "value", "field" };

        public HashSet<string> Locals { get; } = new(StringComparer.Ordinal);
    }
}
