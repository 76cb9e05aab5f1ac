using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SocketSecurity.Analyzers.CodeFixes.HostileInput.Frames;

/// <summary>
/// Recognises messages behind a 32-bit length in consecutive statements: the length is read, decoded, an array of that length is
/// made and filled; or the length of an array is encoded and written, and then the array.
/// </summary>
internal sealed class FrameReader(StreamCalls calls)
{
    private const int PrefixSize = 4;

    private readonly FilledBuffer _fills = new(calls);

    /// <summary>The private methods that fill a buffer for the frames.</summary>
    public HashSet<IMethodSymbol> Helpers => _fills.Helpers;

    /// <summary>The frame that begins at a statement; moves behind it.</summary>
    public Frame? At(SyntaxList<StatementSyntax> statements, ref int at)
    {
        var next = at;
        if (Receive(statements, ref next) is { } received)
        {
            at = next;
            return received;
        }

        next = at;
        if (ReceiveByReader(statements, ref next) is { } read)
        {
            at = next;
            return read;
        }

        next = at;
        if (Send(statements, ref next) is { } sent)
        {
            at = next;
            return sent;
        }

        return null;
    }

    private Frame.Received? Receive(SyntaxList<StatementSyntax> statements, ref int at)
    {
        var start = at;
        if (HeaderNear(statements, at) is not { } header)
        {
            return null;
        }

        if (DeclaredIn(statements[at]) is { } declared && SymbolEqualityComparer.Default.Equals(declared, header))
        {
            at++;
        }

        var scratch = new List<ISymbol> { header };
        if (_fills.At(statements, ref at, new StreamCalls.Buffer(header, Length: null, PrefixSize)) is not { } prefix)
        {
            return null;
        }

        SkipReversal(statements, ref at, header);
        if (at >= statements.Count)
        {
            return null;
        }

        ISymbol? length = null;
        if (statements[at] is LocalDeclarationStatementSyntax { Declaration.Variables: [{ Initializer.Value: { } decoded } variable] } && Decodes(decoded, header))
        {
            length = calls.Model.GetDeclaredSymbol(variable)!;
            scratch.Add(length);
            at++;
            SkipSignCheck(statements, ref at, length);
        }

        if (at >= statements.Count
            || statements[at] is not LocalDeclarationStatementSyntax { Declaration.Variables: [{ Initializer.Value: { } creation } array] }
            || SizeOf(creation) is not { } size
            || !(length is null ? Decodes(size, header) : calls.Is(size, length))
            || calls.Model.GetDeclaredSymbol(array) is not { } message)
        {
            return null;
        }

        at++;
        if (_fills.At(statements, ref at, new StreamCalls.Buffer(message, length, Size: null)) is not { } content)
        {
            return null;
        }

        scratch.AddRange(prefix.Scratch);
        scratch.AddRange(content.Scratch);
        return new Frame.Received(
            [.. statements.Skip(start).Take(at - start)], scratch, prefix.Token ?? content.Token, prefix.IsConfigured || content.IsConfigured, array.Identifier.Text, prefix.AtEnd);
    }

    /// <summary>With a <c>BinaryReader</c>: <c>reader.ReadBytes(reader.ReadInt32())</c>, with or without a variable between.</summary>
    private Frame.Received? ReceiveByReader(SyntaxList<StatementSyntax> statements, ref int at)
    {
        var start = at;
        ISymbol? length = null;
        if (statements[at] is LocalDeclarationStatementSyntax { Declaration.Variables: [{ Initializer.Value: { } number } variable] } && IsReadNumber(number))
        {
            length = calls.Model.GetDeclaredSymbol(variable)!;
            at++;
            SkipSignCheck(statements, ref at, length);
        }

        if (at >= statements.Count)
        {
            return null;
        }

        var (value, name) = statements[at] switch
        {
            LocalDeclarationStatementSyntax { Declaration.Variables: [{ Initializer.Value: { } initial } declared] } => (initial, declared.Identifier.Text),
            ReturnStatementSyntax { Expression: { } returned } => (returned, null),
            _ => (null, null),
        };
        if (value is null || calls.On(value, out _, "ReadBytes") is not { ArgumentList.Arguments: [{ Expression: var size }] }
            || !(length is null ? IsReadNumber(size) : calls.Is(size, length)))
        {
            return null;
        }

        at++;
        return new Frame.Received([.. statements.Skip(start).Take(at - start)], length is null ? [] : [length], Token: null, IsConfigured: false, name, AtEnd: null);
    }

