using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow;

namespace SocketSecurity.Analyzers.HostileInput;

/// <summary>
/// A loop that reads and puts what it reads into a variable that grows with every turn. Whatever may be a limit counts as one:
/// a comparison of what grows or of a counter, a method of the program that gets it, a place where it is emptied.
/// </summary>
/// <param name="Loop">The loop.</param>
/// <param name="Growth">Where the bytes are added.</param>
/// <param name="Collected">The variable that holds them all.</param>
internal sealed record GrowingLoop(ILoopOperation Loop, IOperation Growth, ILocalSymbol Collected)
{
    private static readonly HashSet<string> Growing = new(StringComparer.Ordinal) { "Write", "WriteAsync", "WriteByte", "Add", "AddRange", "Append", "AppendLine" };
    private static readonly HashSet<string> Containers = new(StringComparer.Ordinal) { "MemoryStream", "List", "StringBuilder" };
    private static readonly HashSet<string> Emptying = new(StringComparer.Ordinal) { "Clear", "SetLength", "Remove", "RemoveRange", "RemoveAt", "Dispose" };

    /// <summary>The loop around a read that keeps all it brings; null when there is none, or when something limits it.</summary>
    public static GrowingLoop? Around(IInvocationOperation read)
    {
        if (LoopAround(read) is not { } loop)
        {
            return null;
        }

        var operations = OperationsIn(loop);
        var received = ReceivedBy(read, operations);
        foreach (var operation in operations)
        {
            if (GrownBy(operation) is { } collected
                && !IsDeclaredIn(loop, collected)
                && Brings(operation, read, received, collected)
                && !IsLimited(operations, read, received, collected))
            {
                return new GrowingLoop(loop, operation, collected);
            }
        }

        return null;
    }

