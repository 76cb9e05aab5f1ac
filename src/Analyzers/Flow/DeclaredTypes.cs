using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SocketSecurity.Analyzers.Flow.Origins;

namespace SocketSecurity.Analyzers.Flow;

/// <summary>
/// The type of an expression as declarations tell it: of the local, parameter, field, property or method that it names. Nothing of a
/// body is bound, which is what costs; where declarations do not tell, there is no answer.
/// </summary>
internal sealed class DeclaredTypes(SourceModels models)
{
    /// <summary>Locals made from locals, and calls on what calls result in, are followed this far.</summary>
    private const int MaximumSteps = 6;

    /// <summary>The type; for the name of a type, that type; null when it is not known. It may be an error type.</summary>
    public ITypeSymbol? Of(ExpressionSyntax expression, CancellationToken cancellationToken) => Of(expression, MaximumSteps, cancellationToken);

    /// <summary>The type that a declaration, creation or cast names; null when it is not known.</summary>
    public ITypeSymbol? Of(TypeSyntax name)
    {
        if (name.IsVar || IsOfMethod(name))
        {
            return null;
        }

        // Looked up where the members of the type stand: inside of a method, even the question where one is could bind a body.
        var around = name.FirstAncestorOrSelf<TypeDeclarationSyntax>(type => type.OpenBraceToken.Span.End <= name.SpanStart);
        return models.For(name, near: null).GetSpeculativeTypeInfo(
            around?.OpenBraceToken.SpanStart ?? name.SpanStart, name, SpeculativeBindingOption.BindAsTypeOrNamespace).Type;
    }

