using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SocketSecurity.Analyzers.Flow.Origins;

/// <summary>
/// Members that are searched for through a compilation, as syntax can tell: by name and by the places of the parameters in
/// question among a call's arguments. Binding is what costs; this keeps it to the calls that matter.
/// </summary>
internal sealed class CalledMembers
{
    /// <summary>The last parameter that has a bit of its own; those behind it share it.</summary>
    private const int LastPosition = 63;

    private readonly Dictionary<string, ulong> _positions = new(StringComparer.Ordinal);
    private readonly HashSet<string> _constructors = new(StringComparer.Ordinal);
    private readonly HashSet<string> _extensions = new(StringComparer.Ordinal);
    private readonly HashSet<string> _localFunctions = new(StringComparer.Ordinal);
    private readonly HashSet<string> _parameters = new(StringComparer.Ordinal);

    /// <summary>Simple names; a constructor has the name of its type.</summary>
    public IReadOnlyCollection<string> Names => _positions.Keys;

    /// <summary>Those of the names that are constructors'.</summary>
    public IReadOnlyCollection<string> Constructors => _constructors;

    /// <summary>Searches for what is passed for the parameter.</summary>
    public void Add(IParameterSymbol parameter)
    {
        var member = parameter.ContainingSymbol;
        var name = member.Name;
        if (member is IMethodSymbol { MethodKind: MethodKind.Constructor })
        {
            _constructors.Add(name = member.ContainingType.Name);
        }
        else if (member is IMethodSymbol { IsExtensionMethod: true })
        {
            _extensions.Add(name);
        }
        else if (member is IMethodSymbol { MethodKind: MethodKind.LocalFunction })
        {
            _localFunctions.Add(name);
        }

        _parameters.Add(parameter.Name);

        var bit = 1UL << Math.Min(parameter.Ordinal, LastPosition);
        Add(name, parameter.IsParams ? ~(bit - 1) : bit);
    }

    /// <summary>Searches for what is assigned to properties of the name.</summary>
    public void AddProperty(string name) => Add(name, ulong.MaxValue);

    /// <summary>Whether what is called, by its name, can be one that is no member of what it is called on or stands in.</summary>
    public bool MayBeOutsideOfTypes(SyntaxNode node) =>
        node is InvocationExpressionSyntax { Expression: var called } && called.SimpleName() is { } name && (_extensions.Contains(name) || _localFunctions.Contains(name));

    /// <summary>The calls, creations and assignments in a file that may be of one of the members, in the order of their places.</summary>
    /// <param name="root">The file.</param>
    /// <param name="words">The words in it.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public IEnumerable<SyntaxNode> PlacesIn(SyntaxNode root, NameIndex words, CancellationToken cancellationToken)
    {
        // Without the name of a type whose constructor is among the members, new(…) is of another type.
        var mayCreate = words.MayMentionAny(_constructors);
        return Names.Where(words.MayMention)
            .SelectMany(name => NamePlaces.Of(name, root, cancellationToken).Select(UseOf))
            .Concat(mayCreate ? NamePlaces.OfCall(SyntaxKind.NewKeyword, root, cancellationToken).Select(static token => token.Parent) : [])
            .Concat(NamePlaces.OfCall(SyntaxKind.ThisKeyword, root, cancellationToken).Select(static token => token.Parent))
            .Concat(NamePlaces.OfCall(SyntaxKind.BaseKeyword, root, cancellationToken).Select(static token => token.Parent))
            .OfType<SyntaxNode>()
            .Where(node => MayBeAt(node, mayCreate))
            .Distinct()
            .OrderBy(static node => node.SpanStart)
            .ThenByDescending(static node => node.Span.Length);
    }

    /// <summary>What is called, created or assigned where the name stands.</summary>
    private static SyntaxNode? UseOf(SyntaxToken name)
    {
        var node = name.Parent;
        while (node?.Parent is MemberAccessExpressionSyntax { Name: var last } && last == node
            || node?.Parent is MemberBindingExpressionSyntax or AliasQualifiedNameSyntax
            || (node?.Parent is QualifiedNameSyntax { Right: var right } && right == node))
        {
            node = node.Parent;
        }

        return node?.Parent;
    }

