using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SocketSecurity.Analyzers.CodeFixes.Editing;

namespace SocketSecurity.Analyzers.CodeFixes.MessageProtection;

/// <summary>
/// SOCK4008: one object for each thread. The bytes that come out stay the same, so nothing that is stored or sent has to change;
/// AeadBox, which is thread-safe, has a format of its own and is the fix of the rules about ciphers.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SharedAeadInstanceFix))]
public sealed class SharedAeadInstanceFix : OfferingFix
{
    public const string PerThreadKey = "SOCK4008.PerThread";

    private const string PerThreadTitle = "Give each thread an object of its own";
    private const string ThreadLocal = "System.Threading.ThreadLocal`1";

    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Rules.SharedAeadInstance.Id];

    private protected override async Task<List<(string Key, string Title, TrackedEdit Edit)>> OffersFor(
        Document document, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var root = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
        var model = await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false);
        if (root?.FindNode(diagnostic.Location.SourceSpan) is not VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Variables.Count: 1 } declaration } variable
            || declaration.Parent is not FieldDeclarationSyntax { Parent: TypeDeclarationSyntax type }
            || model?.GetDeclaredSymbol(variable, cancellationToken) is not IFieldSymbol { DeclaredAccessibility: Accessibility.Private, Type: INamedTypeSymbol held } field
            || held.Name == "Lazy"
            || field.ContainingType.DeclaringSyntaxReferences.Length > 1
            || model.Compilation.GetTypeByMetadataName(ThreadLocal) is not { } threadLocal
            || MadeOnce(variable, field, type, model, cancellationToken) is not { } made)
        {
            return [];
        }

        var perThread = TypeReference.To(threadLocal.Construct(held.WithNullableAnnotation(NullableAnnotation.NotAnnotated)), document);
        var explicitMade = made is ImplicitObjectCreationExpressionSyntax shortForm
            ? SyntaxFactory.ObjectCreationExpression(
                SyntaxFactory.Token(SyntaxKind.NewKeyword).WithTrailingTrivia(SyntaxFactory.Space), TypeReference.To(held, document), shortForm.ArgumentList, shortForm.Initializer)
            : made;
        var creation = SyntaxFactory.ObjectCreationExpression(
            SyntaxFactory.Token(SyntaxKind.NewKeyword).WithTrailingTrivia(SyntaxFactory.Space),
            perThread,
            SyntaxFactory.ArgumentList([SyntaxFactory.Argument(SyntaxFactory.ParenthesizedLambdaExpression(explicitMade.WithoutTrivia())
                .WithArrowToken(SyntaxFactory.Token(SyntaxKind.EqualsGreaterThanToken).WithLeadingTrivia(SyntaxFactory.Space).WithTrailingTrivia(SyntaxFactory.Space)))]),
            initializer: null);
        var isNullable = model.GetNullableContext(variable.SpanStart).AnnotationsEnabled();
        return [(PerThreadKey, PerThreadTitle, new TrackedEdit(type, (tree, current) => tree.ReplaceNode(current, Rewritten((TypeDeclarationSyntax)current))))];

        SyntaxNode Rewritten(TypeDeclarationSyntax current)
        {
            var name = variable.Identifier.ValueText;
            var fieldType = current.DescendantNodes().OfType<VariableDeclaratorSyntax>()
                .First(candidate => candidate.Identifier.ValueText == name && candidate.Parent?.Parent is FieldDeclarationSyntax).Parent is VariableDeclarationSyntax now ? now.Type : declaration.Type;
            var mentions = current.DescendantNodes().OfType<IdentifierNameSyntax>().Where(mention => mention.Identifier.ValueText == name).Select(Whole).ToList();
            var creations = current.DescendantNodes().OfType<ExpressionSyntax>().Where(node => IsCreation(node, name)).ToList();
            return current.ReplaceNodes(
                mentions.Concat(creations).Append(fieldType).Distinct(),
                (old, _) => old == fieldType ? perThread.WithTriviaFrom(old)
                    : creations.Contains(old) ? creation.WithTriviaFrom(old)
                    : StaysWhole(old) ? old
                    : ValueOf((ExpressionSyntax)old, isNullable).WithTriviaFrom(old));
        }
    }

    /// <summary>The one creation of the object, when all mentions of the field are understood.</summary>
    private static ExpressionSyntax? MadeOnce(
        VariableDeclaratorSyntax variable, IFieldSymbol field, TypeDeclarationSyntax type, SemanticModel model, CancellationToken cancellationToken)
    {
        var made = variable.Initializer?.Value;
        var users = new HashSet<SyntaxNode?>();
        foreach (var name in type.DescendantNodes().OfType<IdentifierNameSyntax>())
        {
            if (name.Identifier.ValueText != field.Name)
            {
                continue;
            }

            if (!SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(name, cancellationToken).Symbol, field))
            {
                return null;
            }

            var mention = Whole(name);
            switch (mention.Parent)
            {
                case AssignmentExpressionSyntax assignment when assignment.Left == mention:
                    if (made is not null || assignment.FirstAncestorOrSelf<ConstructorDeclarationSyntax>() is null || !assignment.IsKind(SyntaxKind.SimpleAssignmentExpression))
                    {
                        return null;
                    }

                    made = assignment.Right;
                    break;
                case MemberAccessExpressionSyntax or ArgumentSyntax { RefKindKeyword.RawKind: 0 }:
                    // Between two uses around an await the thread, and with it the object, can change.
                    if (!StaysWhole(mention)
                        && mention.FirstAncestorOrSelf<MethodDeclarationSyntax>() is { } method
                        && !users.Add(method)
                        && method.DescendantNodes().Any(node => node is AwaitExpressionSyntax))
                    {
                        return null;
                    }

                    break;
                default:
                    return null;
            }
        }

        return made is BaseObjectCreationExpressionSyntax or InvocationExpressionSyntax ? made : null;
    }

    private static bool IsCreation(ExpressionSyntax node, string field) => node.Parent switch
    {
        EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent.Parent: FieldDeclarationSyntax } variable } => variable.Identifier.ValueText == field,
        AssignmentExpressionSyntax { Left: IdentifierNameSyntax name } assignment => assignment.Right == node && name.Identifier.ValueText == field,
        AssignmentExpressionSyntax { Left: MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } access } assignment => assignment.Right == node && access.Name.Identifier.ValueText == field,
        _ => false,
    };

    private static SyntaxNode Whole(IdentifierNameSyntax name) =>
        name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : name;

    /// <summary>Where the field is given its value, or the container is disposed with what it belongs to.</summary>
    private static bool StaysWhole(SyntaxNode mention) => mention.Parent
        is AssignmentExpressionSyntax
        or MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Dispose" };

    private static ExpressionSyntax ValueOf(ExpressionSyntax mention, bool isNullable)
    {
        var value = SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, mention.WithoutTrivia(), SyntaxFactory.IdentifierName("Value"));
        return isNullable ? SyntaxFactory.PostfixUnaryExpression(SyntaxKind.SuppressNullableWarningExpression, value) : value;
    }
}
