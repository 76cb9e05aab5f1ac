using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SocketSecurity.Analyzers.Flow.Origins;

/// <summary>
/// Members that are searched for through a compilation, as syntax can tell: by name and by how many arguments a call needs at
/// least to reach one of the parameters in question. Binding is what costs; this keeps it to the calls that matter.
/// </summary>
internal sealed class CalledMembers
{
    private readonly Dictionary<string, int> _leastArguments = new(StringComparer.Ordinal);
    private readonly HashSet<string> _constructors = new(StringComparer.Ordinal);

    private CalledMembers()
    {
    }

    /// <summary>Simple names; a constructor has the name of its type.</summary>
    public IReadOnlyCollection<string> Names => _leastArguments.Keys;

    /// <summary>Those of the names that are constructors'.</summary>
    public IReadOnlyCollection<string> Constructors => _constructors;

    /// <summary>Members with these simple names, and whether constructors are among them.</summary>
    public static CalledMembers OfSinks(IReadOnlyDictionary<string, bool> names)
    {
        var members = new CalledMembers();
        foreach (var name in names)
        {
            members._leastArguments[name.Key] = 1;
            if (name.Value)
            {
                members._constructors.Add(name.Key);
            }
        }

        return members;
    }

    /// <summary>The members that have these parameters.</summary>
    public static CalledMembers OfParameters(IEnumerable<IParameterSymbol> parameters)
    {
        var members = new CalledMembers();
        foreach (var parameter in parameters)
        {
            var member = parameter.ContainingSymbol;
            var name = member.Name;
            if (member is IMethodSymbol { MethodKind: MethodKind.Constructor })
            {
                members._constructors.Add(name = member.ContainingType.Name);
            }

            // Called on its first parameter, an extension method has one argument less.
            var least = member is IMethodSymbol { IsExtensionMethod: true } ? parameter.Ordinal : parameter.Ordinal + 1;
            members._leastArguments[name] = members._leastArguments.TryGetValue(name, out var known) ? Math.Min(known, least) : least;
        }

        return members;
    }

    /// <summary>Whether the call, creation or assignment may be of one of the members.</summary>
    /// <param name="node">Any node.</param>
    /// <param name="mayCreate">Whether the file names a type whose constructor is among the members; without, <c>new(…)</c> is of another type.</param>
    public bool MayBeAt(SyntaxNode node, bool mayCreate) => node switch
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
            assignment.Left.SimpleName() is { } name && _leastArguments.ContainsKey(name),
        _ => false,
    };

    private bool Reaches(string? name, ArgumentListSyntax? arguments)
    {
        if (name is null || arguments is null || !_leastArguments.TryGetValue(name, out var least))
        {
            return false;
        }

        if (arguments.Arguments.Count >= least)
        {
            return true;
        }

        foreach (var argument in arguments.Arguments)
        {
            if (argument.NameColon is not null)
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
