using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace SocketSecurity.Analyzers.Flow;

/// <summary>
/// What keeps a piece of code out of production, if anything does. A guarded finding is still shown, because guards fail and
/// code is copied, but as information and with its own words.
/// </summary>
internal static class ProductionGuard
{
    private static readonly HashSet<string> TestFrameworks = new(StringComparer.OrdinalIgnoreCase)
    {
        "xunit.core",
        "xunit.v3.core",
        "nunit.framework",
        "Microsoft.VisualStudio.TestPlatform.TestFramework",
        "MSTest.TestFramework",
        "TUnit.Core",
    };

    /// <summary>The guard in words that end a message, or null when nothing guards the operation.</summary>
    public static string? Of(IOperation operation, Compilation compilation)
    {
        if (IsOnlyInDebugBuild(operation.Syntax))
        {
            return "only a DEBUG build contains this";
        }

        if (IsOnlyInDevelopment(operation))
        {
            return "only a development environment runs this";
        }

        return IsTestProject(compilation) ? "this is test code" : null;
    }

    public static bool IsTestProject(Compilation compilation)
    {
        foreach (var assembly in compilation.ReferencedAssemblyNames)
        {
            if (TestFrameworks.Contains(assembly.Name))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The innermost <c>#if</c> arms around the node, read in order: one that needs DEBUG keeps it out of a release.</summary>
    private static bool IsOnlyInDebugBuild(SyntaxNode node)
    {
        var guards = new Stack<bool>();
        var root = node.SyntaxTree.GetRoot();
        for (var directive = root.GetFirstDirective(); directive is not null && directive.SpanStart < node.SpanStart; directive = directive.GetNextDirective())
        {
            switch (directive)
            {
                case IfDirectiveTriviaSyntax @if:
                    guards.Push(RequiresDebug(@if.Condition));
                    break;
                case ElifDirectiveTriviaSyntax elif when guards.Count > 0:
                    guards.Pop();
                    guards.Push(RequiresDebug(elif.Condition));
                    break;
                case ElseDirectiveTriviaSyntax @else when guards.Count > 0:
                    guards.Pop();
                    guards.Push(OppositeRequiresDebug(@else));
                    break;
                case EndIfDirectiveTriviaSyntax when guards.Count > 0:
                    guards.Pop();
                    break;
            }
        }

        return guards.Contains(true);
    }

    private static bool RequiresDebug(ExpressionSyntax condition) => condition switch
    {
        IdentifierNameSyntax { Identifier.Text: "DEBUG" } => true,
        ParenthesizedExpressionSyntax inner => RequiresDebug(inner.Expression),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression } both => RequiresDebug(both.Left) || RequiresDebug(both.Right),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalOrExpression } either => RequiresDebug(either.Left) && RequiresDebug(either.Right),
        _ => false,
    };

    /// <summary>The else of <c>#if !DEBUG</c> or <c>#if RELEASE</c>.</summary>
    private static bool OppositeRequiresDebug(ElseDirectiveTriviaSyntax @else)
    {
        var opening = @else.GetRelatedDirectives().FirstOrDefault();
        return opening is IfDirectiveTriviaSyntax
        {
            Condition: PrefixUnaryExpressionSyntax { Operand: IdentifierNameSyntax { Identifier.Text: "DEBUG" } } or IdentifierNameSyntax { Identifier.Text: "RELEASE" },
        };
    }

    private static bool IsOnlyInDevelopment(IOperation operation)
    {
        for (var child = operation; child.Parent is { } parent; child = parent)
        {
            switch (parent)
            {
                case IConditionalOperation conditional when ReferenceEquals(child, conditional.WhenTrue) && AsksForDevelopment(conditional.Condition, expected: true):
                case IConditionalOperation opposite when ReferenceEquals(child, opposite.WhenFalse) && AsksForDevelopment(opposite.Condition, expected: false):
                    return true;
            }
        }

        return false;
    }

    private static bool AsksForDevelopment(IOperation condition, bool expected) => condition switch
    {
        IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } opposite => AsksForDevelopment(opposite.Operand, !expected),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd } both when expected
            => AsksForDevelopment(both.LeftOperand, true) || AsksForDevelopment(both.RightOperand, true),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalOr } either when !expected
            => AsksForDevelopment(either.LeftOperand, false) || AsksForDevelopment(either.RightOperand, false),
        IInvocationOperation { TargetMethod.Name: "IsDevelopment" } => expected,
        IPropertyReferenceOperation { Property.Name: "IsDevelopment" } => expected,
        IInvocationOperation { TargetMethod.Name: "IsProduction" } => !expected,
        _ => false,
    };
}
