using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace SocketSecurity.Analyzers.Flow;

/// <summary>The arms of <c>#if</c> in a file that only a DEBUG build contains. A file's directives are read once.</summary>
internal sealed class DebugOnlyCode
{
    private static readonly ConditionalWeakTable<SyntaxTree, DebugOnlyCode> OfTrees = new();

    private readonly List<TextSpan> _spans = [];

    private DebugOnlyCode(SyntaxTree tree)
    {
        var root = tree.GetRoot();
        if (!root.ContainsDirectives)
        {
            return;
        }

        // Where each open arm began, and whether it needs DEBUG.
        var arms = new Stack<(int Start, bool IsDebug)>();
        for (var directive = root.GetFirstDirective(); directive is not null; directive = directive.GetNextDirective())
        {
            switch (directive)
            {
                case IfDirectiveTriviaSyntax @if:
                    arms.Push((directive.SpanStart, RequiresDebug(@if.Condition)));
                    break;
                case ElifDirectiveTriviaSyntax elif when arms.Count > 0:
                    Close(directive);
                    arms.Push((directive.SpanStart, RequiresDebug(elif.Condition)));
                    break;
                case ElseDirectiveTriviaSyntax @else when arms.Count > 0:
                    Close(directive);
                    arms.Push((directive.SpanStart, OppositeRequiresDebug(@else)));
                    break;
                case EndIfDirectiveTriviaSyntax when arms.Count > 0:
                    Close(directive);
                    break;
            }
        }

        // A half-typed file may not close what it opened.
        while (arms.Count > 0)
        {
            CloseAt(root.FullSpan.End);
        }

        void Close(DirectiveTriviaSyntax directive) => CloseAt(directive.SpanStart);

        void CloseAt(int end)
        {
            var (start, isDebug) = arms.Pop();
            if (isDebug)
            {
                _spans.Add(TextSpan.FromBounds(start, end));
            }
        }
    }

    public static DebugOnlyCode Of(SyntaxTree tree) => OfTrees.GetValue(tree, key => new DebugOnlyCode(key));

    public bool Contains(int position)
    {
        foreach (var span in _spans)
        {
            if (span.Contains(position))
            {
                return true;
            }
        }

        return false;
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
}
