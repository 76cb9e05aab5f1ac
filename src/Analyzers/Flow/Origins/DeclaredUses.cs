using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SocketSecurity.Analyzers.Flow.Origins;

/// <summary>
/// Whether a call or assignment can be of certain members, as the declared type of what it is called on tells: names such as
/// <c>Password</c> and <c>Create</c> occur everywhere, and binding a body to see whose they are is what costs.
/// </summary>
/// <remarks>It errs towards yes: a yes costs binding a method, a wrong no would cost a finding.</remarks>
internal sealed class DeclaredUses(SourceModels models)
{
    private readonly DeclaredTypes _types = new(models);

    /// <param name="use">A call, creation or assignment.</param>
    /// <param name="isSought">Whether a member is one of those in question.</param>
    /// <param name="cancellationToken">Ends the work when the analysis is no longer wanted.</param>
    public bool MayBeOf(SyntaxNode use, Func<ISymbol, bool> isSought, CancellationToken cancellationToken)
    {
        var member = use switch
        {
            InvocationExpressionSyntax call => call.Expression,
            AssignmentExpressionSyntax assignment => assignment.Left,
            _ => null,
        };
        return member switch
        {
            MemberAccessExpressionSyntax access => MayHave(_types.Of(access.Expression, cancellationToken), access.Name, isSought),
            IdentifierNameSyntax { Parent: AssignmentExpressionSyntax { Parent: InitializerExpressionSyntax initializer } } name =>
                MayHave(Created(initializer), name, isSought),
            IdentifierNameSyntax name => MayHaveAround(name, isSought, cancellationToken),
            _ => true,
        };
    }

    private ITypeSymbol? Created(InitializerExpressionSyntax initializer) =>
        initializer.Parent is ObjectCreationExpressionSyntax creation ? _types.Of(creation.Type) : null;

    private static bool MayHave(ITypeSymbol? type, SimpleNameSyntax name, Func<ISymbol, bool> isSought) =>
        type is null or ITypeParameterSymbol || DeclaredTypes.WithBases(type).Any(declaring => declaring.GetMembers(name.Identifier.ValueText).Any(isSought));

    /// <summary>A member without what it is called on belongs to a type around it, or to what a using directive brings in.</summary>
    private bool MayHaveAround(SimpleNameSyntax name, Func<ISymbol, bool> isSought, CancellationToken cancellationToken)
    {
        var isKnown = false;
        for (var type = _types.Around(name, cancellationToken); type is not null; type = type.ContainingType)
        {
            foreach (var member in DeclaredTypes.WithBases(type).SelectMany(declaring => declaring.GetMembers(name.Identifier.ValueText)))
            {
                if (isSought(member))
                {
                    return true;
                }

                isKnown = true;
            }
        }

        return !isKnown;
    }
}
