using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SocketSecurity.Tool.Analysis;

/// <summary>One arm of an <c>#if</c>, with the conditions under which the compiler sees it.</summary>
internal sealed class ConditionalArm
{
    private readonly ImmutableArray<(ExpressionSyntax Condition, bool Expected)> _conditions;
    private readonly ImmutableDictionary<string, bool> _fixedSymbols;

    private ConditionalArm(
        ImmutableArray<(ExpressionSyntax Condition, bool Expected)> conditions, ImmutableDictionary<string, bool> fixedSymbols)
    {
        _conditions = conditions;
        _fixedSymbols = fixedSymbols;
        Symbols =
        [
            .. conditions
                .SelectMany(part => part.Condition.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>())
                .Select(name => name.Identifier.ValueText)
                .Where(name => !fixedSymbols.ContainsKey(name))
                .Distinct(StringComparer.Ordinal),
        ];
    }

    /// <summary>The symbols that decide over the arm and can be set from outside.</summary>
    public ImmutableArray<string> Symbols { get; }

    /// <summary>All arms of a file, the arms of conditions with no <c>#else</c> included.</summary>
    public static IEnumerable<ConditionalArm> Of(CompilationUnitSyntax root)
    {
        var fixedSymbols = ImmutableDictionary<string, bool>.Empty;
        var open = new Stack<List<(ExpressionSyntax Condition, bool Expected)>>();
        for (var directive = root.GetFirstDirective(); directive is not null; directive = directive.GetNextDirective())
        {
            switch (directive)
            {
                case DefineDirectiveTriviaSyntax define:
                    fixedSymbols = fixedSymbols.SetItem(define.Name.ValueText, true);
                    break;
                case UndefDirectiveTriviaSyntax undefine:
                    fixedSymbols = fixedSymbols.SetItem(undefine.Name.ValueText, false);
                    break;
                case IfDirectiveTriviaSyntax first:
                    open.Push([(first.Condition, true)]);
                    yield return Arm();
                    break;
                case ElifDirectiveTriviaSyntax next when open.Count > 0:
                    Deny(open.Peek());
                    open.Peek().Add((next.Condition, true));
                    yield return Arm();
                    break;
                case ElseDirectiveTriviaSyntax when open.Count > 0:
                    Deny(open.Peek());
                    yield return Arm();
                    break;
                case EndIfDirectiveTriviaSyntax when open.Count > 0:
                    open.Pop();
                    break;
            }
        }

        ConditionalArm Arm() => new([.. open.SelectMany(conditions => conditions)], fixedSymbols);
    }

    /// <summary>Whether the compiler sees the arm when exactly these symbols are set.</summary>
    public bool IsSeen(IReadOnlySet<string> symbols)
    {
        foreach (var (condition, expected) in _conditions)
        {
            if (IsTrue(condition, symbols) != expected)
            {
                return false;
            }
        }

        return true;
    }

    private static void Deny(List<(ExpressionSyntax Condition, bool Expected)> conditions) =>
        conditions[^1] = (conditions[^1].Condition, false);

    private bool IsTrue(ExpressionSyntax condition, IReadOnlySet<string> symbols) => condition switch
    {
        IdentifierNameSyntax name => _fixedSymbols.TryGetValue(name.Identifier.ValueText, out var set)
            ? set
            : symbols.Contains(name.Identifier.ValueText),
        ParenthesizedExpressionSyntax inner => IsTrue(inner.Expression, symbols),
        PrefixUnaryExpressionSyntax negation => !IsTrue(negation.Operand, symbols),
        BinaryExpressionSyntax binary => binary.Kind() switch
        {
            SyntaxKind.LogicalAndExpression => IsTrue(binary.Left, symbols) && IsTrue(binary.Right, symbols),
            SyntaxKind.LogicalOrExpression => IsTrue(binary.Left, symbols) || IsTrue(binary.Right, symbols),
            SyntaxKind.EqualsExpression => IsTrue(binary.Left, symbols) == IsTrue(binary.Right, symbols),
            SyntaxKind.NotEqualsExpression => IsTrue(binary.Left, symbols) != IsTrue(binary.Right, symbols),
            _ => false,
        },
        _ => condition.IsKind(SyntaxKind.TrueLiteralExpression),
    };
}