    private bool MayBeAt(SyntaxNode node, bool mayCreate) => node switch
    {
        InvocationExpressionSyntax call => Reaches(call.Expression.SimpleName(), call.ArgumentList),
        ObjectCreationExpressionSyntax creation => Reaches(creation.Type.SimpleName(), creation.ArgumentList),
        ImplicitObjectCreationExpressionSyntax { ArgumentList.Arguments.Count: > 0 } creation => mayCreate
            && (DeclaredType(creation) is not { } type || Reaches(type.SimpleName(), creation.ArgumentList)),
        ConstructorInitializerSyntax { RawKind: (int)SyntaxKind.ThisConstructorInitializer } initializer =>
            Reaches(initializer.FirstAncestorOrSelf<TypeDeclarationSyntax>()?.Identifier.ValueText, initializer.ArgumentList),
        ConstructorInitializerSyntax { ArgumentList.Arguments.Count: > 0 } initializer =>
            BaseType(initializer) is not { } type || Reaches(type.SimpleName(), initializer.ArgumentList),
        PrimaryConstructorBaseTypeSyntax initializer => Reaches(initializer.Type.SimpleName(), initializer.ArgumentList),
        AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } assignment =>
            assignment.Left.SimpleName() is { } name && _positions.ContainsKey(name),
        _ => false,
    };

    /// <summary>What such a call, creation or assignment hands over for the parameters in question.</summary>
    public IEnumerable<SyntaxNode> ValuesAt(SyntaxNode node) => node switch
    {
        InvocationExpressionSyntax call => ValuesIn(call.ArgumentList, call.Expression.SimpleName(), call.Expression),
        ObjectCreationExpressionSyntax creation => ValuesIn(creation.ArgumentList, creation.Type.SimpleName(), receiver: null),
        PrimaryConstructorBaseTypeSyntax initializer => ValuesIn(initializer.ArgumentList, initializer.Type.SimpleName(), receiver: null),
        AssignmentExpressionSyntax assignment => [assignment.Right],
        _ => [node],
    };

    private IEnumerable<SyntaxNode> ValuesIn(ArgumentListSyntax? list, string? name, ExpressionSyntax? receiver)
    {
        if (list is null || name is null || !_positions.TryGetValue(name, out var positions))
        {
            yield break;
        }

        // Called on its first parameter, an extension method has its arguments one place further on.
        var isExtension = _extensions.Contains(name);
        var reduced = isExtension ? positions >> 1 : 0;
        if (isExtension && (positions & 1) != 0 && receiver is not null)
        {
            yield return receiver;
        }

        for (var i = 0; i < list.Arguments.Count; i++)
        {
            var bit = 1UL << Math.Min(i, LastPosition);
            if (list.Arguments[i].NameColon is null ? ((positions | reduced) & bit) != 0 : IsNamed(list.Arguments[i]))
            {
                yield return list.Arguments[i].Expression;
            }
        }
    }

    private bool IsNamed(ArgumentSyntax argument) => argument.NameColon is { Name.Identifier.ValueText: var parameter } && _parameters.Contains(parameter);

    private void Add(string name, ulong positions) =>
        _positions[name] = _positions.TryGetValue(name, out var known) ? known | positions : positions;

    private bool Reaches(string? name, ArgumentListSyntax? arguments)
    {
        if (name is null || arguments is null || !_positions.TryGetValue(name, out var positions))
        {
            return false;
        }

        var least = _extensions.Contains(name) ? 0 : 1;
        for (; (positions & 1) == 0; positions >>= 1)
        {
            least++;
        }

        if (arguments.Arguments.Count >= least)
        {
            return true;
        }

        foreach (var argument in arguments.Arguments)
        {
            if (IsNamed(argument))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The type that stands where <c>new(…)</c> is assigned; null when it stands elsewhere.</summary>
    private static TypeSyntax? DeclaredType(ImplicitObjectCreationExpressionSyntax creation) => creation.Parent switch
    {
        EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax declaration } } => Plain(declaration.Type),
        EqualsValueClauseSyntax { Parent: PropertyDeclarationSyntax property } => Plain(property.Type),
        _ => null,
    };

    private static TypeSyntax? Plain(TypeSyntax type) => type is NullableTypeSyntax nullable ? nullable.ElementType : type;

    /// <summary>The first of the listed types, which is the base class if there is one; null when another part of the type names it.</summary>
    private static TypeSyntax? BaseType(ConstructorInitializerSyntax initializer) =>
        initializer.FirstAncestorOrSelf<TypeDeclarationSyntax>()?.BaseList?.Types.FirstOrDefault()?.Type;
}
