using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow.Origins;

namespace SocketSecurity.Analyzers.Flow.Streams;

/// <summary>Calls of a type's own methods, which may use the streams that the type has in its members.</summary>
internal sealed class OwnMethods(ValueOrigins origins, CancellationToken cancellationToken)
{
    private readonly Dictionary<IMethodSymbol, bool> _touches = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<IMethodSymbol, ControlFlowGraph?> _graphs = new(SymbolEqualityComparer.Default);

    /// <summary>
    /// Whether the called method belongs to the object itself and mentions a member with a stream. A method that gets a stream as an argument
    /// is judged by what it does with that; see <see cref="StreamUses"/>.
    /// </summary>
    public bool MayTouchStreams(IInvocationOperation call)
    {
        if (call.Instance is not IInstanceReferenceOperation || call.TargetMethod.DeclaringSyntaxReferences.IsEmpty)
        {
            return false;
        }

        foreach (var argument in call.Arguments)
        {
            if (StreamApis.IsCarrier(argument.Value.WithoutConversions().Type))
            {
                return false;
            }
        }

        var method = call.TargetMethod.OriginalDefinition;
        return method.IsVirtual || method.IsAbstract || method.IsOverride || MentionsStream(method);
    }

    /// <summary>The body of the method, when the call runs it to its end before anything else: it is not overridden, and awaited in place.</summary>
    public ControlFlowGraph? GraphOf(IInvocationOperation call)
    {
        var method = call.TargetMethod.OriginalDefinition;
        if (method.IsVirtual || method.IsAbstract || method.IsOverride || method.MethodKind != MethodKind.Ordinary
            || !IsRunToItsEnd(call)
            || method.DeclaringSyntaxReferences is not [var reference] || reference.SyntaxTree != call.Syntax.SyntaxTree)
        {
            return null;
        }

        if (!_graphs.TryGetValue(method, out var graph))
        {
            graph = origins.Models.BodyOf(method, call, cancellationToken) is IMethodBodyOperation body ? origins.FlowOf(body, cancellationToken).Graph : null;
            _graphs.Add(method, graph);
        }

        return graph;
    }

    private static bool IsRunToItsEnd(IInvocationOperation call)
    {
        var isTask = call.Type is { Name: "Task" or "ValueTask" };
        if (!isTask)
        {
            // Iterators run when somebody asks them, and nobody can wait for an 'async void'.
            return !call.TargetMethod.IsAsync && call.Type is not { Name: "IEnumerable" or "IEnumerator" or "IAsyncEnumerable" or "IAsyncEnumerator" };
        }

        return call.Parent is IAwaitOperation
            || (call.Parent is IInvocationOperation { TargetMethod.Name: "ConfigureAwait", Parent: IAwaitOperation } configure && configure.Instance == call);
    }

    /// <summary>Whether the method, or one of the type that it mentions, mentions a member with a stream.</summary>
    private bool MentionsStream(IMethodSymbol method)
    {
        if (_touches.TryGetValue(method, out var known))
        {
            return known;
        }

        // A method that mentions itself on the way adds nothing.
        _touches.Add(method, false);
        foreach (var reference in method.DeclaringSyntaxReferences)
        {
            foreach (var node in reference.GetSyntax(cancellationToken).DescendantNodes())
            {
                if (node is not IdentifierNameSyntax name)
                {
                    continue;
                }

                foreach (var member in method.ContainingType.GetMembers(name.Identifier.ValueText))
                {
                    if (member switch
                    {
                        IFieldSymbol field => StreamApis.IsCarrier(field.Type),
                        IPropertySymbol property => StreamApis.IsCarrier(property.Type),
                        IMethodSymbol other => other.IsVirtual || other.IsAbstract || MentionsStream(other.OriginalDefinition),
                        _ => false,
                    })
                    {
                        return _touches[method] = true;
                    }
                }
            }
        }

        return false;
    }
}
