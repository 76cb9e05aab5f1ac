using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow;
using SocketSecurity.Analyzers.MessageProtection;

namespace SocketSecurity.Analyzers.CodeFixes.MessageProtection;

/// <summary>Questions about types and arguments that reading a cipher method asks again and again.</summary>
internal static class CipherTypes
{
    public static bool IsAlgorithm(ITypeSymbol? type)
    {
        for (; type is not null; type = type.BaseType)
        {
            if (type.Name == "SymmetricAlgorithm" && type.ToDisplayString() == CipherApis.SymmetricAlgorithmType)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A new algorithm of the framework with its own sizes; null for every other expression.</summary>
    public static CipherValue.Algorithm? Created(IOperation value)
    {
        if (value is not (IObjectCreationOperation or IInvocationOperation { TargetMethod: { Name: "Create", IsStatic: true, Parameters.IsEmpty: true } })
            || !IsAlgorithm(value.Type)
            || !value.Type!.DeclaringSyntaxReferences.IsEmpty)
        {
            return null;
        }

        return OfType(value.Type);
    }

    /// <summary>An algorithm of this type with its own sizes; null where the type does not say them.</summary>
    public static CipherValue.Algorithm? OfType(ITypeSymbol? type)
    {
        for (; type is not null; type = type.BaseType)
        {
            switch (type.Name)
            {
                case "Aes" or "Rijndael":
                    return new CipherValue.Algorithm { KeyBits = 256, BlockBits = 128 };
                case "DES":
                    return new CipherValue.Algorithm { KeyBits = 64, BlockBits = 64 };
                case "TripleDES":
                    return new CipherValue.Algorithm { KeyBits = 192, BlockBits = 64 };
                case "RC2":
                    return new CipherValue.Algorithm { KeyBits = 128, BlockBits = 64 };
            }
        }

        return null;
    }

    public static bool IsBytes(ITypeSymbol? type) => type is IArrayTypeSymbol { Rank: 1, ElementType.SpecialType: SpecialType.System_Byte };

    /// <summary>The variable or member that the expression names; null for all other expressions.</summary>
    public static ISymbol? Named(IOperation? expression) => expression?.WithoutConversions() switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        IFieldReferenceOperation field => field.Field,
        IPropertyReferenceOperation { Arguments.IsEmpty: true } property => property.Property,
        _ => null,
    };

    /// <summary>What a span or memory was made of by conversion; the expression itself where it was not.</summary>
    public static IOperation Spanned(IOperation expression) =>
        expression.WithoutConversions() is IConversionOperation { OperatorMethod: not null } conversion ? conversion.Operand.WithoutConversions() : expression.WithoutConversions();

    /// <summary>The array that is passed whole: as it is, or as a span or memory of all of it.</summary>
    public static IOperation ArrayOf(IOperation argument)
    {
        var value = Spanned(argument);
        return value is IInvocationOperation { TargetMethod.Name: "AsMemory" or "AsSpan", Arguments: var arguments }
            && (arguments.Length == 1 || (arguments.Length == 3 && IsWhole(arguments[0].Value, arguments[1].Value, arguments[2].Value)))
            ? arguments[0].Value.WithoutConversions()
            : value;
    }

    public static bool Same(ISymbol? left, ISymbol? right) => left is not null && SymbolEqualityComparer.Default.Equals(left, right);

    /// <summary>Whether the three arguments are a whole array: it, zero, and its length.</summary>
    public static bool IsWhole(IOperation array, IOperation offset, IOperation count) =>
        offset.ConstantValue is { HasValue: true, Value: 0 }
        && count.WithoutConversions() is IPropertyReferenceOperation { Property.Name: "Length", Instance: { } counted }
        && Same(Named(array), Named(counted));
}

/// <summary>Some part of the method is not understood, so nothing of it is changed.</summary>
internal sealed class NotUnderstoodException : Exception;
