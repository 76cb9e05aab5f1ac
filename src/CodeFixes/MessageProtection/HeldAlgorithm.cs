using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow;

namespace SocketSecurity.Analyzers.CodeFixes.MessageProtection;

/// <summary>
/// An algorithm in a private field, of which every mention is understood: constructors make it and give it its key, methods
/// encrypt and decrypt with it, others dispose it.
/// </summary>
internal sealed class HeldAlgorithm
{
    private readonly List<StatementSyntax> _dropped = [];
    private readonly HashSet<SyntaxNode> _disposals = [];
    private readonly HashSet<MethodDeclarationSyntax> _users = [];
    private readonly Dictionary<ConstructorDeclarationSyntax, (StatementSyntax Statement, ExpressionSyntax Key)> _keyings = [];

    private HeldAlgorithm(IFieldSymbol field, FieldDeclarationSyntax declaration)
    {
        Field = field;
        Declaration = declaration;
    }

    public IFieldSymbol Field { get; }

    public FieldDeclarationSyntax Declaration { get; }

    /// <summary>Statements that prepare the algorithm and go with it.</summary>
    public IReadOnlyList<StatementSyntax> Dropped => _dropped;

    /// <summary>Statements, or bodies that are an expression, that end its life.</summary>
    public IReadOnlyCollection<SyntaxNode> Disposals => _disposals;

    /// <summary>Methods that do something else with it.</summary>
    public IReadOnlyCollection<MethodDeclarationSyntax> Users => _users;

    /// <summary>Where constructors give it its key; none where its users bring theirs.</summary>
    public IReadOnlyCollection<(StatementSyntax Statement, ExpressionSyntax Key)> Keyings => _keyings.Values;

    public bool IsKeyed => _keyings.Count > 0;

    public int KeyBits { get; private set; }

    public int BlockBits { get; private set; }

    /// <summary>Whether the node is a part of what is understood here.</summary>
    public bool Contains(SyntaxNode node) =>
        _disposals.Append(Declaration).Concat(_dropped).Concat(_keyings.Values.Select(keying => keying.Statement)).Any(part => part.FullSpan.Contains(node.Span));

    /// <summary>The algorithms of a type; null when a mention of one of them outside its methods is not understood.</summary>
    public static List<HeldAlgorithm>? Of(TypeDeclarationSyntax type, SemanticModel model, CancellationToken cancellationToken)
    {
        var found = new List<HeldAlgorithm>();
        foreach (var declaration in type.Members.OfType<FieldDeclarationSyntax>())
        {
            if (declaration.Declaration.Variables is not [var variable]
                || model.GetDeclaredSymbol(variable, cancellationToken) is not IFieldSymbol { DeclaredAccessibility: Accessibility.Private } field
                || !CipherTypes.IsAlgorithm(field.Type))
            {
                continue;
            }

            var held = new HeldAlgorithm(field, declaration);
            try
            {
                held.Read(type, variable, model, cancellationToken);
            }
            catch (NotUnderstoodException)
            {
                return null;
            }

            found.Add(held);
        }

        return found;
    }

    private void Read(TypeDeclarationSyntax type, VariableDeclaratorSyntax variable, SemanticModel model, CancellationToken cancellationToken)
    {
        if (variable.Initializer is { } initializer)
        {
            Make(model.GetOperation(initializer.Value, cancellationToken), constructor: null, statement: null);
        }

        foreach (var name in type.DescendantNodes().OfType<IdentifierNameSyntax>())
        {
            if (name.Identifier.ValueText != Field.Name || !SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(name, cancellationToken).Symbol, Field))
            {
                continue;
            }

            switch (name.FirstAncestorOrSelf<MemberDeclarationSyntax>())
            {
                case MethodDeclarationSyntax when Disposal.Of(name) is { } disposal:
                    _disposals.Add(disposal);
                    break;
                case MethodDeclarationSyntax method:
                    _users.Add(method);
                    break;
                case ConstructorDeclarationSyntax constructor:
                    ReadSetup(name.FirstAncestorOrSelf<StatementSyntax>() as ExpressionStatementSyntax, constructor, model, cancellationToken);
                    break;
                default:
                    throw new NotUnderstoodException();
            }
        }

