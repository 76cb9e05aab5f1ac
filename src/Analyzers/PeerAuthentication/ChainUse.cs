using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow;
using SocketSecurity.Analyzers.KnownApis;

namespace SocketSecurity.Analyzers.PeerAuthentication;

/// <summary>
/// What else code does with a chain whose <c>Build</c> result it drops. The chain carries the outcome in its statuses, so
/// code that reads them, or gives the chain away, may still decide.
/// </summary>
internal sealed class ChainUse(Compilation compilation)
{
    private readonly INamedTypeSymbol? _policyErrors = compilation.GetTypeByMetadataName(CertificateTypes.PolicyErrors);

    public bool MayDecide(IInvocationOperation build, ISymbol containingSymbol)
    {
        if (ObjectPath.Of(build.Instance) is not { IsRoot: true } chain)
        {
            return true;
        }

        var method = build.EnclosingMethod(containingSymbol);
        if (chain.Root is not ILocalSymbol && !IsGivenToValidator(chain.Root, method))
        {
            return chain.Root is not null;
        }

        var elementsDecide = ReturnsDecision(method);
        foreach (var operation in build.Body().DescendantsAndSelf())
        {
            if (operation is ILocalReferenceOperation or IParameterReferenceOperation
                && ObjectPath.Of(operation) is { } path
                && path.Equals(chain)
                && IsDeciding(operation, elementsDecide))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// The chain elements exist whether or not the chain is good. Collecting them is no decision; a function that answers
    /// yes or no from them takes an unverified chain for a verified one.
    /// </summary>
    private static bool IsDeciding(IOperation use, bool elementsDecide) => use.Parent switch
    {
        IPropertyReferenceOperation { Property.Name: "ChainStatus" } status => !IsOnlyLogged(status),
        IPropertyReferenceOperation { Property.Name: "ChainElements" } elements => ReadsElementStatus(elements) || !elementsDecide,
        IPropertyReferenceOperation => false,
        IInvocationOperation call => call.Instance != use,
        IArgumentOperation { Parent: IInvocationOperation call } => !LoggingOnly.IsLoggingCall(call),
        ISimpleAssignmentOperation assignment => assignment.Value == use,
        IConditionalAccessOperation access => access.Operation == use && !LoggingOnly.HasNoOtherEffect(access.Parent),
        IBinaryOperation or IIsPatternOperation or IUsingOperation => false,
        _ => true,
    };

    private static bool IsOnlyLogged(IOperation status)
    {
        for (var current = status; current is not null; current = current.Parent)
        {
            switch (current)
            {
                case IForEachLoopOperation loop:
                    return LoggingOnly.HasNoOtherEffect(loop);
                case IExpressionStatementOperation statement:
                    return LoggingOnly.HasNoOtherEffect(statement);
                case IVariableDeclarationGroupOperation or IConditionalOperation { Type: null }:
                    return false;
            }
        }

        return false;
    }

    private static bool ReadsElementStatus(IOperation elements)
    {
        foreach (var operation in elements.Body().DescendantsAndSelf())
        {
            if (operation is IPropertyReferenceOperation { Property.Name: "ChainElementStatus" })
            {
                return true;
            }
        }

        return false;
    }

    private bool IsGivenToValidator(ISymbol? root, IMethodSymbol? method)
    {
        if (root is not IParameterSymbol || method is null || _policyErrors is null)
        {
            return false;
        }

        foreach (var parameter in method.Parameters)
        {
            if (SymbolEqualityComparer.Default.Equals(parameter.Type, _policyErrors))
            {
                return true;
            }
        }

        return false;
    }

    private static bool ReturnsDecision(IMethodSymbol? method) => method?.ReturnType switch
    {
        { SpecialType: SpecialType.System_Boolean } => true,
        INamedTypeSymbol { Name: "Task" or "ValueTask", TypeArguments: [{ SpecialType: SpecialType.System_Boolean }] } => true,
        _ => false,
    };
}
