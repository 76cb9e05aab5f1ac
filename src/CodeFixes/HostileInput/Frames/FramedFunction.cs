using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SocketSecurity.Analyzers.CodeFixes.HostileInput.Frames;

/// <summary>
/// One method, local function or lambda that has a stream in a variable, with everything it does with it: frames, calls of private
/// methods that get the stream, and what a channel does by itself.
/// </summary>
internal sealed class FramedFunction
{
    private readonly StreamCalls _calls;
    private readonly HashSet<ISymbol> _carriers;

    private FramedFunction(SyntaxNode body, ISymbol stream, SemanticModel model)
    {
        Body = body;
        Stream = stream;
        _carriers = new HashSet<ISymbol>([stream], SymbolEqualityComparer.Default);
        _calls = new StreamCalls(model, _carriers);
    }

    public SyntaxNode Body { get; }

    public ISymbol Stream { get; }

    public List<Frame> Frames { get; } = [];

    /// <summary>Statements that a channel needs no longer: readers and writers, buffers of the frames, flushing.</summary>
    public List<StatementSyntax> Dropped { get; } = [];

    /// <summary>The places where the stream is handed to a private method, with the parameter that gets it.</summary>
    public List<(IdentifierNameSyntax Argument, IParameterSymbol Parameter, InvocationExpressionSyntax Call)> Handed { get; } = [];

    /// <summary>Private methods that fill buffers for the frames.</summary>
    public HashSet<IMethodSymbol> Helpers { get; } = new(SymbolEqualityComparer.Default);

    /// <summary>The function; null when it does anything else with the stream.</summary>
    /// <param name="body">The body, or the statements of it in which the stream is used.</param>
    /// <param name="stream">The variable with the stream.</param>
    /// <param name="isFine">Whether a mention is none of the frames' business, such as the handshake.</param>
    /// <param name="model">The model of the file.</param>
    public static FramedFunction? Read(SyntaxNode body, ISymbol stream, Func<IdentifierNameSyntax, bool> isFine, SemanticModel model)
    {
        var function = new FramedFunction(body, stream, model);
        function.FindReaders();
        function.FindFrames();
        return function.IsAllUnderstood(isFine) ? function : null;
    }

    /// <summary>Readers and writers around the stream, which are other names for it.</summary>
    private void FindReaders()
    {
        foreach (var statement in Body.DescendantNodes().OfType<LocalDeclarationStatementSyntax>())
        {
            if (statement.Declaration.Variables is [{ Initializer.Value: BaseObjectCreationExpressionSyntax { Initializer: null, ArgumentList.Arguments: [{ Expression: var inner }, ..] } creation } variable]
                && _calls.Is(inner, Stream)
                && _calls.Model.GetTypeInfo(creation).Type is { Name: "BinaryReader" or "BinaryWriter", ContainingNamespace.Name: "IO" }
                && _calls.Model.GetDeclaredSymbol(variable) is { } alias)
            {
                _carriers.Add(alias);
                Dropped.Add(statement);
            }
        }
    }

    private void FindFrames()
    {
        var reader = new FrameReader(_calls);
        foreach (var block in Body.DescendantNodesAndSelf().OfType<BlockSyntax>())
        {
            for (var at = 0; at < block.Statements.Count;)
            {
                if (reader.At(block.Statements, ref at) is { } frame)
                {
                    Frames.Add(frame);
                }
                else
                {
                    if (block.Statements[at] is ExpressionStatementSyntax { Expression: var call } && _calls.On(call, out _, "Flush", "FlushAsync", "ShutdownAsync") is not null)
                    {
                        Dropped.Add(block.Statements[at]);
                    }

                    at++;
                }
            }
        }

        Helpers.UnionWith(reader.Helpers);
    }

