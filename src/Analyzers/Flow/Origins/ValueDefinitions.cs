using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace SocketSecurity.Analyzers.Flow.Origins;

/// <summary>
/// The expressions that make a value, through variables, fields of the type, casts and alternatives. Where
/// <see cref="ValueOrigins"/> says what a value comes from, this says by which expressions, for rules that ask how it was made.
/// </summary>
internal sealed class ValueDefinitions(ValueOrigins origins)
{
    private const int MaximumDepth = 8;
    private const int MaximumMentions = 100;

    /// <summary>All of them, a parameter standing for itself; empty when one is not in sight.</summary>
    public ImmutableArray<IOperation> Of(IOperation value, CancellationToken cancellationToken)
    {
        var found = ImmutableArray.CreateBuilder<IOperation>();
        return Add(value, found, 0, cancellationToken) ? found.ToImmutable() : [];
    }

    private bool Add(IOperation value, ImmutableArray<IOperation>.Builder found, int depth, CancellationToken cancellationToken)
    {
        if (depth > MaximumDepth)
        {
            return false;
        }

        value = value.WithoutConversions();
        switch (value)
        {
            case ILocalReferenceOperation { Local.IsConst: false } local:
                return AddVariable(local.Local, local, found, depth, cancellationToken);
            case IParameterReferenceOperation parameter:
                return AddVariable(parameter.Parameter, parameter, found, depth, cancellationToken);
            case IFieldReferenceOperation { Field: { IsConst: false, DeclaringSyntaxReferences.IsEmpty: false } } field:
                return AddField(field, found, depth, cancellationToken);
            case IConditionalOperation { WhenFalse: { } whenFalse } conditional:
                return Add(conditional.WhenTrue, found, depth + 1, cancellationToken) && Add(whenFalse, found, depth + 1, cancellationToken);
            case ICoalesceOperation coalesce:
                return Add(coalesce.Value, found, depth + 1, cancellationToken) && Add(coalesce.WhenNull, found, depth + 1, cancellationToken);
            case IThrowOperation:
                return true;
            default:
                found.Add(value);
                return true;
        }
    }

    private bool AddVariable(ISymbol variable, IOperation use, ImmutableArray<IOperation>.Builder found, int depth, CancellationToken cancellationToken)
    {
        var values = origins.FlowOf(use, cancellationToken).ValuesAt(variable, use, out var entry);
        foreach (var value in values)
        {
            if (value is null || !Add(value, found, depth + 1, cancellationToken))
            {
                return false;
            }
        }

        if (entry)
        {
            found.Add(use);
        }

        return true;
    }

    private bool AddField(IFieldReferenceOperation field, ImmutableArray<IOperation>.Builder found, int depth, CancellationToken cancellationToken)
    {
        if (origins.Models.MentionsOf(field.Field, field, MaximumMentions, cancellationToken) is not { } mentions)
        {
            return false;
        }

        if (field.Field.DeclaringSyntaxReferences[0].GetSyntax(cancellationToken) is VariableDeclaratorSyntax { Initializer.Value: var initializer })
        {
            if (origins.Models.For(initializer, field).GetOperation(initializer, cancellationToken) is not { } initial
                || !Add(initial, found, depth + 1, cancellationToken))
            {
                return false;
            }
        }

        foreach (var mention in mentions)
        {
            if (mention.Parent is ISimpleAssignmentOperation { IsRef: false } assignment && assignment.Target == mention)
            {
                if (!Add(assignment.Value, found, depth + 1, cancellationToken))
                {
                    return false;
                }
            }
            else if (VariableWrites.IsIndirect(mention, mention.Parent))
            {
                return false;
            }
        }

        return true;
    }
}
