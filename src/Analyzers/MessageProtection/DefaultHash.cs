using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow;

namespace SocketSecurity.Analyzers.MessageProtection;

/// <summary>
/// A hash that one constructor hands to another of the same type, which keeps it to sign with: who does not choose a hash signs with
/// that one. A type that does anything else with the hash may refuse it, or sign with another.
/// </summary>
internal sealed class DefaultHash(SourceModels models)
{
    /// <summary>Constructors and members that hand the hash on.</summary>
    private const int MaximumSteps = 4;

    private const int MaximumMentions = 20;

    /// <summary>What signs with the hash that is named; null when nothing surely does.</summary>
    public IOperation? SignerOf(IPropertyReferenceOperation named, CancellationToken cancellationToken) =>
        HandedOnAs(named) is { } parameter ? SignerOf(parameter, named, writes: 0, steps: 0, cancellationToken) : null;

    /// <param name="held">The parameter or member that holds the hash.</param>
    /// <param name="near">An operation of the type.</param>
    /// <param name="writes">How often it may be assigned: a member that is not always given this hash holds another one, too.</param>
    /// <param name="steps">How often the hash was handed on.</param>
    /// <param name="cancellationToken">Ends the work when the analysis is no longer wanted.</param>
    private IOperation? SignerOf(ISymbol held, IOperation near, int writes, int steps, CancellationToken cancellationToken)
    {
        if (steps == MaximumSteps || models.MentionsOf(held, near, MaximumMentions, cancellationToken) is not { } mentions)
        {
            return null;
        }

        IOperation? signer = null;
        foreach (var mention in mentions)
        {
            var value = mention.WithConversions();
            switch (value.Parent)
            {
                case ISimpleAssignmentOperation assignment when assignment.Target == mention && writes > 0:
                    writes--;
                    continue;
                case IArgumentOperation { Parent: { } call } when HeldHashes.IsSigner(call):
                    signer ??= call;
                    continue;
                case IArgumentOperation { Parent: IInvocationOperation { TargetMethod.ContainingNamespace.Name: "Cryptography" } }:
                    continue;
            }

            var found = HandedOnAs(mention) is { } parameter ? SignerOf(parameter, mention, writes: 0, steps + 1, cancellationToken)
                : AssignedTo(value) is { } member ? SignerOf(member, mention, writes: 1, steps + 1, cancellationToken)
                : InitialOf(value) is { } initialized ? SignerOf(initialized, mention, writes: 0, steps + 1, cancellationToken)
                : null;
            if (found is null)
            {
                return null;
            }

            signer ??= found;
        }

        return signer;
    }

    /// <summary>The parameter of another constructor, where the value stands in <c>: this(…)</c>.</summary>
    private static IParameterSymbol? HandedOnAs(IOperation value) => value.WithConversions().Parent is IArgumentOperation
    {
        Parameter: { } parameter,
        Parent: IInvocationOperation { Syntax.RawKind: (int)SyntaxKind.ThisConstructorInitializer },
    }
        ? parameter.OriginalDefinition
        : null;

    /// <summary>The member that a constructor always assigns the value to, and that nothing but a constructor can.</summary>
    private static ISymbol? AssignedTo(IOperation value) => value.Parent is ISimpleAssignmentOperation
    {
        IsRef: false,
        Target: IMemberReferenceOperation { Instance: IInstanceReferenceOperation, Member: var member },
        Parent: IExpressionStatementOperation { Parent: IBlockOperation { Parent: IConstructorBodyOperation } },
    } assignment
        && assignment.Value == value
        && IsFixed(member)
        ? member.OriginalDefinition
        : null;

    /// <summary>The same for a parameter of the type itself, which initializers see.</summary>
    private static ISymbol? InitialOf(IOperation value) => value.Parent switch
    {
        IFieldInitializerOperation { InitializedFields: [var field] } when IsFixed(field) => field.OriginalDefinition,
        IPropertyInitializerOperation { InitializedProperties: [var property] } when IsFixed(property) => property.OriginalDefinition,
        _ => null,
    };

    private static bool IsFixed(ISymbol member) => member is IFieldSymbol { IsReadOnly: true } or IPropertySymbol { SetMethod: null };
}
