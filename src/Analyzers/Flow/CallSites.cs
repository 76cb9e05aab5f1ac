using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow.Origins;

namespace SocketSecurity.Analyzers.Flow;

/// <summary>The calls of a method that are written in this compilation. It binds every file that mentions it, so it is for rare candidates only.</summary>
internal static class CallSites
{
    /// <summary>A method called from more places than this is a general service, and its callers say nothing about one use.</summary>
    private const int MaximumSites = 32;

    /// <summary>With more calls than this that may be of the method, by name and arguments, its name alone is too general to look further.</summary>
    private const int MaximumCandidates = 4 * MaximumSites;

    /// <param name="method">The method; local functions and private methods are looked for only where they can be called.</param>
    /// <param name="models">Semantic models of the compilation.</param>
    /// <param name="near">The operation that led here; its own model is used for its file.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public static List<IInvocationOperation> Of(IMethodSymbol method, SourceModels models, IOperation near, CancellationToken cancellationToken)
    {
        var found = new List<IInvocationOperation>();
        var candidates = Candidates(method, models, near, cancellationToken);
        if (candidates.Count > MaximumCandidates)
        {
            return found;
        }

        SemanticModel? model = null;
        var uses = new DeclaredUses(models);
        var isMember = method is { IsExtensionMethod: false, MethodKind: not MethodKind.LocalFunction };
        foreach (var call in candidates)
        {
            if (isMember && !uses.MayBeOf(call, member => member is IMethodSymbol called && Calls(called, method), cancellationToken))
            {
                continue;
            }

            if (model?.SyntaxTree != call.SyntaxTree)
            {
                model = models.For(call, near);
            }

            if (model.GetOperation(call, cancellationToken) is IInvocationOperation operation && Calls(operation.TargetMethod, method))
            {
                found.Add(operation);
            }

            if (found.Count > MaximumSites)
            {
                return [];
            }
        }

        return found;
    }

    /// <summary>Calls that may be of the method as far as syntax tells, one more than the limit at most.</summary>
    private static List<InvocationExpressionSyntax> Candidates(IMethodSymbol method, SourceModels models, IOperation near, CancellationToken cancellationToken)
    {
        var candidates = new List<InvocationExpressionSyntax>();
        foreach (var tree in TreesThatMayCall(method, models, near))
        {
            if (!NameIndex.Of(tree).MayMention(method.Name))
            {
                continue;
            }

            foreach (var token in NamePlaces.Of(method.Name, tree.GetRoot(cancellationToken), cancellationToken))
            {
                if (CallOf(token) is { } call && MayTake(method, call.ArgumentList.Arguments.Count))
                {
                    candidates.Add(call);
                    if (candidates.Count > MaximumCandidates)
                    {
                        return candidates;
                    }
                }
            }
        }

        return candidates;
    }

    /// <summary>The call of what the token names; null where the name stands for something else.</summary>
    private static InvocationExpressionSyntax? CallOf(SyntaxToken token)
    {
        var expression = (token.Parent as SimpleNameSyntax)?.Access();
        return expression?.Parent is InvocationExpressionSyntax call && call.Expression == expression ? call : null;
    }

    private static IEnumerable<SyntaxTree> TreesThatMayCall(IMethodSymbol method, SourceModels models, IOperation near)
    {
        if (method.MethodKind == MethodKind.LocalFunction)
        {
            return [near.Syntax.SyntaxTree];
        }

        if (method is not { DeclaredAccessibility: Accessibility.Private, ExplicitInterfaceImplementations.IsEmpty: true })
        {
            return models.Compilation.SyntaxTrees;
        }

        // The types around it and within it can call it too.
        var outermost = method.ContainingType;
        while (outermost.ContainingType is { } outer)
        {
            outermost = outer;
        }

        return outermost.DeclaringSyntaxReferences.Select(reference => reference.SyntaxTree).Distinct().Where(models.Compilation.ContainsSyntaxTree);
    }

    /// <summary>Called on its first parameter, an extension method has one argument less.</summary>
    private static bool MayTake(IMethodSymbol method, int arguments)
    {
        var parameters = method.OriginalDefinition.Parameters;
        var receiver = method.IsExtensionMethod ? 1 : 0;
        var required = parameters.Count(parameter => !parameter.IsOptional && !parameter.IsParams) - receiver;
        return arguments >= required && (arguments <= parameters.Length || parameters is [.., { IsParams: true }]);
    }

    private static bool Calls(IMethodSymbol called, IMethodSymbol method)
    {
        called = (called.ReducedFrom ?? called).OriginalDefinition;
        for (var current = method.OriginalDefinition; current is not null; current = current.OverriddenMethod?.OriginalDefinition)
        {
            if (SymbolEqualityComparer.Default.Equals(called, current))
            {
                return true;
            }
        }

        return false;
    }
}
