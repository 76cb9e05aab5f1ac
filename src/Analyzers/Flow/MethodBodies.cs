using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SocketSecurity.Analyzers.Flow;

/// <summary>
/// Control-flow graphs of methods that a finding depends on, wherever in the compilation they are. One instance serves one
/// compilation, and each graph is built once.
/// </summary>
internal sealed class MethodBodies
{
    private static readonly ConditionalWeakTable<Compilation, MethodBodies> OfCompilations = new();

    private readonly SourceModels _models;
    private readonly ConcurrentDictionary<IMethodSymbol, ControlFlowGraph?> _graphs = new(SymbolEqualityComparer.Default);

    private MethodBodies(Compilation compilation) => _models = SourceModels.For(compilation);

    public Compilation Compilation => _models.Compilation;

    /// <summary>The one instance that all rules share for a compilation.</summary>
    public static MethodBodies For(Compilation compilation) => OfCompilations.GetValue(compilation, static key => new MethodBodies(key));

    /// <param name="method">A method, or a local function that is in scope in <paramref name="scope"/>.</param>
    /// <param name="caller">The operation that leads to the method; its semantic model is used for its own file.</param>
    /// <param name="scope">The graph that contains the caller.</param>
    /// <param name="cancellationToken">Ends the work when the analysis is no longer wanted.</param>
    public ControlFlowGraph? GraphOf(
        IMethodSymbol method, IOperation caller, ControlFlowGraph scope, CancellationToken cancellationToken = default)
    {
        if (method.MethodKind == MethodKind.LocalFunction)
        {
            return LocalFunctionGraph(method.OriginalDefinition, scope);
        }

        var definition = method.OriginalDefinition;
        definition = definition.PartialImplementationPart ?? definition;
        return SymbolEqualityComparer.Default.Equals(definition.ContainingAssembly, Compilation.Assembly)
            ? _graphs.GetOrAdd(definition, key => Build(key, caller, cancellationToken))
            : null;
    }

    private static ControlFlowGraph? LocalFunctionGraph(IMethodSymbol function, ControlFlowGraph scope)
    {
        for (var graph = scope; graph is not null; graph = graph.Parent)
        {
            if (graph.LocalFunctions.Contains(function, SymbolEqualityComparer.Default))
            {
                return graph.GetLocalFunctionControlFlowGraph(function);
            }
        }

        return null;
    }

    private ControlFlowGraph? Build(IMethodSymbol method, IOperation caller, CancellationToken cancellationToken)
    {
        if (method.DeclaringSyntaxReferences is not [var reference])
        {
            return null;
        }

        var syntax = reference.GetSyntax(cancellationToken);
        return _models.For(syntax, caller).GetOperation(syntax, cancellationToken) is IMethodBodyOperation body
            ? ControlFlowGraph.Create(body, cancellationToken)
            : null;
    }
}
