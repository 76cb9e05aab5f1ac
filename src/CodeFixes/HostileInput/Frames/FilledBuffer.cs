using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SocketSecurity.Analyzers.CodeFixes.HostileInput.Frames;

/// <summary>
/// The ways in which people fill a buffer from a stream: one call, a loop that counts what came, or a helper that has the loop.
/// </summary>
internal sealed class FilledBuffer(StreamCalls calls)
{
    /// <summary>The helpers that were called.</summary>
    public HashSet<IMethodSymbol> Helpers { get; } = new(SymbolEqualityComparer.Default);

    /// <summary>What filling a buffer says about the frame.</summary>
    /// <param name="Token">The token of the calls.</param>
    /// <param name="IsConfigured">Whether the context is left behind.</param>
    /// <param name="AtEnd">What is done when the stream has ended.</param>
    /// <param name="Scratch">The variables that count.</param>
    internal sealed record Fill(string? Token, bool IsConfigured, StatementSyntax? AtEnd, IReadOnlyList<ISymbol> Scratch);

    /// <summary>The filling of the buffer that begins at a statement; moves behind it.</summary>
    public Fill? At(SyntaxList<StatementSyntax> statements, ref int at, StreamCalls.Buffer buffer)
    {
        if (at >= statements.Count)
        {
            return null;
        }

        switch (statements[at])
        {
            case ExpressionStatementSyntax { Expression: var expression } when ReadOf(expression, buffer, offset: null) is { } whole:
                at++;
                return whole;
            case LocalDeclarationStatementSyntax { Declaration.Variables: [{ Initializer.Value: var value } variable] }
                when calls.Model.GetDeclaredSymbol(variable) is { } count && ReadOf(value, buffer, offset: null) is { } counted && at + 1 < statements.Count
                && AtEndOf(statements[at + 1], count, buffer) is { } atEnd:
                at += 2;
                return counted with { AtEnd = atEnd, Scratch = [count] };
            case LocalDeclarationStatementSyntax { Declaration.Variables: [{ Initializer.Value: { } zero } variable] }
                when calls.Number(zero) == 0 && calls.Model.GetDeclaredSymbol(variable) is { } counter && at + 1 < statements.Count
                && statements[at + 1] is WhileStatementSyntax { Condition: var condition, Statement: BlockSyntax turn } && InLoop(condition, turn, counter, buffer) is { } loop:
                at += 2;
                return loop;
            case ForStatementSyntax { Declaration.Variables: [{ Initializer.Value: { } zero } variable], Condition: { } condition, Statement: BlockSyntax turn, Incrementors.Count: 0 }
                when calls.Number(zero) == 0 && calls.Model.GetDeclaredSymbol(variable) is { } counter && InLoop(condition, turn, counter, buffer) is { } loop:
                at++;
                return loop;
            default:
                return null;
        }
    }

    /// <summary>A turn reads, looks whether anything came, and adds it to the count.</summary>
    private Fill? InLoop(ExpressionSyntax condition, BlockSyntax turn, ISymbol counter, StreamCalls.Buffer buffer)
    {
        if (condition is not BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LessThanExpression or (int)SyntaxKind.NotEqualsExpression } comparison
            || !calls.Is(comparison.Left, counter) || !calls.IsLength(comparison.Right, buffer))
        {
            return null;
        }

