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

    /// <param name="method">The method; local functions are looked for in their own file.</param>
    /// <param name="models">Semantic models of the compilation.</param>
    /// <param name="near">The operation that led here; its own model is used for its file.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public static List<IInvocationOperation> Of(IMethodSymbol method, SourceModels models, IOperation near, CancellationToken cancellationToken)
    {
        var found = new List<IInvocationOperation>();
        var isLocalToFile = method.MethodKind == MethodKind.LocalFunction;
        foreach (var tree in models.Compilation.SyntaxTrees)
        {
            if ((isLocalToFile && tree != near.Syntax.SyntaxTree) || !NameIndex.Of(tree).MayMention(method.Name))
            {
                continue;
            }

            SemanticModel? model = null;
            foreach (var node in tree.GetRoot(cancellationToken).DescendantNodes())
            {
                if (node is not InvocationExpressionSyntax call || call.Expression.SimpleName() != method.Name)
                {
                    continue;
                }

                model ??= models.For(call, near);
                if (model.GetOperation(call, cancellationToken) is IInvocationOperation operation && Calls(operation.TargetMethod, method))
                {
                    found.Add(operation);
                }

                if (found.Count > MaximumSites)
                {
                    return [];
                }
            }
        }

        return found;
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
