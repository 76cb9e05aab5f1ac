using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SocketSecurity.Analyzers.Flow.PolicyErrors;

/// <summary>
/// Variables from outside the validator: fields, properties and captured variables that somebody configured. Constant where
/// nothing ever writes them; otherwise they remember their default, because a default that accepts is what most users get.
/// </summary>
internal sealed class Settings
{
    public const string NullTestPrefix = "isnull(";

    private readonly ConcurrentDictionary<ISymbol, (bool IsConstant, object? Value)> _constants = new(SymbolEqualityComparer.Default);

    public AbstractValue Read(ISymbol member, SymbolicValue? instance = null)
    {
        var (isConstant, constant) = _constants.GetOrAdd(member, FindConstant);
        if (isConstant)
        {
            return KnownValue.FromConstant(constant);
        }

        var key = instance is null or { Key: "this" } ? member.Name : instance.Key + "." + member.Name;
        return new SymbolicValue(key, ValueSources.Setting, Setting: member);
    }

    /// <summary>
    /// Whether the answer that accepts is the one that holds when nobody sets the setting: true, false, or null when the
    /// source does not say.
    /// </summary>
    public static bool? AcceptsByDefault(Answer answer)
    {
        switch (answer.Question.Setting)
        {
            case IParameterSymbol { HasExplicitDefaultValue: true } parameter when IsPlain(answer, parameter.Name):
                return parameter.ExplicitDefaultValue is bool value ? value == answer.IsTrue : null;

            case (IFieldSymbol or IPropertySymbol { IsIndexer: false }) and { } member when DeclaredTypes.TypeOf(member) is { } type:
                if (answer.Question.Key.StartsWith(NullTestPrefix, StringComparison.Ordinal))
                {
                    return type.IsReferenceType && HasKnownDefault(member, out var initial) ? initial is null == answer.IsTrue : null;
                }

                return type.SpecialType == SpecialType.System_Boolean && IsPlain(answer, member.Name) && HasKnownDefault(member, out var start)
                    ? (start is InitialTrue) == answer.IsTrue
                    : null;

            default:
                return null;
        }
    }

    private static readonly object InitialTrueMarker = new InitialTrue();

    private sealed class InitialTrue;

    /// <summary>The question is the setting itself, not something computed from it.</summary>
    private static bool IsPlain(Answer answer, string name) =>
        answer.Question.Key == name
        || answer.Question.Key == "parameter " + name
        || answer.Question.Key.EndsWith("." + name, StringComparison.Ordinal);

    private static bool HasKnownDefault(ISymbol member, out object? initial)
    {
        initial = null;
        if (member.DeclaringSyntaxReferences is not [var declaration] || member.IsAbstract)
        {
            return false;
        }

        ExpressionSyntax? initializer;
        switch (declaration.GetSyntax())
        {
            case VariableDeclaratorSyntax field:
                initializer = field.Initializer?.Value;
                break;
            case PropertyDeclarationSyntax { ExpressionBody: null } property when property.AccessorList?.Accessors.All(a => a.Body is null && a.ExpressionBody is null) == true:
                initializer = property.Initializer?.Value;
                break;
            default:
                return false;
        }

        if (AssignedInConstructor(member))
        {
            return false;
        }

        switch (initializer)
        {
            case null:
            case { RawKind: (int)SyntaxKind.FalseLiteralExpression or (int)SyntaxKind.NullLiteralExpression or (int)SyntaxKind.DefaultLiteralExpression }:
                return true;
            case { RawKind: (int)SyntaxKind.TrueLiteralExpression }:
                initial = InitialTrueMarker;
                return true;
            default:
                initial = initializer;
                return DeclaredTypes.TypeOf(member)?.IsReferenceType == true;
        }
    }

    private static bool AssignedInConstructor(ISymbol member)
    {
        foreach (var constructor in member.ContainingType.Constructors)
        {
            foreach (var reference in constructor.DeclaringSyntaxReferences)
            {
                foreach (var assignment in reference.GetSyntax().DescendantNodes().OfType<AssignmentExpressionSyntax>())
                {
                    if (NameOf(assignment.Left) == member.Name)
                    {
                        return true;
                    }
                }
            }
        }

        return false;
    }

    private static (bool IsConstant, object? Value) FindConstant(ISymbol symbol)
    {
        switch (symbol)
        {
            case IFieldSymbol { HasConstantValue: true } constant:
                return (true, constant.ConstantValue);
            case ILocalSymbol { HasConstantValue: true } constant:
                return (true, constant.ConstantValue);
            case IFieldSymbol { IsReadOnly: true } field when !AssignedInConstructor(field):
                return LiteralOf(field);
            case IPropertySymbol { SetMethod: null, IsVirtual: false, IsAbstract: false, IsOverride: false } property:
                return LiteralOf(property);
            case ILocalSymbol local when !IsWritten(local):
                return LiteralOf(local);
            default:
                return (false, null);
        }
    }

    private static (bool IsConstant, object? Value) LiteralOf(ISymbol symbol)
    {
        if (symbol.DeclaringSyntaxReferences is not [var declaration])
        {
            return (false, null);
        }

        var value = declaration.GetSyntax() switch
        {
            VariableDeclaratorSyntax variable => variable.Initializer?.Value,
            PropertyDeclarationSyntax { ExpressionBody: { } body } => body.Expression,
            PropertyDeclarationSyntax { AccessorList.Accessors: [{ RawKind: (int)SyntaxKind.GetAccessorDeclaration, Body: null, ExpressionBody: null }] } property
                => property.Initializer?.Value,
            _ => null,
        };

        return value?.Kind() switch
        {
            SyntaxKind.TrueLiteralExpression => (true, true),
            SyntaxKind.FalseLiteralExpression => (true, false),
            SyntaxKind.NullLiteralExpression when symbol is not IPropertySymbol => (true, null),
            _ => (false, null),
        };
    }

    private static bool IsWritten(ILocalSymbol local)
    {
        if (local.DeclaringSyntaxReferences is not [var declaration])
        {
            return true;
        }

        var body = declaration.GetSyntax().Ancestors().FirstOrDefault(node => node is MemberDeclarationSyntax and not GlobalStatementSyntax or CompilationUnitSyntax);
        return body is null || body.DescendantNodes().Any(node => node switch
        {
            AssignmentExpressionSyntax assignment => assignment.Left.DescendantNodesAndSelf().Any(part => part is IdentifierNameSyntax name && name.Identifier.Text == local.Name),
            ArgumentSyntax { RefKindKeyword.RawKind: not (int)SyntaxKind.None } argument => NameOf(argument.Expression) == local.Name,
            _ => false,
        });
    }

    private static string? NameOf(ExpressionSyntax expression) => expression switch
    {
        IdentifierNameSyntax name => name.Identifier.Text,
        MemberAccessExpressionSyntax access => access.Name.Identifier.Text,
        _ => null,
    };
}
