using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SocketSecurity.Analyzers.Flow.Origins;

/// <summary>
/// Where a value goes: the way from a constant forwards, through variables, members, helpers and the text that begins with it,
/// to something a rule describes. For constants that are rare and sinks that are not; <see cref="ParameterSinks"/> and
/// <see cref="ValueOrigins"/> go the other way. "Goes" means that it can: a variable is followed to the uses that see this value.
/// </summary>
/// <param name="origins">The compilation's value origins.</param>
/// <param name="isSink">Whether an argument or an assignment is what the rule looks for.</param>
/// <param name="isExcuse">Whether a value in the place of this one shows that a setting chooses between the two, so that the constant is meant.</param>
internal sealed class ValueUses(ValueOrigins origins, Func<IOperation, bool> isSink, Func<IOperation, bool> isExcuse)
{
    /// <summary>Variables, members and helpers on the way; longer ways are not written by people.</summary>
    private const int MaximumSteps = 6;

    /// <summary>A member mentioned more often than this is looked into no further.</summary>
    private const int MaximumMentions = 100;

    /// <summary>Several constants often go through the same member; its mentions are bound once.</summary>
    private readonly ConcurrentDictionary<ISymbol, List<IOperation>?> _mentions = new(SymbolEqualityComparer.Default);

    /// <summary>The first sink that the value reaches, or null when there is none or it is not known.</summary>
    public IOperation? SinkOf(IOperation value, CancellationToken cancellationToken) => new Search(origins, isSink, isExcuse, _mentions, cancellationToken).From(value, MaximumSteps);

    /// <summary>One question: what was visited on the way.</summary>
    private sealed class Search(
        ValueOrigins origins,
        Func<IOperation, bool> isSink,
        Func<IOperation, bool> isExcuse,
        ConcurrentDictionary<ISymbol, List<IOperation>?> mentions,
        CancellationToken cancellationToken)
    {
        private readonly HashSet<ISymbol> _visited = new(SymbolEqualityComparer.Default);

        public IOperation? From(IOperation value, int steps)
        {
            for (var parent = value.Parent; steps > 0 && parent is not null; value = parent, parent = parent.Parent)
            {
                switch (parent)
                {
                    case IConversionOperation { OperatorMethod: null } or IParenthesizedOperation or IArrayInitializerOperation
                        or IArrayCreationOperation or ICollectionExpressionOperation or IInterpolatedStringTextOperation or IInterpolationOperation:
                    case IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } text when text.LeftOperand == value:
                    case IInterpolatedStringOperation interpolated when interpolated.Parts[0] == value:
                    case ISwitchExpressionArmOperation arm when arm.Value == value:
                    case ISwitchExpressionOperation:
                    case IArrayElementReferenceOperation element when element.ArrayReference == value:
                    case IPropertyReferenceOperation property when property.Instance == value && KeepsText(property.Property):
                    case IInvocationOperation call when call.Instance == value && KeepsText(call):
                        continue;
                    case IConditionalOperation choice when choice.Condition != value:
                        if (choice.WhenFalse is { } other && isExcuse(choice.WhenTrue == value ? other : choice.WhenTrue))
                        {
                            return null;
                        }

                        continue;
                    case ICoalesceOperation coalesce when coalesce.WhenNull == value || coalesce.Value == value:
                        continue;
                    case IArgumentOperation argument:
                        if (isSink(argument))
                        {
                            return argument;
                        }

                        if (BeginsWith(argument))
                        {
                            parent = argument.Parent!;
                            continue;
                        }

                        return OfPassed(argument, steps);
                    case ISimpleAssignmentOperation assignment when assignment.Value == value:
                        return isSink(assignment) ? assignment : OfVariable(assignment.Target, value, steps);
                    case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator }:
                        return OfLocal(declarator.Symbol, value, steps);
                    case IFieldInitializerOperation initializer:
                        return OfMembers(initializer.InitializedFields, value, steps);
                    case IPropertyInitializerOperation initializer:
                        return OfMembers(initializer.InitializedProperties, value, steps);
                    case IParameterInitializerOperation initializer:
                        return OfParameter(initializer.Parameter, value, steps);
                    case IForEachLoopOperation { LoopControlVariable: IVariableDeclaratorOperation element } loop when loop.Collection == value:
                        return OfLocal(element.Symbol, value: null, loop, steps);
                    case IReturnOperation @return when @return.Kind == OperationKind.Return:
                        return OfResult(@return, steps);
                    default:
                        return null;
                }
            }