        switch (turn.Statements)
        {
            case [ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.AddAssignmentExpression } sum }]
                when calls.Is(sum.Left, counter) && ReadOf(sum.Right, buffer, counter) is { } unchecked_:
                return unchecked_ with { Scratch = [counter] };
            case [LocalDeclarationStatementSyntax { Declaration.Variables: [{ Initializer.Value: var value } variable] }, var check,
                ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.AddAssignmentExpression } sum }]
                when calls.Model.GetDeclaredSymbol(variable) is { } read && ReadOf(value, buffer, counter) is { } fill
                && AtEndOf(check, read, buffer) is ReturnStatementSyntax or ThrowStatementSyntax && calls.Is(sum.Left, counter) && calls.Is(sum.Right, read):
                return fill with { AtEnd = AtEndOf(check, read, buffer), Scratch = [counter] };
            default:
                return null;
        }
    }

    private Fill? ReadOf(ExpressionSyntax? expression, StreamCalls.Buffer buffer, ISymbol? offset)
    {
        if (expression is null)
        {
            return null;
        }

        if (calls.On(expression, out var isConfigured, "Read", "ReadAsync", "ReadExactly", "ReadExactlyAsync") is { } call)
        {
            return calls.Take(call.ArgumentList.Arguments, buffer, offset, out var token) ? new Fill(token, isConfigured, AtEnd: null, []) : null;
        }

        return offset is null ? ByHelper(expression, buffer) : null;
    }

    /// <summary>A call such as <c>ReadFully(stream, buffer)</c> or <c>ReadFully(stream, buffer, length)</c> of a private method that has the loop.</summary>
    private Fill? ByHelper(ExpressionSyntax expression, StreamCalls.Buffer buffer)
    {
        var (call, isConfigured) = StreamCalls.CallOf(expression);
        if (call is not { Expression: IdentifierNameSyntax, ArgumentList.Arguments: [{ Expression: var stream }, ..] arguments }
            || !calls.IsCarrier(stream)
            || calls.Model.GetSymbolInfo(call).Symbol is not IMethodSymbol { DeclaredAccessibility: Accessibility.Private, DeclaringSyntaxReferences: [var reference] } method
            || reference.GetSyntax() is not MethodDeclarationSyntax { Body: { } body }
            || reference.SyntaxTree != call.SyntaxTree
            || method.Parameters is not [var streamParameter, var arrayParameter, ..]
            || arrayParameter.Type is not IArrayTypeSymbol
            || arguments.Count != method.Parameters.Length)
        {
            return null;
        }

        var hasCount = method.Parameters.Length > 2 && method.Parameters[2].Type.SpecialType == SpecialType.System_Int32;
        var own = new FilledBuffer(new StreamCalls(calls.Model, new HashSet<ISymbol>([streamParameter], SymbolEqualityComparer.Default)));
        var at = 0;
        if (own.At(body.Statements, ref at, new StreamCalls.Buffer(arrayParameter, hasCount ? method.Parameters[2] : null, Size: null)) is not { AtEnd: null or ThrowStatementSyntax }
            || at != body.Statements.Count)
        {
            return null;
        }

        var values = arguments.Skip(1).ToList();
        if (hasCount)
        {
            // As a read of the stream would be called, which has the place in the buffer before the count.
            if (!calls.IsLength(values[1].Expression, buffer))
            {
                return null;
            }

            values.RemoveAt(1);
        }

        if (!calls.Take(values, buffer, offset: null, out var token))
        {
            return null;
        }

        Helpers.Add(method);
        return new Fill(token, isConfigured, AtEnd: null, []);
    }

    /// <summary>What a comparison of the count with zero, or with the size, leads to.</summary>
    private StatementSyntax? AtEndOf(StatementSyntax statement, ISymbol count, StreamCalls.Buffer buffer) =>
        statement is IfStatementSyntax { Else: null, Condition: BinaryExpressionSyntax condition } check
        && calls.Is(condition.Left, count)
        && condition.Kind() switch
        {
            SyntaxKind.EqualsExpression or SyntaxKind.LessThanOrEqualExpression => calls.Number(condition.Right) == 0,
            SyntaxKind.LessThanExpression => calls.Number(condition.Right) == 1 || calls.IsLength(condition.Right, buffer),
            SyntaxKind.NotEqualsExpression => calls.IsLength(condition.Right, buffer),
            _ => false,
        }
        && (check.Statement is BlockSyntax { Statements: [var only] } ? only : check.Statement) is var jump
        && jump is ReturnStatementSyntax or ThrowStatementSyntax or BreakStatementSyntax or ContinueStatementSyntax
            ? jump : null;
}
