using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow;

namespace SocketSecurity.Analyzers.PeerAuthentication;

/// <summary>Whether a certificate context ends up as a server's: it is the same type that clients present their certificate with.</summary>
internal static class ServerContextUse
{
    private const string ServerProperty = "ServerCertificateContext";

    public static bool IsForServer(IOperation context, CancellationToken cancellationToken)
    {
        while (context.Parent is IConversionOperation or IParenthesizedOperation or IConditionalOperation or ICoalesceOperation)
        {
            context = context.Parent;
        }

        return context.Parent switch
        {
            ISimpleAssignmentOperation assignment => IsServerTarget(assignment.Target, context, cancellationToken),
            ICoalesceAssignmentOperation assignment => IsServerTarget(assignment.Target, context, cancellationToken),
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } => AnyReadIsForServer(declarator.Symbol, context),
            IFieldInitializerOperation { InitializedFields: [var field] } => IsAssignedInFile(field.Name, context, cancellationToken),
            IPropertyInitializerOperation { InitializedProperties: [var property] } => IsAssignedInFile(property.Name, context, cancellationToken),
            _ => false,
        };
    }

    private static bool IsServerTarget(IOperation target, IOperation context, CancellationToken cancellationToken) => target switch
    {
        IPropertyReferenceOperation { Property.Name: ServerProperty } => true,
        ILocalReferenceOperation local => AnyReadIsForServer(local.Local, context),
        IMemberReferenceOperation member => IsAssignedInFile(member.Member.Name, context, cancellationToken),
        _ => false,
    };

    private static bool AnyReadIsForServer(ILocalSymbol local, IOperation context)
    {
        foreach (var operation in context.Body().DescendantsAndSelf())
        {
            if (operation is ILocalReferenceOperation read
                && SymbolEqualityComparer.Default.Equals(read.Local, local)
                && read.Parent is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: ServerProperty } })
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A member is filled in one method and used in another; both stand in one file where the type is not partial.</summary>
    private static bool IsAssignedInFile(string member, IOperation context, CancellationToken cancellationToken)
    {
        foreach (var node in context.Syntax.SyntaxTree.GetRoot(cancellationToken).DescendantNodes())
        {
            if (node is AssignmentExpressionSyntax assignment && NameOf(assignment.Left) == ServerProperty && NameOf(assignment.Right) == member)
            {
                return true;
            }
        }

        return false;
    }

    private static string? NameOf(ExpressionSyntax expression) => expression switch
    {
        IdentifierNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
        _ => null,
    };
}