    /// <summary>Whether the operation, or anything in it, mentions the variable.</summary>
    public static bool Mentions(IOperation operation, ISymbol variable)
    {
        foreach (var part in operation.DescendantsAndSelf())
        {
            if (part is ILocalReferenceOperation local && SymbolEqualityComparer.Default.Equals(local.Local, variable))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether something that was read goes into the variable, other than what it has already.</summary>
    private static bool Brings(IOperation operation, IOperation read, HashSet<ISymbol> received, ILocalSymbol collected)
    {
        if (read.IsInside(operation))
        {
            return true;
        }

        foreach (var part in operation.DescendantsAndSelf())
        {
            if (part is ILocalReferenceOperation local && received.Contains(local.Local) && !SymbolEqualityComparer.Default.Equals(local.Local, collected))
            {
                return true;
            }
        }

        return false;
    }

    private static ILoopOperation? LoopAround(IOperation operation)
    {
        for (var current = operation.Parent; current is not null; current = current.Parent)
        {
            switch (current)
            {
                case IWhileLoopOperation or IForLoopOperation:
                    return (ILoopOperation)current;
                case ILoopOperation or IAnonymousFunctionOperation or ILocalFunctionOperation:
                    return null;
            }
        }

        return null;
    }

    /// <summary>Everything that each turn executes; functions in the loop run when somebody calls them.</summary>
    private static List<IOperation> OperationsIn(IOperation loop)
    {
        var found = new List<IOperation>();
        Collect(loop);
        return found;

        void Collect(IOperation operation)
        {
            foreach (var child in operation.ChildOperations)
            {
                if (child is not (IAnonymousFunctionOperation or ILocalFunctionOperation))
                {
                    found.Add(child);
                    Collect(child);
                }
            }
        }
    }

    /// <summary>The variables that hold what was read: the buffer, the result, and what is made from them.</summary>
    private static HashSet<ISymbol> ReceivedBy(IInvocationOperation read, List<IOperation> operations)
    {
        var received = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (var argument in read.Arguments)
        {
            foreach (var part in argument.DescendantsAndSelf())
            {
                if (part is ILocalReferenceOperation { Type: not { SpecialType: SpecialType.System_Int32 } } buffer)
                {
                    received.Add(buffer.Local);
                }
            }
        }

        // Twice, because a text is made from bytes that were copied first.
        for (var pass = 0; pass < 2; pass++)
        {
            foreach (var operation in operations)
            {
                var (target, value) = operation switch
                {
                    IVariableDeclaratorOperation { Initializer.Value: { } initial } declarator => (declarator.Symbol, initial),
                    ISimpleAssignmentOperation { Target: ILocalReferenceOperation local } assignment => (local.Local, assignment.Value),
                    _ => (null, null),
                };
                if (target is not null && (read.IsInside(value!) || MentionsAny(value!, received)))
                {
                    received.Add(target);
                }
            }
        }

        return received;
    }

    /// <summary>The variable that the operation adds something to.</summary>
    private static ILocalSymbol? GrownBy(IOperation operation) => operation switch
    {
        IInvocationOperation { Instance: ILocalReferenceOperation container } call
            when Growing.Contains(call.TargetMethod.Name) && container.Type is { } type && Containers.Contains(type.Name) && CanGrow(container) => container.Local,
        ICompoundAssignmentOperation { OperatorKind: BinaryOperatorKind.Add, Target: ILocalReferenceOperation { Type.SpecialType: SpecialType.System_String } text } => text.Local,
        ISimpleAssignmentOperation { Target: ILocalReferenceOperation { Type: { SpecialType: SpecialType.System_String } or IArrayTypeSymbol } whole } assignment
            when Mentions(assignment.Value, whole.Local) => whole.Local,
        _ => null,
    };

    /// <summary>A memory stream over an array is as large as the array.</summary>
    public static bool CanGrow(IOperation container) =>
        SingleValue.Of(container) is not IObjectCreationOperation { Arguments: [{ Value.Type: IArrayTypeSymbol }, ..] };

    private static bool IsDeclaredIn(IOperation loop, ILocalSymbol local) =>
        local.DeclaringSyntaxReferences is [var declaration] && loop.Syntax.Span.Contains(declaration.Span);

    private static bool MentionsAny(IOperation operation, HashSet<ISymbol> variables)
    {
        foreach (var part in operation.DescendantsAndSelf())
        {
            if (part is ILocalReferenceOperation local && variables.Contains(local.Local))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsLimited(List<IOperation> operations, IOperation read, HashSet<ISymbol> received, ILocalSymbol collected)
    {
        var (counters, rests) = CountersOf(operations);
        counters.Add(collected);
        foreach (var operation in operations)
        {
            var isLimit = operation switch
            {
                IBinaryOperation { LeftOperand: var left, RightOperand: var right } comparison when IsComparison(comparison.OperatorKind) =>
                    (MentionsAny(comparison, counters) && !IsZero(left) && !IsZero(right)) || MentionsAny(comparison, rests),
                IIsPatternOperation pattern => MentionsAny(pattern.Value, counters) || MentionsAny(pattern.Value, rests),
                IInvocationOperation { Instance: { } instance } call when Mentions(instance, collected) => Emptying.Contains(call.TargetMethod.Name),
                IInvocationOperation call => MayCheck(call, collected, counters),
                IObjectCreationOperation creation => IsGiven(creation.Arguments, collected) && creation.Type?.DeclaringSyntaxReferences.IsEmpty == false,
                ISimpleAssignmentOperation { Target: var target } assignment =>
                    (target is ILocalReferenceOperation local && SymbolEqualityComparer.Default.Equals(local.Local, collected)
                        && !(Mentions(assignment.Value, collected) && Brings(assignment.Value, read, received, collected)))
                    || (target is IPropertyReferenceOperation { Property.Name: "Length" or "Position" or "Capacity", Instance: { } owner } && Mentions(owner, collected)),
                _ => false,
            };
            if (isLimit)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A method of the program that gets what was collected, or one of the framework that compares a number.</summary>
    private static bool MayCheck(IInvocationOperation call, ILocalSymbol collected, HashSet<ISymbol> counters)
    {
        var name = call.TargetMethod.Name;
        return (name is "ThrowIfGreaterThan" or "ThrowIfGreaterThanOrEqual" or "Min" or "Clamp" or "Assert" && MentionsAny(call, counters))
            || (!call.TargetMethod.DeclaringSyntaxReferences.IsEmpty && IsGiven(call.Arguments, collected));
    }

    private static bool IsGiven(System.Collections.Immutable.ImmutableArray<IArgumentOperation> arguments, ILocalSymbol collected)
    {
        foreach (var argument in arguments)
        {
            if (Mentions(argument, collected))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What the turns count up, and what they count down.</summary>
    private static (HashSet<ISymbol> Counters, HashSet<ISymbol> Rests) CountersOf(List<IOperation> operations)
    {
        var counters = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        var rests = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (var operation in operations)
        {
            switch (operation)
            {
                case ICompoundAssignmentOperation { Target: ILocalReferenceOperation { Type.SpecialType: not SpecialType.System_String } sum } compound:
                    (compound.OperatorKind == BinaryOperatorKind.Subtract ? rests : counters).Add(sum.Local);
                    break;
                case IIncrementOrDecrementOperation { Target: ILocalReferenceOperation count } step:
                    (step.Kind == OperationKind.Decrement ? rests : counters).Add(count.Local);
                    break;
            }
        }

        return (counters, rests);
    }

    private static bool IsComparison(BinaryOperatorKind kind) => kind is BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual
        or BinaryOperatorKind.GreaterThan or BinaryOperatorKind.GreaterThanOrEqual or BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals;

    private static bool IsZero(IOperation value) => value.ConstantValue is { HasValue: true, Value: 0 or 0L or -1 };
}
