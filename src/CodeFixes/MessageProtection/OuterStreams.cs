using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow;

namespace SocketSecurity.Analyzers.CodeFixes.MessageProtection;

/// <summary>
/// The streams of a method whose bytes are outside it, and that its cipher works on: parameters and opened files that a
/// <c>CryptoStream</c> is put over, or that are copied into one or out of one.
/// </summary>
internal static class OuterStreams
{
    public static HashSet<ISymbol> Of(IOperation body)
    {
        var parts = body.Descendants().ToList();
        var inner = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (var part in parts)
        {
            var (variable, value) = part switch
            {
                IVariableDeclaratorOperation declarator => (declarator.Symbol, (declarator.Initializer ?? (declarator.Parent as IVariableDeclarationOperation)?.Initializer)?.Value),
                ISimpleAssignmentOperation assignment => (CipherTypes.Named(assignment.Target), assignment.Value),
                _ => (null, null),
            };
            if (variable is not null && value?.WithoutConversions() is IObjectCreationOperation { Type.Name: "MemoryStream" or "CryptoStream" })
            {
                inner.Add(variable);
            }
        }

        var streams = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (var part in parts)
        {
            switch (part)
            {
                case IObjectCreationOperation { Type.Name: "CryptoStream", Arguments: [var over, ..] }:
                    Add(over.Value);
                    break;
                case IInvocationOperation { TargetMethod.Name: "CopyTo" or "CopyToAsync", Instance: { } source, Arguments: [var destination, ..] }
                    when IsCrypto(source) || IsCrypto(destination.Value):
                    Add(source);
                    Add(destination.Value);
                    break;
                case IWhileLoopOperation loop when CopyLoop.Of(loop) is { } copy && (IsCrypto(copy.Source) || IsCrypto(copy.Destination)):
                    Add(copy.Source);
                    Add(copy.Destination);
                    break;
            }
        }

        return streams;

        void Add(IOperation operation)
        {
            if (operation.WithoutConversions() is ILocalReferenceOperation or IParameterReferenceOperation { Parameter.RefKind: RefKind.None }
                && CipherTypes.Named(operation) is { } variable && !inner.Contains(variable) && IsStream(operation.WithoutConversions().Type))
            {
                streams.Add(variable);
            }
        }

        bool IsCrypto(IOperation operation) =>
            operation.WithoutConversions().Type?.Name == "CryptoStream" || (CipherTypes.Named(operation) is { } variable && inner.Contains(variable));
    }

    /// <summary>Whether a stream, or an algorithm that was given, is only asked what it is: whether it is null, and what it can do.</summary>
    public static bool IsGuard(IOperation variable)
    {
        if (!IsStream(variable.Type) && !(variable is IParameterReferenceOperation && CipherTypes.IsAlgorithm(variable.Type)))
        {
            return false;
        }

        var user = variable.Parent;
        while (user is IConversionOperation or IArgumentOperation)
        {
            user = user.Parent;
        }

        return user is INameOfOperation
            or IPropertyReferenceOperation { Property.Name: "CanRead" or "CanWrite" or "CanSeek" or "Length" }
            or IIsPatternOperation { Pattern: IConstantPatternOperation or INegatedPatternOperation { Pattern: IConstantPatternOperation } }
            or IBinaryOperation { LeftOperand.ConstantValue: { HasValue: true, Value: null } }
            or IBinaryOperation { RightOperand.ConstantValue: { HasValue: true, Value: null } }
            or IInvocationOperation { TargetMethod: { Name: "ThrowIfNull", ContainingType.Name: "ArgumentNullException" } };
    }

    private static bool IsStream(ITypeSymbol? type)
    {
        for (; type is not null; type = type.BaseType)
        {
            if (type.Name == "Stream" && type.ToDisplayString() == "System.IO.Stream")
            {
                return true;
            }
        }

        return false;
    }
}