    private Frame.Sent? Send(SyntaxList<StatementSyntax> statements, ref int at)
    {
        var start = at;
        var scratch = new List<ISymbol>();
        ExpressionSyntax? measured = null;
        ISymbol? length = null, prefix = null;
        string? token = null;
        var isConfigured = false;
        for (var isWritten = false; !isWritten; at++)
        {
            if (at >= statements.Count)
            {
                return null;
            }

            switch (statements[at])
            {
                // var length = message.Length;
                case LocalDeclarationStatementSyntax { Declaration.Variables: [{ Initializer.Value: { } value } variable] } when length is null && prefix is null && Measured(value, length: null, measured: null) is { } of:
                    (measured, length) = (of, calls.Model.GetDeclaredSymbol(variable));
                    scratch.Add(length!);
                    break;
                // var prefix = BitConverter.GetBytes(message.Length);
                case LocalDeclarationStatementSyntax { Declaration.Variables: [{ Initializer.Value: { } value } variable] } when prefix is null && Encoded(value, length, measured) is { } of:
                    (measured, prefix) = (of, calls.Model.GetDeclaredSymbol(variable));
                    scratch.Add(prefix!);
                    break;
                // var prefix = new byte[4];
                case LocalDeclarationStatementSyntax { Declaration.Variables: [{ Initializer.Value: { } value } variable] } when prefix is null && IsPrefix(value):
                    break;
                // BinaryPrimitives.WriteInt32BigEndian(prefix, message.Length);
                case ExpressionStatementSyntax { Expression: InvocationExpressionSyntax { ArgumentList.Arguments: [{ Expression: var target }, { Expression: var value }] } call }
                    when prefix is null && MethodOf(call) is { ContainingType.Name: "BinaryPrimitives", Name: "WriteInt32BigEndian" or "WriteInt32LittleEndian" or "WriteUInt32BigEndian" or "WriteUInt32LittleEndian" }
                    && ArrayIn(target) is { } array && IsPrefixVariable(array) && Measured(value, length, measured) is { } of:
                    (measured, prefix) = (of, array);
                    scratch.Add(array);
                    break;
                case var reversal when prefix is not null && IsReversal(reversal, prefix):
                    break;
                // stream.Write(prefix);
                case ExpressionStatementSyntax { Expression: var write } when calls.On(write, out var configured, "Write", "WriteAsync") is { } call:
                    (isWritten, isConfigured) = (true, configured);
                    if (prefix is not null && calls.Take(call.ArgumentList.Arguments, new StreamCalls.Buffer(prefix, Length: null, PrefixSize), offset: null, out token))
                    {
                        break;
                    }

                    if (prefix is null && call.ArgumentList.Arguments is [{ Expression: var number }, ..] && (Encoded(number, length, measured) ?? (IsWriter(call) ? Measured(number, length, measured) : null)) is { } direct)
                    {
                        measured = direct;
                        token = call.ArgumentList.Arguments.Count == 2 ? call.ArgumentList.Arguments[1].Expression.WithoutTrivia().ToString() : null;
                        break;
                    }

                    return null;
                default:
                    return null;
            }
        }

        if (measured is null || at >= statements.Count
            || statements[at] is not ExpressionStatementSyntax { Expression: var content }
            || calls.On(content, out var contentConfigured, "Write", "WriteAsync") is not { } writing
            || !IsMessage(measured)
            || !WritesWhole(writing.ArgumentList.Arguments, measured, length, out var contentToken))
        {
            return null;
        }

        at++;
        return new Frame.Sent([.. statements.Skip(start).Take(at - start)], scratch, token ?? contentToken, isConfigured || contentConfigured, measured);
    }

    /// <summary>The array of four bytes that the statement, or the one after it, mentions together with the stream.</summary>
    private ISymbol? HeaderNear(SyntaxList<StatementSyntax> statements, int at)
    {
        for (var i = at; i < Math.Min(at + 3, statements.Count); i++)
        {
            foreach (var name in statements[i].DescendantNodes().OfType<IdentifierNameSyntax>())
            {
                if (calls.SymbolOf(name) is ILocalSymbol { Type: IArrayTypeSymbol } local && IsPrefixVariable(local))
                {
                    return local;
                }
            }
        }

        return null;
    }

