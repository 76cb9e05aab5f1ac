using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SocketSecurity.Analyzers.Flow;

namespace SocketSecurity.Analyzers.MessageProtection;

/// <summary>
/// Whether a piece of a type runs several times at once on the same object: in <c>Parallel</c>, in tasks and threads that a loop
/// starts, in asynchronous event handlers, in middleware. Calls inside the type are followed back to where that happens.
/// </summary>
internal sealed class ConcurrentCode(SourceModels models)
{
    /// <summary>Calls followed back from one method to the one that calls it.</summary>
    private const int MaximumCalls = 4;

    /// <summary>What starts it, in words; null when nothing in sight does.</summary>
    public string? ReasonFor(SyntaxNode place, CancellationToken cancellationToken) => ReasonFor(place, MaximumCalls, cancellationToken);

    private string? ReasonFor(SyntaxNode place, int calls, CancellationToken cancellationToken)
    {
        var model = models.For(place, near: null);
        for (var node = place; node is not null and not BaseTypeDeclarationSyntax; node = node.Parent)
        {
            switch (node)
            {
                case AnonymousFunctionExpressionSyntax lambda when StarterOf(lambda, model, cancellationToken) is { } starter:
                    return starter;
                case LocalFunctionStatementSyntax or MethodDeclarationSyntax when model.GetDeclaredSymbol(node, cancellationToken) is IMethodSymbol method:
                    if (IsMiddleware(method))
                    {
                        return "requests use at the same time";
                    }

                    if (calls > 0 && ReasonOfCallers(method, calls, cancellationToken) is { } reason)
                    {
                        return reason;
                    }

                    break;
            }
        }

        return null;
    }

    private string? ReasonOfCallers(IMethodSymbol method, int calls, CancellationToken cancellationToken)
    {
        foreach (var declaration in method.ContainingType.DeclaringSyntaxReferences)
        {
            var type = declaration.GetSyntax(cancellationToken);
            var model = models.For(type, near: null);
            foreach (var node in type.DescendantNodes())
            {
                if (node is not IdentifierNameSyntax name
                    || name.Identifier.ValueText != method.Name
                    || !SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(name, cancellationToken).Symbol?.OriginalDefinition, method.OriginalDefinition))
                {
                    continue;
                }

                // On another object than this one, it is that object's fields that are used.
                SyntaxNode mention = name;
                if (name.Parent is MemberAccessExpressionSyntax access && access.Name == name)
                {
                    if (access.Expression is not ThisExpressionSyntax && !method.IsStatic)
                    {
                        continue;
                    }

                    mention = access;
                }

                var reason = mention.Parent is InvocationExpressionSyntax call && call.Expression == mention
                    ? (IsLeftRunning(call, method) && IsInLoop(call) ? "the tasks of a loop use at the same time" : null)
                        ?? (call.Ancestors().OfType<MemberDeclarationSyntax>().FirstOrDefault() == method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken)
                            ? null
                            : ReasonFor(call, calls - 1, cancellationToken))
                    : StarterOf(mention, model, cancellationToken);
                if (reason is not null)
                {
                    return reason;
                }
            }
        }

        return null;
    }

    /// <summary>What runs the function at this place, given as a lambda or as a method's name, when it runs it several times at once.</summary>
    private static string? StarterOf(SyntaxNode function, SemanticModel model, CancellationToken cancellationToken)
    {
        switch (function.Parent)
        {
            case AssignmentExpressionSyntax { RawKind: (int)Microsoft.CodeAnalysis.CSharp.SyntaxKind.AddAssignmentExpression } subscription
                when model.GetSymbolInfo(subscription.Left, cancellationToken).Symbol is IEventSymbol
                    && (function is AnonymousFunctionExpressionSyntax ? ((AnonymousFunctionExpressionSyntax)function).AsyncKeyword != default
                        : model.GetSymbolInfo(function, cancellationToken).Symbol is IMethodSymbol { IsAsync: true }):
                return "asynchronous event handlers use at the same time";
            case ArgumentSyntax { Parent.Parent: ExpressionSyntax starter } when model.GetSymbolInfo(starter, cancellationToken).Symbol is IMethodSymbol target:
                return (target.ContainingType.Name, target.Name) switch
                {
                    ("Parallel", _) or ("ParallelEnumerable", _) => "parallel loops use at the same time",
                    ("Task", "Run") or ("TaskFactory", "StartNew") or ("ThreadPool", _) or ("Thread", ".ctor") when IsInLoop(starter) => "the threads of a loop use at the same time",
                    _ => null,
                };
            default:
                return null;
        }
    }

    /// <summary>A task that nobody waits for before the loop goes on.</summary>
    private static bool IsLeftRunning(InvocationExpressionSyntax call, IMethodSymbol method) =>
        method.ReturnType.Name is "Task" or "ValueTask" or "Void" && (method.IsAsync || method.ReturnType.Name != "Void")
        && call.Parent is ExpressionStatementSyntax or AssignmentExpressionSyntax { Left: IdentifierNameSyntax } or EqualsValueClauseSyntax or ArgumentSyntax;

    private static bool IsInLoop(SyntaxNode node)
    {
        for (var parent = node.Parent; parent is not null and not (MemberDeclarationSyntax or AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax); parent = parent.Parent)
        {
            if (parent is WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax or CommonForEachStatementSyntax)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>ASP.NET Core makes one middleware object for all requests.</summary>
    private static bool IsMiddleware(IMethodSymbol method) =>
        method is { Name: "Invoke" or "InvokeAsync", Parameters: [{ Type.Name: "HttpContext" }, ..] }
        && method.ContainingType.InstanceConstructors.Any(static constructor => constructor.Parameters.Any(static parameter => parameter.Type.Name == "RequestDelegate"));
}
