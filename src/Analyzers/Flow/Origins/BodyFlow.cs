using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SocketSecurity.Analyzers.Flow.Origins;

/// <summary>What is known about the variables of one body: the values they are given, and which of them a use can see.</summary>
internal sealed class BodyFlow
{
    private readonly Dictionary<SyntaxNode, IOperation> _assigned = [];
    private readonly Dictionary<ISymbol, IOperation> _collections = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<ISymbol, List<IOperation>> _mentions = new(SymbolEqualityComparer.Default);
    private readonly Lazy<ControlFlowGraph?> _graph;
    private readonly ConcurrentDictionary<ControlFlowGraph, ReachingDefinitions> _reaching = new();

    public BodyFlow(IOperation body, CancellationToken cancellationToken)
    {
        _graph = new(() => BodyGraphs.Of(body, cancellationToken), LazyThreadSafetyMode.PublicationOnly);
        foreach (var operation in body.DescendantsAndSelf())
        {
            switch (operation)
            {
                case IVariableDeclaratorOperation declarator when InitialValue(declarator) is { } initial:
                    _assigned[declarator.Syntax] = initial;
                    break;
                case ISimpleAssignmentOperation assignment:
                    _assigned[assignment.Syntax] = assignment.Value;
                    break;
                case ICoalesceAssignmentOperation coalesce:
                    _assigned[coalesce.Syntax] = coalesce.Value;
                    break;
                case IForEachLoopOperation { LoopControlVariable: IVariableDeclaratorOperation element } loop:
                    _collections[element.Symbol] = loop.Collection;
                    break;
                case ILocalReferenceOperation local:
                    Mention(local.Local, local);
                    break;
                case IParameterReferenceOperation parameter:
                    Mention(parameter.Parameter, parameter);
                    break;
            }
        }
    }

    /// <summary>The control-flow graph of the whole body; null for half-typed bodies and parts of one.</summary>
    public ControlFlowGraph? Graph => _graph.Value;

    /// <summary>Every mention of the variable in the body, those in lambdas and local functions included.</summary>
    public IReadOnlyList<IOperation> MentionsOf(ISymbol variable) => _mentions.TryGetValue(variable, out var mentions) ? mentions : [];

    /// <summary>The collection whose elements the variable goes through in a <c>foreach</c>; null for every other variable.</summary>
    public IOperation? CollectionOf(ISymbol variable) => _collections.TryGetValue(variable, out var collection) ? collection : null;

    /// <summary>
    /// The values that the use of the variable can see; one that is not in sight is null. <paramref name="entry"/> says
    /// whether the value from before the body can be seen as well.
    /// </summary>
    public ImmutableArray<IOperation?> ValuesAt(ISymbol variable, IOperation use, out bool entry)
    {
        entry = false;
        var function = use.EnclosingFunction();
        if (IsShared(variable, function))
        {
            return OnlyValue(variable, out entry);
        }

        var graph = function switch
        {
            _ when _graph.Value is null => null,
            IAnonymousFunctionOperation lambda => NestedGraphs.Of(lambda, _graph.Value),
            ILocalFunctionOperation local => NestedGraphs.Of(local, _graph.Value),
            _ => _graph.Value,
        };
        if (graph is null
            || _reaching.GetOrAdd(graph, key => new ReachingDefinitions(key)).Reaching(variable, use.Syntax, out entry) is not { } definitions)
        {
            return [null];
        }

        var values = ImmutableArray.CreateBuilder<IOperation?>(definitions.Length);
        foreach (var definition in definitions)
        {
            values.Add(definition is not null && _assigned.TryGetValue(definition, out var value) ? value : null);
        }

        return values.ToImmutable();
    }

    /// <summary>Whether the variable is also used in another function than the one that asks, so that no order of its writes is known.</summary>
    private bool IsShared(ISymbol variable, IOperation? function)
    {
        foreach (var mention in MentionsOf(variable))
        {
            if (mention.EnclosingFunction() != function && (IsWrite(mention) || !IsDeclaredIn(variable, function)))
            {
                return true;
            }
        }

        return function is not null && !IsDeclaredIn(variable, function);
    }

    private static bool IsDeclaredIn(ISymbol variable, IOperation? function) => function switch
    {
        IAnonymousFunctionOperation lambda => SymbolEqualityComparer.Default.Equals(variable.ContainingSymbol, lambda.Symbol),
        ILocalFunctionOperation local => SymbolEqualityComparer.Default.Equals(variable.ContainingSymbol, local.Symbol),
        _ => true,
    };

    /// <summary>The value of a variable that is given one once, at its declaration or anywhere else.</summary>
    private ImmutableArray<IOperation?> OnlyValue(ISymbol variable, out bool entry)
    {
        IOperation? only = null;
        entry = variable is IParameterSymbol;
        if (variable is ILocalSymbol { DeclaringSyntaxReferences: [var declaration] }
            && _assigned.TryGetValue(declaration.GetSyntax(), out var initial))
        {
            only = initial;
        }

        foreach (var mention in MentionsOf(variable))
        {
            if (!IsWrite(mention))
            {
                continue;
            }

            if (only is not null || entry || mention.Parent is not ISimpleAssignmentOperation { IsRef: false } assignment)
            {
                return [null];
            }

            only = assignment.Value;
        }

        return entry && only is null ? [] : [only];
    }

    private static bool IsWrite(IOperation mention) =>
        VariableWrites.IsIndirect(mention, mention.Parent)
        || (mention.Parent is ISimpleAssignmentOperation assignment && assignment.Target == mention);

    private void Mention(ISymbol variable, IOperation operation)
    {
        if (!_mentions.TryGetValue(variable, out var list))
        {
            _mentions.Add(variable, list = []);
        }

        list.Add(operation);
    }

    private static IOperation? InitialValue(IVariableDeclaratorOperation declarator) =>
        declarator.Initializer?.Value ?? (declarator.Parent as IVariableDeclarationOperation)?.Initializer?.Value;
}
