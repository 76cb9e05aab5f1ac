using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SocketSecurity.Analyzers.MessageProtection;

/// <summary>Whether code runs by itself because a lock is held around it: by the statement, by a call before it, or by all callers.</summary>
internal static class HeldLock
{
    private const int MaximumCalls = 3;

    private static readonly HashSet<string> EnteringMethods = new(StringComparer.Ordinal)
    {
        "Enter", "TryEnter", "EnterScope", "Wait", "WaitAsync", "WaitOne", "EnterWriteLock", "EnterUpgradeableReadLock", "LockAsync", "Lock", "AcquireAsync",
    };

    public static bool IsAround(SyntaxNode place) => IsAround(place, MaximumCalls);

    private static bool IsAround(SyntaxNode place, int calls)
    {
        for (var node = place.Parent; node is not null and not BaseTypeDeclarationSyntax; node = node.Parent)
        {
            switch (node)
            {
                case LockStatementSyntax:
                case BaseMethodDeclarationSyntax method when method.AttributeLists.ToString().Contains("Synchronized"):
                case StatementSyntax { Parent: BlockSyntax block } statement when IsEnteredBefore(block, statement):
                case UsingStatementSyntax guarded when guarded.Expression is { } held && Enters(held) || node is UsingStatementSyntax { Declaration: { } taken } && Enters(taken):
                    return true;
                case MethodDeclarationSyntax method:
                    return calls > 0 && AllCallersHoldOne(method, calls);
            }
        }

        return false;
    }

    private static bool IsEnteredBefore(BlockSyntax block, StatementSyntax statement)
    {
        foreach (var earlier in block.Statements)
        {
            if (earlier == statement)
            {
                return false;
            }

            if (earlier is ExpressionStatementSyntax or LocalDeclarationStatementSyntax && Enters(earlier))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Enters(SyntaxNode node)
    {
        foreach (var part in node.DescendantNodesAndSelf())
        {
            if (part is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name } } && EnteringMethods.Contains(name))
            {
                return true;
            }
        }

        return false;
    }

    private static bool AllCallersHoldOne(MethodDeclarationSyntax method, int calls)
    {
        if (method.Modifiers.Any(modifier => modifier.ValueText is "public" or "internal" or "protected") || method.Parent is not TypeDeclarationSyntax type)
        {
            return false;
        }

        var called = false;
        foreach (var node in type.DescendantNodes())
        {
            if (node is IdentifierNameSyntax name && name.Identifier.ValueText == method.Identifier.ValueText)
            {
                called = true;
                if (!IsAround(name, calls - 1))
                {
                    return false;
                }
            }
        }

        return called;
    }
}
