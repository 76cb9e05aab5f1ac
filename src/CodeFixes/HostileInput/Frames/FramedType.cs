using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SocketSecurity.Analyzers.CodeFixes.HostileInput.Frames;

/// <summary>A type whose TLS streams carry nothing but messages behind their length, from the handshake to the end.</summary>
internal sealed class FramedType
{
    private FramedType(List<(ChannelOwner Owner, FramedFunction Function)> owners, List<FramedFunction> helpers, List<MethodDeclarationSyntax> unused)
    {
        Owners = owners;
        Helpers = helpers;
        Unused = unused;
    }

    /// <summary>The functions that open a channel.</summary>
    public List<(ChannelOwner Owner, FramedFunction Function)> Owners { get; }

    /// <summary>Private methods that get the stream as an argument, and will get the channel.</summary>
    public List<FramedFunction> Helpers { get; }

    /// <summary>Private methods that filled buffers, and that nobody calls any longer.</summary>
    public List<MethodDeclarationSyntax> Unused { get; }

    public IEnumerable<FramedFunction> Functions => Owners.Select(owner => owner.Function).Concat(Helpers);

    /// <summary>The type; null when one of its TLS streams is used in a way that is not understood.</summary>
    public static FramedType? Read(TypeDeclarationSyntax type, SemanticModel model, CancellationToken cancellationToken)
    {
        // The other parts of a type could use its methods in another way.
        if (model.GetDeclaredSymbol(type, cancellationToken) is not { DeclaringSyntaxReferences.Length: 1 })
        {
            return null;
        }

        var owners = new List<(ChannelOwner, FramedFunction)>();
        foreach (var declaration in type.DescendantNodes().OfType<LocalDeclarationStatementSyntax>())
        {
            if (!ChannelOwner.IsCandidate(declaration, model))
            {
                continue;
            }

            if (ChannelOwner.Of(declaration, model) is not { } owner
                || !EndsInOrder(owner, model)
                || FramedFunction.Read(declaration.Parent!, owner.Stream, owner.IsFine, model) is not { } function
                || function.Frames.Exists(frame => frame.Statements[0].SpanStart < owner.Opening.Span.End))
            {
                return null;
            }

            owners.Add((owner, function));
        }

        return owners.Count > 0
            && HelpersOf([.. owners.Select(owner => owner.Item2)], model) is { } helpers
            && AreOnlyCalledHere(type, owners, helpers, model)
            ? new FramedType(owners, helpers, Unneeded(type, [.. owners.Select(owner => owner.Item2), .. helpers], model))
            : null;
    }

    /// <summary>Whether the session ends at its end or with a return, where its messages can be ended.</summary>
    private static bool EndsInOrder(ChannelOwner owner, SemanticModel model) =>
        owner.Session is [var first, ..] session
        && IsAsynchronous(owner.Opening)
        && model.AnalyzeControlFlow(first, session[session.Count - 1]) is { Succeeded: true } flow
        && flow.ExitPoints.All(exit => exit is ReturnStatementSyntax)
        && flow.ReturnStatements.All(exit => exit is ReturnStatementSyntax);

    private static bool IsAsynchronous(SyntaxNode place) => place.Ancestors().FirstOrDefault(node =>
        node is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MemberDeclarationSyntax or LockStatementSyntax) switch
    {
        AnonymousFunctionExpressionSyntax lambda => lambda.AsyncKeyword.RawKind != 0,
        LocalFunctionStatementSyntax local => local.Modifiers.Any(SyntaxKind.AsyncKeyword),
        MethodDeclarationSyntax method => method.Modifiers.Any(SyntaxKind.AsyncKeyword),
        _ => false,
    };

    private static List<FramedFunction>? HelpersOf(List<FramedFunction> owners, SemanticModel model)
    {
        var found = new Dictionary<IParameterSymbol, FramedFunction>(SymbolEqualityComparer.Default);
        var pending = new Queue<IParameterSymbol>(owners.SelectMany(owner => owner.Handed).Select(handed => handed.Parameter));
        while (pending.Count > 0)
        {
            var parameter = pending.Dequeue();
            if (found.ContainsKey(parameter))
            {
                continue;
            }

            if (parameter.ContainingSymbol.DeclaringSyntaxReferences is not [var reference]
                || reference.GetSyntax() is not MethodDeclarationSyntax method
                || ((SyntaxNode?)method.Body ?? method.ExpressionBody) is not { } body
                || FramedFunction.Read(body, parameter, _ => false, model) is not { } function)
            {
                return null;
            }

            found.Add(parameter, function);
            foreach (var handed in function.Handed)
            {
                pending.Enqueue(handed.Parameter);
            }
        }

        return [.. found.Values];
    }

    /// <summary>Whether every mention of a method that will get a channel is a call with one.</summary>
    private static bool AreOnlyCalledHere(
        TypeDeclarationSyntax type, List<(ChannelOwner Owner, FramedFunction Function)> owners, List<FramedFunction> helpers, SemanticModel model)
    {
        var calls = new HashSet<SyntaxNode>(owners.Select(owner => owner.Function).Concat(helpers).SelectMany(function => function.Handed).Select(handed => handed.Call));
        var methods = new HashSet<ISymbol>(helpers.Select(helper => helper.Stream.ContainingSymbol), SymbolEqualityComparer.Default);
        var names = new HashSet<string>(methods.Select(method => method.Name));
        return type.DescendantNodes().OfType<SimpleNameSyntax>().All(name =>
            !names.Contains(name.Identifier.ValueText)
            || (model.GetSymbolInfo(name) is var info && (info.Symbol ?? info.CandidateSymbols.FirstOrDefault()) is not { } symbol)
            || !methods.Contains(symbol)
            || name.FirstAncestorOrSelf<InvocationExpressionSyntax>(call => call.Expression == name || (call.Expression is MemberAccessExpressionSyntax access && access.Name == name)) is { } call && calls.Contains(call));
    }

    /// <summary>The methods that only filled buffers for frames.</summary>
    private static List<MethodDeclarationSyntax> Unneeded(TypeDeclarationSyntax type, List<FramedFunction> functions, SemanticModel model)
    {
        var helpers = new HashSet<ISymbol>(functions.SelectMany(function => function.Helpers), SymbolEqualityComparer.Default);
        foreach (var name in type.DescendantNodes().OfType<SimpleNameSyntax>())
        {
            if (model.GetSymbolInfo(name).Symbol is IMethodSymbol method && helpers.Contains(method) && !functions.Exists(function => function.Removes(name)))
            {
                helpers.Remove(method);
            }
        }

        return [.. helpers.Select(helper => helper.DeclaringSyntaxReferences[0].GetSyntax()).OfType<MethodDeclarationSyntax>()];
    }
}