    /// <summary>The type whose body the node stands in; null for a program without one.</summary>
    public INamedTypeSymbol? Around(SyntaxNode node, CancellationToken cancellationToken) =>
        node.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } type
            ? models.For(type, near: null).GetDeclaredSymbol(type, cancellationToken)
            : null;

    /// <summary>The type, what it derives from and what it implements.</summary>
    public static IEnumerable<ITypeSymbol> WithBases(ITypeSymbol type) => Bases(type).Concat(type.AllInterfaces);

    /// <summary>What a field or property holds, and a type itself; null for every other member.</summary>
    public static ITypeSymbol? TypeOf(ISymbol member) => member switch
    {
        IFieldSymbol field => field.Type,
        IPropertySymbol property => property.Type,
        INamedTypeSymbol type => type,
        _ => null,
    };

    private static IEnumerable<ITypeSymbol> Bases(ITypeSymbol type)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            yield return current;
        }
    }

    private ITypeSymbol? Of(ExpressionSyntax expression, int steps, CancellationToken cancellationToken)
    {
        if (steps == 0)
        {
            return null;
        }

        switch (expression)
        {
            case ParenthesizedExpressionSyntax parenthesized:
                return Of(parenthesized.Expression, steps, cancellationToken);
            case PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } suppressed:
                return Of(suppressed.Operand, steps, cancellationToken);
            case AwaitExpressionSyntax { Expression: var task }:
                return Of(task, steps - 1, cancellationToken) is INamedTypeSymbol { Name: "Task" or "ValueTask", TypeArguments: [var result] } ? result : null;
            case ThisExpressionSyntax:
                return Around(expression, cancellationToken);
            case BaseExpressionSyntax:
                return Around(expression, cancellationToken)?.BaseType;
            case ObjectCreationExpressionSyntax creation:
                return Of(creation.Type);
            case CastExpressionSyntax cast:
                return Of(cast.Type);
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AsExpression, Right: TypeSyntax type }:
                return Of(type);
            case PredefinedTypeSyntax predefined:
                return Of(predefined);
            case InvocationExpressionSyntax call:
                return OfResult(call, steps - 1, cancellationToken);
            case MemberAccessExpressionSyntax { RawKind: (int)SyntaxKind.SimpleMemberAccessExpression } access:
                return OfAccess(access, steps - 1, cancellationToken);
            case IdentifierNameSyntax name:
                return OfName(name, steps - 1, cancellationToken);
            default:
                return null;
        }
    }

    private ITypeSymbol? OfName(IdentifierNameSyntax name, int steps, CancellationToken cancellationToken)
    {
        if (Declarations(name, cancellationToken) is { Count: > 0 } declarations)
        {
            return Common(declarations.Select(declaration => OfDeclaration(declaration, steps, cancellationToken)));
        }

        for (var type = Around(name, cancellationToken); type is not null; type = type.ContainingType)
        {
            if (MembersOf(type, name.Identifier.ValueText) is { Count: > 0 } members)
            {
                return Common(members.Select(TypeOf));
            }
        }

        return Of(name) is { TypeKind: not TypeKind.Error } named ? named : null;
    }

    private ITypeSymbol? OfAccess(MemberAccessExpressionSyntax access, int steps, CancellationToken cancellationToken) =>
        access.Name is IdentifierNameSyntax name && Of(access.Expression, steps, cancellationToken) is { } type
            ? Common(MembersOf(type, name.Identifier.ValueText).Select(TypeOf))
            : null;

    /// <summary>What a call results in, when all methods of the name result in the same.</summary>
    private ITypeSymbol? OfResult(InvocationExpressionSyntax call, int steps, CancellationToken cancellationToken)
    {
        switch (call.Expression)
        {
            case MemberAccessExpressionSyntax { Name: IdentifierNameSyntax name } access:
                return Of(access.Expression, steps, cancellationToken) is { } type ? ResultOf(MembersOf(type, name.Identifier.ValueText)) : null;
            case IdentifierNameSyntax name when Declarations(name, cancellationToken).Count == 0:
                for (var around = Around(call, cancellationToken); around is not null; around = around.ContainingType)
                {
                    if (MembersOf(around, name.Identifier.ValueText) is { Count: > 0 } members)
                    {
                        return ResultOf(members);
                    }
                }

                return null;
            default:
                return null;
        }

        static ITypeSymbol? ResultOf(IEnumerable<ISymbol> members) =>
            Common(members.Select(static member => member is IMethodSymbol { IsGenericMethod: false, ReturnsVoid: false } method ? method.ReturnType : null));
    }

    /// <summary>Where the name is declared in the body it stands in, or as a parameter of a type around it.</summary>
    private static List<SyntaxNode> Declarations(IdentifierNameSyntax name, CancellationToken cancellationToken)
    {
        var text = name.Identifier.ValueText;
        var body = NamesOfBody.BodyAround(name);
        List<SyntaxNode> found = [.. new NamesOfBody(body, cancellationToken).DeclarationsOf(text)];
        foreach (var type in body.AncestorsAndSelf().OfType<TypeDeclarationSyntax>())
        {
            found.AddRange(type.ParameterList?.Parameters.Where(parameter => parameter.Identifier.ValueText == text && !found.Contains(parameter)) ?? []);
        }

        return found;
    }

    private ITypeSymbol? OfDeclaration(SyntaxNode declaration, int steps, CancellationToken cancellationToken) => declaration switch
    {
        VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Type: var type } } when !type.IsVar => Of(type),
        VariableDeclaratorSyntax { Initializer.Value: var value } => Of(value, steps, cancellationToken),
        ParameterSyntax { Type: { } type, Modifiers: var modifiers } when !modifiers.Any(SyntaxKind.ParamsKeyword) => Of(type),
        ForEachStatementSyntax { Type: var type } => Of(type),
        CatchDeclarationSyntax { Type: var type } => Of(type),
        SingleVariableDesignationSyntax { Parent: DeclarationExpressionSyntax { Type: var type } } => Of(type),
        SingleVariableDesignationSyntax { Parent: DeclarationPatternSyntax { Type: var type } } => Of(type),
        _ => null,
    };

    /// <summary>What the name can stand for on the type: a field, property or type of the nearest base that has one, or methods of all.</summary>
    private static List<ISymbol> MembersOf(ITypeSymbol type, string name)
    {
        var found = new List<ISymbol>();
        foreach (var declaring in type.TypeKind == TypeKind.Interface ? WithBases(type) : Bases(type))
        {
            foreach (var member in declaring.GetMembers(name))
            {
                if (member.DeclaredAccessibility != Accessibility.Private || SymbolEqualityComparer.Default.Equals(declaring, type))
                {
                    found.Add(member);
                }
            }

            if (found is [not IMethodSymbol, ..])
            {
                break;
            }
        }

        return found;
    }

    /// <summary>The one type that all are; null when one is not known.</summary>
    private static ITypeSymbol? Common(IEnumerable<ITypeSymbol?> types)
    {
        ITypeSymbol? common = null;
        foreach (var type in types)
        {
            if (type is null || (common is not null && !SymbolEqualityComparer.Default.Equals(common, type)))
            {
                return null;
            }

            common = type;
        }

        return common;
    }

    /// <summary>Whether the name is, or holds, a type parameter of a method around it, which no lookup outside of the method finds.</summary>
    private static bool IsOfMethod(TypeSyntax name)
    {
        foreach (var node in name.Ancestors())
        {
            var parameters = node switch
            {
                MethodDeclarationSyntax method => method.TypeParameterList,
                LocalFunctionStatementSyntax function => function.TypeParameterList,
                _ => null,
            };
            if (parameters is not null
                && name.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Any(part => parameters.Parameters.Any(parameter => parameter.Identifier.ValueText == part.Identifier.ValueText)))
            {
                return true;
            }
        }

        return false;
    }
}
