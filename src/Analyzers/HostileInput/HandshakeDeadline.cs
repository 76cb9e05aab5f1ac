using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow;

namespace SocketSecurity.Analyzers.HostileInput;

/// <summary>
/// Whether anything ends a handshake that a silent peer never finishes: a token, a wait with a limit, a race, a timer, here or
/// in the functions that call this one. Anything that looks like one counts, because a rule must not cry wolf about it.
/// </summary>
internal sealed class HandshakeDeadline(SourceModels models, CancellationToken cancellationToken)
{
    /// <summary>Functions around a handshake further out than this do not think of it as one.</summary>
    private const int MaximumCallers = 3;

    private readonly HashSet<IMethodSymbol> _asked = new(SymbolEqualityComparer.Default);

    /// <param name="handshake">The call of the handshake.</param>
    /// <param name="method">The member that the call stands in.</param>
    public bool Exists(IInvocationOperation handshake, ISymbol method) =>
        PassesToken(handshake)
        || ExistsAround(handshake, method, depth: 0, isSynchronous: !CallUses.IsTask(handshake.Type))
        || HasTimerElsewhere(handshake);

    private static bool PassesToken(IInvocationOperation handshake)
    {
        foreach (var argument in handshake.Arguments)
        {
            if (argument.Parameter?.Type.Name == "CancellationToken")
            {
                return !IsNoToken(argument);
            }
        }

        return false;
    }

    /// <summary>Left out, <c>default</c>, <c>CancellationToken.None</c> or <c>new CancellationToken()</c>.</summary>
    private static bool IsNoToken(IArgumentOperation argument) =>
        argument.ArgumentKind == ArgumentKind.DefaultValue || SingleValue.Of(argument.Value) switch
        {
            IDefaultValueOperation => true,
            IPropertyReferenceOperation { Property: { Name: "None", ContainingType.Name: "CancellationToken" } } => true,
            IObjectCreationOperation { Arguments.Length: 0, Type.Name: "CancellationToken" } => true,
            _ => false,
        };

    private bool ExistsAround(IOperation call, ISymbol method, int depth, bool isSynchronous)
    {
        var use = CallUses.Of(call);
        if (use == CallUse.HandedOn && !IsBegun(call))
        {
            return true;
        }

        var function = call.EnclosingFunction();
        if (StandsBefore(call, (function as IAnonymousFunctionOperation) ?? call.Body(), isSynchronous))
        {
            return true;
        }

        if (use == CallUse.Dropped || depth >= MaximumCallers)
        {
            return false;
        }

        return function switch
        {
            IAnonymousFunctionOperation lambda => RunnerOf(lambda) is { } runner
                && (!runner.TargetMethod.DeclaringSyntaxReferences.IsEmpty || ExistsAround(runner, method, depth + 1, isSynchronous: false)),
            ILocalFunctionOperation local => ExistsInCallers(local.Symbol, call, depth, isSynchronous) ?? use == CallUse.Returned,
            _ => method is IMethodSymbol member && ExistsInCallers(member, call, depth, isSynchronous) is { } decided ? decided : use == CallUse.Returned,
        };
    }

    /// <summary>Whether a caller sets a deadline; null when there is no caller in sight.</summary>
    private bool? ExistsInCallers(IMethodSymbol method, IOperation near, int depth, bool isSynchronous)
    {
        if (!_asked.Add(method))
        {
            return false;
        }

        var sites = CallSites.Of(method, models, near, cancellationToken);
        foreach (var site in sites)
        {
            var caller = site.SemanticModel?.GetEnclosingSymbol(site.Syntax.SpanStart, cancellationToken);
            if (caller is not null && ExistsAround(site, Member(caller), depth + 1, isSynchronous))
            {
                return true;
            }
        }

        return sites.Count == 0 ? null : false;
    }

    private static ISymbol Member(ISymbol symbol)
    {
        while (symbol is IMethodSymbol { MethodKind: MethodKind.AnonymousFunction or MethodKind.LocalFunction, ContainingSymbol: { } outer })
        {
            symbol = outer;
        }

        return symbol;
    }

    /// <summary>The old pattern has no task; only a timer can end it.</summary>
    private static bool IsBegun(IOperation call) => call is IInvocationOperation { TargetMethod.Name: var name } && name.StartsWith("Begin", StringComparison.Ordinal);

    /// <summary>
    /// The call that runs the lambda: a method of the program, which may run it under a limit, or one of the framework whose
    /// result tells when the lambda is done.
    /// </summary>
    private static IInvocationOperation? RunnerOf(IAnonymousFunctionOperation lambda)
    {
        IOperation value = lambda;
        while (value.Parent is IConversionOperation or IDelegateCreationOperation or IArgumentOperation)
        {
            value = value.Parent;
        }

        return value.Parent is IInvocationOperation runner
            && (CallUses.IsTask(runner.Type) || !runner.TargetMethod.DeclaringSyntaxReferences.IsEmpty) ? runner : null;
    }

    /// <summary>Something in the function, before the call, that ends it later.</summary>
    private static bool StandsBefore(IOperation call, IOperation function, bool isSynchronous)
    {
        foreach (var operation in function.DescendantsAndSelf())
        {
            if (operation.Syntax.SpanStart < call.Syntax.SpanStart && Limits(operation, isSynchronous))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Limits(IOperation operation, bool isSynchronous) => operation switch
    {
        IObjectCreationOperation { Type.Name: "Timer" or "PeriodicTimer" } => true,
        IObjectCreationOperation { Type.Name: "CancellationTokenSource", Arguments.Length: > 0 } => true,
        IInvocationOperation { TargetMethod.Name: "CancelAfter" or "Register" or "UnsafeRegister" or "WhenAny" or "WaitAny" or "CreateTimer" } => true,
        IInvocationOperation { TargetMethod: { Name: "Delay", ContainingType.Name: "Task" } } => true,
        ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: var name } } => isSynchronous && IsSocketTimeout(name),
        IFieldReferenceOperation { Field: { Name: "ReceiveTimeout", ContainingType.Name: "SocketOptionName" } } => isSynchronous,
        _ => false,
    };

    private static bool IsSocketTimeout(string name) => name is "ReadTimeout" or "ReceiveTimeout";

    /// <summary>
    /// A timer that another member of the type starts, or, for a synchronous handshake, a timeout that another member sets on the socket.
    /// </summary>
    private static bool HasTimerElsewhere(IInvocationOperation handshake)
    {
        var member = handshake.Syntax.FirstAncestorOrSelf<MemberDeclarationSyntax>();
        if (member?.Parent is not TypeDeclarationSyntax type)
        {
            return false;
        }

        var isSynchronous = handshake.TargetMethod.Name.StartsWith("Authenticate", StringComparison.Ordinal) && !CallUses.IsTask(handshake.Type);
        foreach (var node in type.DescendantNodes(node => node != member))
        {
            switch (node)
            {
                case ObjectCreationExpressionSyntax { Type: SimpleNameSyntax { Identifier.ValueText: "Timer" or "PeriodicTimer" } }:
                case ObjectCreationExpressionSyntax { Type: QualifiedNameSyntax { Right.Identifier.ValueText: "Timer" } }:
                    return true;
                case AssignmentExpressionSyntax { Left: var target } when isSynchronous
                    && target is MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name } && IsSocketTimeout(name):
                    return true;
            }
        }

        return false;
    }
}
