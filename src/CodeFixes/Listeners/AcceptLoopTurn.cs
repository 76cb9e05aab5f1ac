using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SocketSecurity.Analyzers.CodeFixes.Listeners;

/// <summary>One turn of a loop that accepts clients.</summary>
internal static class AcceptLoopTurn
{
    /// <summary>The body of the loop around a place, within its function.</summary>
    public static BlockSyntax? Around(SyntaxNode place)
    {
        for (var node = place.Parent; node is not null and not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MemberDeclarationSyntax { RawKind: not (int)SyntaxKind.GlobalStatement }); node = node.Parent)
        {
            if (node is BlockSyntax { Parent: WhileStatementSyntax or ForStatementSyntax or DoStatementSyntax } body)
            {
                return body;
            }
        }

        return null;
    }

    /// <summary>Whether the statements from an index on can run on their own, beside the next turn.</summary>
    public static bool CanBeMoved(BlockSyntax body, int first, SemanticModel model)
    {
        var statements = body.Statements.Skip(first).ToList();
        if (statements.Count == 0 || statements.Any(DecidesAboutLoop))
        {
            return false;
        }

        var flow = model.AnalyzeDataFlow(statements[0], statements[^1]);
        return flow is { Succeeded: true }
            && flow.DataFlowsOut.IsEmpty
            && flow.WrittenInside.All(variable => flow.VariablesDeclared.Contains(variable))
            && flow.ReadInside.All(variable => variable is not IParameterSymbol { RefKind: not RefKind.None } and not ILocalSymbol { RefKind: not RefKind.None });
    }

    private static bool DecidesAboutLoop(StatementSyntax statement)
    {
        foreach (var node in statement.DescendantNodesAndSelf(node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)))
        {
            switch (node)
            {
                case ReturnStatementSyntax or YieldStatementSyntax or GotoStatementSyntax or LabeledStatementSyntax:
                case ContinueStatementSyntax or BreakStatementSyntax when IsOfOuterLoop(node, statement):
                    return true;
            }
        }

        return false;
    }

    private static bool IsOfOuterLoop(SyntaxNode jump, StatementSyntax statement)
    {
        for (var node = jump.Parent; node is not null && statement.FullSpan.Contains(node.FullSpan); node = node.Parent)
        {
            if (node is WhileStatementSyntax or ForStatementSyntax or DoStatementSyntax or CommonForEachStatementSyntax
                || (node is SwitchStatementSyntax && jump is BreakStatementSyntax))
            {
                return false;
            }
        }

        return true;
    }
}
