using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SocketSecurity.Analyzers.Flow.Origins;

/// <summary>
/// Where in a compilation a value may hold what a rule looks for, as far as syntax can tell: the calls that make it, and from
/// there, by name, through locals, members and results of methods. A search that starts elsewhere cannot end well, which is
/// nearly every search; the few files that name what makes it are all that has to be read to know.
/// </summary>
/// <remarks>It errs towards yes: a yes costs a search, a wrong no would cost a finding.</remarks>
internal sealed class SoughtPlaces
{
    private readonly Compilation _compilation;
    private readonly CancellationToken _cancellationToken;
    private readonly Dictionary<SyntaxTree, HashSet<int>> _places = [];
    private readonly Dictionary<SyntaxNode, NamesOfBody> _bodies = [];
    private readonly HashSet<string> _methods = new(StringComparer.Ordinal);
    private readonly HashSet<string> _values = new(StringComparer.Ordinal);
    private readonly CarrierMembers _carriers;
    private readonly Queue<SimpleNameSyntax> _open = new();
    private HashSet<string> _fresh = new(StringComparer.Ordinal);

    /// <param name="models">Semantic models of the compilation.</param>
    /// <param name="makers">The simple names of what makes it.</param>
    /// <param name="mayMake">Whether a member of such a name can be one, which is cheaper to know than what <paramref name="seeks"/> asks.</param>
    /// <param name="seeks">As for <see cref="OriginQuery"/>.</param>
    /// <param name="cancellationToken">Ends the work when the analysis is no longer wanted.</param>
    public SoughtPlaces(
        SourceModels models, ISet<string> makers, Func<ISymbol, bool> mayMake, Func<IOperation, bool> seeks, CancellationToken cancellationToken)
    {
        _compilation = models.Compilation;
        _cancellationToken = cancellationToken;
        _carriers = new CarrierMembers(_compilation);
        foreach (var name in Mentions(makers, cancellationToken))
        {
            if (models.For(name, near: null).GetSymbolInfo(name, cancellationToken).Symbol is { } member && mayMake(member))
            {
                Start(name, models, seeks, cancellationToken);
            }
        }

        Follow();
        while (_fresh.Count > 0)
        {
            var names = _fresh;
            _fresh = new(StringComparer.Ordinal);
            foreach (var name in Mentions(names, cancellationToken))
            {
                var isKnown = IsInvoked(name) ? _methods.Contains(name.Identifier.ValueText)
                    : _values.Contains(name.Identifier.ValueText) && BodyOf(name)?.IsLocal(name) != true;
                if (isKnown)
                {
                    _open.Enqueue(name);
                }
            }

            Follow();
        }

        _bodies.Clear();
    }

