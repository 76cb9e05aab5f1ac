using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SocketSecurity.Analyzers.CodeFixes.HostileInput.Frames;

/// <summary>Calls on one stream, and on the readers and writers around it, as far as frames are made of them.</summary>
/// <param name="model">The model of the file.</param>
/// <param name="carriers">The variables that hold the stream, a <c>BinaryReader</c> or a <c>BinaryWriter</c> around it.</param>
internal sealed class StreamCalls(SemanticModel model, HashSet<ISymbol> carriers)
{
    public SemanticModel Model => model;

    public bool IsCarrier(ExpressionSyntax expression) => SymbolOf(expression) is { } symbol && carriers.Contains(symbol);

    public bool Is(ExpressionSyntax expression, ISymbol? symbol) => symbol is not null && SymbolEqualityComparer.Default.Equals(SymbolOf(expression), symbol);

    /// <summary>The variable that the expression names.</summary>
    public ISymbol? SymbolOf(ExpressionSyntax expression) => Bare(expression) is IdentifierNameSyntax name
        && model.GetSymbolInfo(name).Symbol is { Kind: SymbolKind.Local or SymbolKind.Parameter } symbol ? symbol : null;

    public static ExpressionSyntax Bare(ExpressionSyntax expression)
    {
        while (true)
        {
            switch (expression)
            {
                case ParenthesizedExpressionSyntax parenthesized:
                    expression = parenthesized.Expression;
                    break;
                case CastExpressionSyntax cast:
                    expression = cast.Expression;
                    break;
                case CheckedExpressionSyntax { RawKind: (int)SyntaxKind.CheckedExpression or (int)SyntaxKind.UncheckedExpression } check:
                    expression = check.Expression;
                    break;
                default:
                    return expression;
            }
        }
    }

    /// <summary>The call that an expression is, with or without <c>await</c> and <c>ConfigureAwait</c>.</summary>
    public static (InvocationExpressionSyntax? Call, bool IsConfigured) CallOf(ExpressionSyntax expression)
    {
        var inner = Bare(expression) is AwaitExpressionSyntax wait ? wait.Expression : Bare(expression);
        return inner is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait", Expression: InvocationExpressionSyntax configured } }
            ? (configured, true)
            : (inner as InvocationExpressionSyntax, false);
    }

    /// <summary>The call of one of the members on the stream; null for anything else.</summary>
    public InvocationExpressionSyntax? On(ExpressionSyntax expression, out bool isConfigured, params string[] members)
    {
        var (call, configured) = CallOf(expression);
        isConfigured = configured;
        return call is { Expression: MemberAccessExpressionSyntax { Expression: var receiver, Name: IdentifierNameSyntax { Identifier.ValueText: var name } } }
            && Array.IndexOf(members, name) >= 0 && IsCarrier(receiver) ? call : null;
    }

    public int? Number(ExpressionSyntax expression) => model.GetConstantValue(expression) is { HasValue: true, Value: int number } ? number : null;

    /// <summary>Whether the arguments are one buffer, all of it or all from the place that a variable counts, and perhaps a token.</summary>
    public bool Take(IReadOnlyList<ArgumentSyntax> arguments, Buffer buffer, ISymbol? offset, out string? token)
    {
        var values = arguments.Select(argument => argument.Expression).ToList();
        token = null;
        if (values.Count > 1 && model.GetTypeInfo(values[values.Count - 1]).Type?.Name == "CancellationToken")
        {
            token = values[values.Count - 1].WithoutTrivia().ToString();
            values.RemoveAt(values.Count - 1);
        }

        if (arguments.Any(argument => argument.NameColon is not null || argument.RefKindKeyword.RawKind != 0))
        {
            return false;
        }

        if (values is [InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: var array, Name.Identifier.ValueText: "AsMemory" or "AsSpan" }, ArgumentList.Arguments: var part }])
        {
            values = [array, .. part.Select(argument => argument.Expression)];
            if (values.Count == 2)
            {
                return Is(array, buffer.Symbol) && IsOffset(values[1], offset);
            }
        }

        return values switch
        {
            [var whole] => Is(whole, buffer.Symbol) && offset is null,
            [var start, var from, var count] => Is(start, buffer.Symbol) && IsOffset(from, offset) && IsCount(count, buffer, offset),
            _ => false,
        };
    }

    public bool IsLength(ExpressionSyntax expression, Buffer buffer) =>
        (buffer.Size is { } size && Number(expression) == size)
        || Is(expression, buffer.Length)
        || (Bare(expression) is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Length", Expression: var array } && Is(array, buffer.Symbol));

    private bool IsOffset(ExpressionSyntax expression, ISymbol? offset) => offset is null ? Number(expression) == 0 : Is(expression, offset);

    private bool IsCount(ExpressionSyntax expression, Buffer buffer, ISymbol? offset) => offset is null
        ? IsLength(expression, buffer)
        : Bare(expression) is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.SubtractExpression } difference && IsLength(difference.Left, buffer) && Is(difference.Right, offset);

    /// <summary>An array that a frame reads into or writes from.</summary>
    /// <param name="Symbol">Its variable.</param>
    /// <param name="Length">The variable with its length, where there is one.</param>
    /// <param name="Size">Its size, where that is constant.</param>
    internal sealed record Buffer(ISymbol Symbol, ISymbol? Length, int? Size);
}