        var first = type.Members.OfType<ConstructorDeclarationSyntax>().Where(constructor =>
            constructor.Modifiers.Any(SyntaxKind.StaticKeyword) == Field.IsStatic && constructor.Initializer?.ThisOrBaseKeyword.IsKind(SyntaxKind.ThisKeyword) != true).ToList();
        if (KeyBits == 0 || (IsKeyed && (_keyings.Count != first.Count || !first.TrueForAll(_keyings.ContainsKey))))
        {
            throw new NotUnderstoodException();
        }
    }

    private void ReadSetup(ExpressionStatementSyntax? statement, ConstructorDeclarationSyntax constructor, SemanticModel model, CancellationToken cancellationToken)
    {
        // Only what every construction does.
        if (statement is null || statement.Parent != constructor.Body || constructor.Initializer?.ThisOrBaseKeyword.IsKind(SyntaxKind.ThisKeyword) == true)
        {
            throw new NotUnderstoodException();
        }

        if (_dropped.Contains(statement) || _keyings.Values.Any(keying => keying.Statement == statement))
        {
            return;
        }

        switch (model.GetOperation(statement.Expression, cancellationToken))
        {
            case ISimpleAssignmentOperation { Target: IFieldReferenceOperation target } making when IsField(target):
                Make(making.Value, constructor, statement);
                break;
            case ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Instance: { } instance } property } setting when IsField(instance):
                Set(property.Property.Name, setting.Value, constructor, statement);
                break;
            case IInvocationOperation { TargetMethod.Name: "GenerateIV", Instance: { } instance } when IsField(instance):
                _dropped.Add(statement);
                break;
            default:
                throw new NotUnderstoodException();
        }
    }

    private void Make(IOperation? made, ConstructorDeclarationSyntax? constructor, StatementSyntax? statement)
    {
        if (made?.WithoutConversions() is not { } creation || CipherTypes.Created(creation) is not { } algorithm
            || (KeyBits != 0 && (KeyBits, BlockBits) != (algorithm.KeyBits, algorithm.BlockBits)))
        {
            throw new NotUnderstoodException();
        }

        KeyBits = algorithm.KeyBits;
        BlockBits = algorithm.BlockBits;
        foreach (var initializer in (creation as IObjectCreationOperation)?.Initializer?.Initializers ?? [])
        {
            if (initializer is not ISimpleAssignmentOperation { Target: IPropertyReferenceOperation property } setting)
            {
                throw new NotUnderstoodException();
            }

            Set(property.Property.Name, setting.Value, constructor, statement);
        }

        if (statement is not null && !_keyings.Values.Any(keying => keying.Statement == statement))
        {
            _dropped.Add(statement);
        }
    }

    private void Set(string property, IOperation value, ConstructorDeclarationSyntax? constructor, StatementSyntax? statement)
    {
        switch (property)
        {
            case "Key" when constructor is not null && !_keyings.ContainsKey(constructor) && CipherTypes.IsBytes(value.Type):
                _keyings[constructor] = (statement!, KeyOf(value));
                return;
            case "KeySize" when value.ConstantValue is { HasValue: true, Value: int bits }:
                KeyBits = bits;
                break;
            case "BlockSize" when value.ConstantValue is { HasValue: true, Value: int bits }:
                BlockBits = bits;
                break;
            case "IV" or "Mode" or "Padding" or "FeedbackSize" when !MentionsOther(value):
                break;
            default:
                throw new NotUnderstoodException();
        }

        if (statement is not null && !_dropped.Contains(statement) && !_keyings.Values.Any(keying => keying.Statement == statement))
        {
            _dropped.Add(statement);
        }
    }

    /// <summary>The algorithm's sizes become the numbers that they are.</summary>
    private ExpressionSyntax KeyOf(IOperation value)
    {
        var sizes = value.DescendantsAndSelf().OfType<IPropertyReferenceOperation>()
            .Where(part => part.Property.Name is "KeySize" or "BlockSize" && part.Instance is { } instance && IsField(instance))
            .ToDictionary(part => part.Syntax, part => part.Property.Name == "KeySize" ? KeyBits : BlockBits);
        if (MentionsOther(value) || value.Syntax is not ExpressionSyntax key)
        {
            throw new NotUnderstoodException();
        }

        return key.ReplaceNodes(sizes.Keys, (node, _) => SyntaxFactory.LiteralExpression(SyntaxKind.NumericLiteralExpression, SyntaxFactory.Literal(sizes[node])).WithTriviaFrom(node));
    }

    private bool MentionsOther(IOperation value) =>
        value.DescendantsAndSelf().Any(part => part is IFieldReferenceOperation && IsField(part) && part.Parent is not IPropertyReferenceOperation { Property.Name: "KeySize" or "BlockSize" });

    private bool IsField(IOperation operation) =>
        operation.WithoutConversions() is IFieldReferenceOperation { Instance: null or IInstanceReferenceOperation } reference && SymbolEqualityComparer.Default.Equals(reference.Field, Field);
}