    private ISymbol? DeclaredIn(StatementSyntax statement) =>
        statement is LocalDeclarationStatementSyntax { Declaration.Variables: [var variable] } ? calls.Model.GetDeclaredSymbol(variable) : null;

    private bool IsPrefixVariable(ISymbol array) =>
        array is ILocalSymbol { DeclaringSyntaxReferences: [var reference] } && reference.GetSyntax() is VariableDeclaratorSyntax { Initializer.Value: var value } && IsPrefix(value);

    private bool IsPrefix(ExpressionSyntax value) => SizeOf(value) is { } size && calls.Number(size) == PrefixSize;

    /// <summary>The size of a new array of bytes.</summary>
    private ExpressionSyntax? SizeOf(ExpressionSyntax creation) => creation switch
    {
        ArrayCreationExpressionSyntax { Initializer: null, Type: { ElementType: PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.ByteKeyword }, RankSpecifiers: [{ Sizes: [var size] }] } } => size,
        InvocationExpressionSyntax { ArgumentList.Arguments: [{ Expression: var size }] } call
            when MethodOf(call) is { ContainingType.Name: "GC", Name: "AllocateUninitializedArray" or "AllocateArray", TypeArguments: [{ SpecialType: SpecialType.System_Byte }] } => size,
        _ => null,
    };

    private IMethodSymbol? MethodOf(InvocationExpressionSyntax call) => calls.Model.GetSymbolInfo(call).Symbol as IMethodSymbol;

    /// <summary>Whether the expression is the number in the four bytes.</summary>
    private bool Decodes(ExpressionSyntax expression, ISymbol header)
    {
        switch (StreamCalls.Bare(expression))
        {
            case InvocationExpressionSyntax { ArgumentList.Arguments: { Count: > 0 } arguments } call when MethodOf(call) is { } method:
                var first = arguments[0].Expression;
                return method.ContainingType.Name switch
                {
                    "BinaryPrimitives" when method.Name.StartsWith("Read", StringComparison.Ordinal) => method.Name.IndexOf("Int32", StringComparison.Ordinal) > 0 && SymbolEqualityComparer.Default.Equals(ArrayIn(first), header),
                    "BinaryPrimitives" => method.Name == "ReverseEndianness" && Decodes(first, header),
                    "BitConverter" => method.Name is "ToInt32" or "ToUInt32" && SymbolEqualityComparer.Default.Equals(ArrayIn(first), header) && arguments.Skip(1).All(other => calls.Number(other.Expression) == 0),
                    "IPAddress" => method.Name == "NetworkToHostOrder" && Decodes(first, header),
                    _ => false,
                };
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.BitwiseOrExpression or (int)SyntaxKind.AddExpression } sum:
                var parts = sum.DescendantNodes().OfType<ElementAccessExpressionSyntax>().ToList();
                return parts.Count == PrefixSize && parts.TrueForAll(part => calls.Is(part.Expression, header))
                    && sum.DescendantNodes().OfType<IdentifierNameSyntax>().Count() == PrefixSize
                    && parts.Select(part => part.ArgumentList.ToString()).Distinct().Count() == PrefixSize;
            default:
                return false;
        }
    }

    /// <summary>The array of which the expression is all.</summary>
    private ISymbol? ArrayIn(ExpressionSyntax expression) => StreamCalls.Bare(expression) switch
    {
        InvocationExpressionSyntax { ArgumentList.Arguments: var arguments, Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "AsSpan", Expression: var array } }
            when arguments.Count == 0 || (arguments.Count == 2 && calls.Number(arguments[0].Expression) == 0 && calls.Number(arguments[1].Expression) == PrefixSize) => calls.SymbolOf(array),
        IdentifierNameSyntax name => calls.SymbolOf(name),
        _ => null,
    };

    private bool IsReadNumber(ExpressionSyntax expression) =>
        calls.On(StreamCalls.Bare(expression), out _, "ReadInt32", "ReadUInt32") is { ArgumentList.Arguments.Count: 0 }
        || (StreamCalls.Bare(expression) is InvocationExpressionSyntax { ArgumentList.Arguments: [{ Expression: var inner }] } call
            && MethodOf(call) is { Name: "NetworkToHostOrder" or "ReverseEndianness" } && IsReadNumber(inner));

    private void SkipReversal(SyntaxList<StatementSyntax> statements, ref int at, ISymbol header)
    {
        if (at < statements.Count && IsReversal(statements[at], header))
        {
            at++;
        }
    }

    /// <summary><c>Array.Reverse(header);</c>, on every machine or on those whose order is the other one.</summary>
    private bool IsReversal(StatementSyntax statement, ISymbol header) => statement switch
    {
        IfStatementSyntax { Else: null, Condition: var condition, Statement: var then } => condition.ToString() is "BitConverter.IsLittleEndian" or "!BitConverter.IsLittleEndian"
            && IsReversal(then is BlockSyntax { Statements: [var only] } ? only : then, header),
        ExpressionStatementSyntax { Expression: InvocationExpressionSyntax { ArgumentList.Arguments: [{ Expression: var array }] } call } => calls.Is(array, header) && MethodOf(call) is { Name: "Reverse", ContainingType.SpecialType: SpecialType.System_Array },
        _ => false,
    };

    /// <summary>A check that only refuses negative lengths says what the channel does by itself.</summary>
    private void SkipSignCheck(SyntaxList<StatementSyntax> statements, ref int at, ISymbol length)
    {
        if (at < statements.Count
            && statements[at] is IfStatementSyntax { Else: null, Condition: BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LessThanExpression } condition, Statement: var then }
            && calls.Is(condition.Left, length) && calls.Number(condition.Right) == 0
            && (then is BlockSyntax { Statements: [var only] } ? only : then) is ThrowStatementSyntax)
        {
            at++;
        }
    }

    /// <summary>The message whose length the expression is.</summary>
    private ExpressionSyntax? Measured(ExpressionSyntax expression, ISymbol? length, ExpressionSyntax? measured)
    {
        switch (StreamCalls.Bare(expression))
        {
            case MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Length", Expression: var message } when IsMessage(message) && (measured is null || SyntaxFactory.AreEquivalent(message, measured)):
                return message;
            case IdentifierNameSyntax name when calls.Is(name, length):
                return measured;
            case InvocationExpressionSyntax { ArgumentList.Arguments: [{ Expression: var inner }] } call when MethodOf(call) is { Name: "HostToNetworkOrder" or "ReverseEndianness" }:
                return Measured(inner, length, measured);
            default:
                return null;
        }
    }

    private ExpressionSyntax? Encoded(ExpressionSyntax expression, ISymbol? length, ExpressionSyntax? measured) =>
        expression is InvocationExpressionSyntax { ArgumentList.Arguments: [{ Expression: var number }] } call
        && MethodOf(call) is { Name: "GetBytes", ContainingType.Name: "BitConverter", Parameters: [{ Type.SpecialType: SpecialType.System_Int32 or SpecialType.System_UInt32 }] }
            ? Measured(number, length, measured) : null;

    private bool IsWriter(InvocationExpressionSyntax call) => MethodOf(call)?.ContainingType.Name == "BinaryWriter";

    /// <summary>A variable or a chain of members, which can be read again and stays what it is.</summary>
    private bool IsMessage(ExpressionSyntax expression) =>
        expression is IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax }
        && calls.Model.GetTypeInfo(expression).Type is IArrayTypeSymbol { Rank: 1, ElementType.SpecialType: SpecialType.System_Byte }
            or INamedTypeSymbol { Name: "ReadOnlyMemory" or "Memory", TypeArguments: [{ SpecialType: SpecialType.System_Byte }] };

    private bool WritesWhole(SeparatedSyntaxList<ArgumentSyntax> arguments, ExpressionSyntax message, ISymbol? length, out string? token)
    {
        token = null;
        var values = arguments.Select(argument => argument.Expression).ToList();
        if (values.Count > 1 && calls.Model.GetTypeInfo(values[values.Count - 1]).Type?.Name == "CancellationToken")
        {
            token = values[values.Count - 1].WithoutTrivia().ToString();
            values.RemoveAt(values.Count - 1);
        }

        return SyntaxFactory.AreEquivalent(values[0], message)
            && values switch
            {
                [_] => true,
                [_, var from, var count] => calls.Number(from) == 0
                    && (calls.Is(count, length) || (count is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Length", Expression: var of } && SyntaxFactory.AreEquivalent(of, message))),
                _ => false,
            };
    }
}