            return null;
        }

        private IOperation? OfVariable(IOperation target, IOperation value, int steps) => target switch
        {
            ILocalReferenceOperation local => OfLocal(local.Local, value, steps),
            IFieldReferenceOperation field => OfMember(field.Field, value, steps),
            IPropertyReferenceOperation { Property.IsIndexer: false } property => OfMember(property.Property, value, steps),
            _ => null,
        };

        private IOperation? OfLocal(ILocalSymbol local, IOperation value, int steps) => OfLocal(local, value, value, steps);

        /// <param name="local">The variable.</param>
        /// <param name="value">The value it is given; null where it is given one in another way.</param>
        /// <param name="near">An operation of the same body.</param>
        /// <param name="steps">How many more steps may be made.</param>
        private IOperation? OfLocal(ILocalSymbol local, IOperation? value, IOperation near, int steps)
        {
            var flow = origins.FlowOf(near, cancellationToken);
            foreach (var mention in flow.MentionsOf(local))
            {
                if ((mention.Parent is ISimpleAssignmentOperation assignment && assignment.Target == mention) || !MaySee(flow, local, value, mention))
                {
                    continue;
                }

                if (From(mention, steps - 1) is { } sink)
                {
                    return sink;
                }
            }

            return null;
        }

        /// <summary>Whether the use of the variable can see the value, and no value that excuses it.</summary>
        private bool MaySee(BodyFlow flow, ILocalSymbol local, IOperation? value, IOperation use)
        {
            var sees = value is null;
            var all = flow.ValuesAt(local, use, out _);
            foreach (var seen in all)
            {
                if (seen is not null && isExcuse(seen))
                {
                    return false;
                }

                sees |= seen is null || (value is not null && seen.Syntax.Span.Contains(value.Syntax.Span));
            }

            return sees;
        }

        private IOperation? OfMembers<T>(ImmutableArray<T> members, IOperation value, int steps)
            where T : ISymbol
        {
            foreach (var member in members)
            {
                if (OfMember(member, value, steps) is { } sink)
                {
                    return sink;
                }
            }

            return null;
        }

        private IOperation? OfMember(ISymbol member, IOperation near, int steps)
        {
            member = member.OriginalDefinition;
            return member.DeclaringSyntaxReferences.IsEmpty || !_visited.Add(member)
                ? null
                : OfMentions(
                    mentions.GetOrAdd(member, key => key.DeclaredAccessibility == Accessibility.Private
                        ? origins.Models.MentionsOf(key, near, MaximumMentions, cancellationToken)
                        : origins.Models.MentionsAnywhereOf(key, near, MaximumMentions, cancellationToken)),
                    steps);
        }

        private IOperation? OfPassed(IArgumentOperation argument, int steps) => argument switch
        {
            { Parameter: { RefKind: RefKind.None } parameter } => OfParameter(parameter, argument, steps),
            _ => null,
        };

        private IOperation? OfParameter(IParameterSymbol parameter, IOperation near, int steps)
        {
            parameter = parameter.OriginalDefinition;
            return parameter.DeclaringSyntaxReferences.IsEmpty || parameter.ContainingType is null || !_visited.Add(parameter)
                ? null
                : OfMentions(mentions.GetOrAdd(parameter, key => origins.Models.MentionsOf(key, near, MaximumMentions, cancellationToken)), steps);
        }

        /// <summary>The callers of a method that returns the value, or the readers of a property that does.</summary>
        private IOperation? OfResult(IReturnOperation @return, int steps)
        {
            if (@return.EnclosingFunction() is not null
                || @return.SemanticModel?.GetEnclosingSymbol(@return.Syntax.SpanStart, cancellationToken) is not IMethodSymbol method)
            {
                return null;
            }

            return OfMember(method.AssociatedSymbol ?? method, @return, steps);
        }

        private IOperation? OfMentions(List<IOperation>? found, int steps)
        {
            foreach (var mention in found ?? [])
            {
                if ((mention.Parent is not ISimpleAssignmentOperation assignment || assignment.Target != mention)
                    && From(mention, steps - 1) is { } sink)
                {
                    return sink;
                }
            }

            return null;
        }

        /// <summary>Whether what the call or creation makes begins with the argument.</summary>
        private static bool BeginsWith(IArgumentOperation argument) => argument.Parent switch
        {
            IObjectCreationOperation { Constructor.ContainingType: { Name: "Uri" or "UriBuilder", ContainingNamespace.Name: "System" } } =>
                argument.Parameter?.Name is "uriString" or "baseUri" or "uri",
            IInvocationOperation { TargetMethod: { Name: "Concat", ContainingType.SpecialType: SpecialType.System_String } } => argument.Parameter?.Ordinal == 0,
            IInvocationOperation { TargetMethod: { Name: "Format", ContainingType.SpecialType: SpecialType.System_String } } => argument.Parameter?.Name == "format",
            _ => false,
        };

        private static bool KeepsText(IPropertySymbol property) => property is { IsIndexer: true }
            or { Name: "AbsoluteUri" or "OriginalString" or "Uri", ContainingType: { Name: "Uri" or "UriBuilder", ContainingNamespace.Name: "System" } };

        private static bool KeepsText(IInvocationOperation call) =>
            call.TargetMethod.Name is "ToString" or "Trim" or "TrimEnd" or "TrimStart" or "ToLower" or "ToLowerInvariant" or "Clone";
    }
}