    /// <summary>Whether the expression names something that may hold it.</summary>
    public bool MayBeIn(SyntaxNode value)
    {
        if (_places.TryGetValue(value.SyntaxTree, out var places))
        {
            foreach (var node in value.DescendantNodesAndSelf())
            {
                if (node is SimpleNameSyntax && places.Contains(node.SpanStart))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Whether a method of the name may result in it.</summary>
    public bool MayReturn(string method) => _methods.Contains(method);

    /// <summary>Whether a field or property of the name may hold it.</summary>
    public bool MayHold(string member) => _values.Contains(member);

    private IEnumerable<SimpleNameSyntax> Mentions(ISet<string> names, CancellationToken cancellationToken)
    {
        foreach (var tree in _compilation.SyntaxTrees)
        {
            foreach (var name in names.Where(NameIndex.Of(tree).MayMention))
            {
                foreach (var token in NamePlaces.Of(name, tree.GetRoot(cancellationToken), cancellationToken))
                {
                    if (token.Parent is SimpleNameSyntax { Parent: not (NameColonSyntax or NameEqualsSyntax) } mention)
                    {
                        yield return mention;
                    }
                }
            }
        }
    }

    /// <summary>Begins at the call or property, and at the buffers that it fills, if binding confirms that it makes what is sought.</summary>
    private void Start(SimpleNameSyntax name, SourceModels models, Func<IOperation, bool> seeks, CancellationToken cancellationToken)
    {
        var access = name.Access();
        var isCall = IsInvoked(name);
        var whole = isCall ? access.Parent! : access;
        if (BodyOf(name) is not { } body || models.For(whole, near: null).GetOperation(whole, cancellationToken) is not { } operation)
        {
            return;
        }

        if (seeks(operation))
        {
            _open.Enqueue(name);
        }

        if (!isCall)
        {
            return;
        }

        foreach (var argument in operation.ChildOperations)
        {
            if (argument.Syntax is ArgumentSyntax && seeks(argument))
            {
                WriteAll(argument.Syntax, body);
            }
        }
    }

    private void Follow()
    {
        while (_open.Count > 0)
        {
            var name = _open.Dequeue();
            if (BodyOf(name) is { } body && Add(name))
            {
                Follow(name, body);
            }
        }
    }

    private bool Add(SimpleNameSyntax name)
    {
        if (!_places.TryGetValue(name.SyntaxTree, out var places))
        {
            _places.Add(name.SyntaxTree, places = []);
        }

        return places.Add(name.SpanStart);
    }

    /// <summary>From a mention outwards, to everything that its value is given to.</summary>
    private void Follow(SimpleNameSyntax name, NamesOfBody body)
    {
        SyntaxNode value = name;
        for (var parent = value.Parent; parent is not null; value = parent, parent = parent.Parent)
        {
            switch (parent)
            {
                case AssignmentExpressionSyntax assignment when assignment.Left == value:
                case MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Length" or "Count" or "LongLength" } size when size.Expression == value:
                case BinaryExpressionSyntax binary when IsVerdict(binary):
                case ConditionalExpressionSyntax conditional when conditional.Condition == value:
                case AnonymousFunctionExpressionSyntax:
                case ObjectCreationExpressionSyntax creation when !OriginApis.MayPassThrough(creation.Type.SimpleName()):
                case BracketedArgumentListSyntax:
                case ConstructorInitializerSyntax:
                case BaseTypeSyntax:
                case AttributeSyntax:
                    return;
                case AssignmentExpressionSyntax assignment:
                    Write(assignment.Left, body);
                    break;
                case InvocationExpressionSyntax call:
                    Give(call, value, body);
                    break;
                case IsPatternExpressionSyntax or SwitchExpressionSyntax or SwitchStatementSyntax:
                    WriteDesignations(parent, body);
                    break;
                case ForEachStatementSyntax loop when loop.Expression == value:
                    WriteLocal(loop.Identifier.ValueText, body);
                    return;
                case ForEachVariableStatementSyntax loop when loop.Expression == value:
                    WriteDesignations(loop.Variable, body);
                    return;
                case EqualsValueClauseSyntax:
                    WriteDeclared(parent.Parent, body);
                    return;
                case ReturnStatementSyntax or ArrowExpressionClauseSyntax:
                    Return(parent);
                    return;
                case StatementSyntax or MemberDeclarationSyntax:
                    return;
            }
        }
    }

    /// <summary>What a comparison results in says whether, and nothing of what.</summary>
    private static bool IsVerdict(BinaryExpressionSyntax binary) => binary.Kind() is SyntaxKind.EqualsExpression or SyntaxKind.NotEqualsExpression
        or SyntaxKind.LessThanExpression or SyntaxKind.LessThanOrEqualExpression or SyntaxKind.GreaterThanExpression or SyntaxKind.GreaterThanOrEqualExpression
        or SyntaxKind.LogicalAndExpression or SyntaxKind.LogicalOrExpression or SyntaxKind.IsExpression;

    /// <summary>A call on the value or with it: it may copy the value into another argument, or append it to what it is called on.</summary>
    private void Give(InvocationExpressionSyntax call, SyntaxNode value, NamesOfBody body)
    {
        if (call.Expression.SimpleName() is "CopyTo" or "TryCopyTo" or "Copy" or "BlockCopy" or "ConstrainedCopy")
        {
            WriteAll(call.ArgumentList, body);
        }

        if (value == call.ArgumentList)
        {
            foreach (var node in call.Expression.DescendantNodesAndSelf())
            {
                if (node is IdentifierNameSyntax receiver && body.IsLocal(receiver))
                {
                    WriteLocal(receiver.Identifier.ValueText, body);
                }
            }
        }
    }

    private void WriteAll(SyntaxNode target, NamesOfBody body)
    {
        foreach (var node in target.DescendantNodesAndSelf())
        {
            if (node is IdentifierNameSyntax { Identifier.ValueText: not ("Length" or "Count"), Parent: not NameColonSyntax } name && !IsInvoked(name))
            {
                Write(name, body);
            }
        }

        WriteDesignations(target, body);
    }

    private void WriteDesignations(SyntaxNode target, NamesOfBody body)
    {
        foreach (var node in target.DescendantNodesAndSelf())
        {
            if (node is SingleVariableDesignationSyntax designation)
            {
                WriteLocal(designation.Identifier.ValueText, body);
            }
        }
    }

    private void Write(ExpressionSyntax target, NamesOfBody body)
    {
        switch (target)
        {
            case SimpleNameSyntax name when body.IsLocal(name):
                WriteLocal(name.Identifier.ValueText, body);
                break;
            case SimpleNameSyntax or MemberAccessExpressionSyntax or MemberBindingExpressionSyntax:
                WriteMember(target.SimpleName()!);
                break;
            case ElementAccessExpressionSyntax element:
                Write(element.Expression, body);
                break;
            default:
                WriteAll(target, body);
                break;
        }
    }

    private void WriteDeclared(SyntaxNode? declaration, NamesOfBody body)
    {
        switch (declaration)
        {
            case VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Parent: BaseFieldDeclarationSyntax } } field:
                WriteMember(field.Identifier.ValueText);
                break;
            case VariableDeclaratorSyntax local:
                WriteLocal(local.Identifier.ValueText, body);
                break;
            case PropertyDeclarationSyntax property:
                WriteMember(property.Identifier.ValueText);
                break;
        }
    }

    private void WriteLocal(string name, NamesOfBody body)
    {
        foreach (var mention in body.MentionsOf(name))
        {
            if (body.IsLocal(mention))
            {
                _open.Enqueue(mention);
            }
        }
    }

    private void WriteMember(string name)
    {
        if (!_values.Contains(name) && _carriers.Hold(name, _cancellationToken))
        {
            _values.Add(name);
            _fresh.Add(name);
        }
    }

    private void Return(SyntaxNode place)
    {
        for (var function = place.Parent; function is not null; function = function.Parent)
        {
            switch (function)
            {
                case LocalFunctionStatementSyntax local:
                    ReturnFrom(local.Identifier.ValueText, local.ReturnType);
                    return;
                case MethodDeclarationSyntax method:
                    ReturnFrom(method.Identifier.ValueText, method.ReturnType);
                    return;
                case PropertyDeclarationSyntax property:
                    WriteMember(property.Identifier.ValueText);
                    return;
                case AnonymousFunctionExpressionSyntax or MemberDeclarationSyntax:
                    return;
            }
        }
    }

    private void ReturnFrom(string method, TypeSyntax type)
    {
        if (type is not PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword or (int)SyntaxKind.BoolKeyword } && _methods.Add(method))
        {
            _fresh.Add(method);
        }
    }

    /// <summary>The member with a body that the name stands in, or the file of a program without one; null where nothing is executed.</summary>
    private NamesOfBody? BodyOf(SimpleNameSyntax name)
    {
        var body = NamesOfBody.BodyAround(name);
        if (body is BaseTypeDeclarationSyntax or BaseNamespaceDeclarationSyntax)
        {
            return null;
        }

        if (!_bodies.TryGetValue(body, out var names))
        {
            _bodies.Add(body, names = new NamesOfBody(body, _cancellationToken));
        }

        return names;
    }

    private static bool IsInvoked(SimpleNameSyntax name) => name.Access() is { Parent: InvocationExpressionSyntax call } access && call.Expression == access;
}