    private bool IsAllUnderstood(Func<IdentifierNameSyntax, bool> isFine)
    {
        var scratch = new HashSet<ISymbol>(Frames.SelectMany(frame => frame.Scratch), SymbolEqualityComparer.Default);
        foreach (var name in Body.DescendantNodes().OfType<IdentifierNameSyntax>())
        {
            switch (_calls.Model.GetSymbolInfo(name).Symbol)
            {
                case ILocalSymbol local when scratch.Contains(local) && !Removes(name):
                case { } symbol when _carriers.Contains(symbol) && !Removes(name) && !isFine(name) && !IsHanded(name):
                    return false;
            }
        }

        // A header that is made once, before a loop, goes with its frames.
        foreach (var variable in Body.DescendantNodes().OfType<VariableDeclaratorSyntax>())
        {
            if (_calls.Model.GetDeclaredSymbol(variable) is { } declared && scratch.Contains(declared) && !Removes(variable))
            {
                if (variable.Parent?.Parent is not LocalDeclarationStatementSyntax { Declaration.Variables.Count: 1 } statement)
                {
                    return false;
                }

                Dropped.Add(statement);
            }
        }

        return Frames.TrueForAll(frame => IsInAsynchronousCode(frame) && !(frame is Frame.Received { AtEnd: ReturnStatementSyntax { Expression: { } answer } } && NeedsFrame(answer, frame)));
    }

    /// <summary>Whether an expression mentions a variable that goes with the frame.</summary>
    public bool NeedsFrame(ExpressionSyntax expression, Frame frame) => expression.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Any(name =>
        _calls.Model.GetSymbolInfo(name).Symbol is { } symbol
        && (_carriers.Contains(symbol)
            || (symbol is ILocalSymbol { DeclaringSyntaxReferences: [var reference] } && (frame.Scratch.Contains(symbol, SymbolEqualityComparer.Default)
                || frame.Statements.Any(statement => statement.SyntaxTree == reference.SyntaxTree && statement.Span.Contains(reference.Span))))));

    /// <summary>Whether the node goes with a frame or with what serves frames only.</summary>
    public bool Removes(SyntaxNode node) =>
        Dropped.Exists(statement => statement.Span.Contains(node.Span))
        || Frames.Exists(frame => frame.Statements.Any(statement => statement.Span.Contains(node.Span)));

    private bool IsHanded(IdentifierNameSyntax name)
    {
        if (name.Parent is ArgumentSyntax { NameColon: null, RefKindKeyword.RawKind: 0, Parent: ArgumentListSyntax { Parent: InvocationExpressionSyntax call } list } argument
            && SymbolEqualityComparer.Default.Equals(_calls.SymbolOf(name), Stream)
            && _calls.Model.GetSymbolInfo(call).Symbol is IMethodSymbol
            {
                DeclaredAccessibility: Accessibility.Private, MethodKind: MethodKind.Ordinary, IsGenericMethod: false, DeclaringSyntaxReferences: [var reference],
            } method
            && reference.SyntaxTree == name.SyntaxTree
            && list.Arguments.IndexOf(argument) is var index && index < method.Parameters.Length
            && method.Parameters[index] is { RefKind: RefKind.None, IsParams: false } parameter)
        {
            Handed.Add((name, parameter, call));
            return true;
        }

        return false;
    }

    /// <summary>A channel is awaited, which a synchronous function, a lock and an unsafe block do not allow.</summary>
    private bool IsInAsynchronousCode(Frame frame)
    {
        for (var node = frame.Statements[0].Parent; node is not null; node = node.Parent)
        {
            switch (node)
            {
                case LockStatementSyntax or UnsafeStatementSyntax or FixedStatementSyntax:
                    return false;
                case MethodDeclarationSyntax method:
                    return method.Modifiers.Any(SyntaxKind.AsyncKeyword) && !method.Modifiers.Any(SyntaxKind.UnsafeKeyword);
                case LocalFunctionStatementSyntax local:
                    return local.Modifiers.Any(SyntaxKind.AsyncKeyword);
                case AnonymousFunctionExpressionSyntax lambda:
                    return lambda.AsyncKeyword.RawKind != 0;
                case MemberDeclarationSyntax:
                    return false;
            }
        }

        return false;
    }
}
