using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SocketSecurity.Analyzers.Flow.Origins;

namespace SocketSecurity.Analyzers.Flow;

/// <summary>Semantic models of the files that a candidate's value leads to. One instance serves one compilation.</summary>
/// <remarks>
/// This is the only place that asks for the semantic model of another file. Asking for another file's model is costly in general, which is why the rule against it exists. Here it happens only when a
/// rule has a candidate whose value depends on a member of that file, and once per file: that is what makes a finding
/// independent of the order of files and visible while typing.
/// </remarks>
internal sealed class SourceModels
{
    private static readonly ConditionalWeakTable<Compilation, SourceModels> OfCompilations = new();

    private readonly ConcurrentDictionary<SyntaxTree, SemanticModel> _models = new();

    private SourceModels(Compilation compilation) => Compilation = compilation;

    public Compilation Compilation { get; }

    /// <summary>The one instance that all rules share for a compilation: a body that one of them had bound is bound for all.</summary>
    public static SourceModels For(Compilation compilation) => OfCompilations.GetValue(compilation, static key => new SourceModels(key));

    /// <param name="syntax">A node of any file of the compilation.</param>
    /// <param name="near">An operation that led here; its own model is used for its own file.</param>
    public SemanticModel For(SyntaxNode syntax, IOperation? near) =>
        near?.SemanticModel is { } own && own.SyntaxTree == syntax.SyntaxTree
            ? own
#pragma warning disable RS1030 // see the remarks
            : _models.GetOrAdd(syntax.SyntaxTree, tree => Compilation.GetSemanticModel(tree));
#pragma warning restore RS1030

    /// <summary>The body of a method, accessor or local function that is written in this compilation; null for all others.</summary>
    public IOperation? BodyOf(IMethodSymbol method, IOperation? near, CancellationToken cancellationToken)
    {
        var definition = method.OriginalDefinition;
        definition = definition.PartialImplementationPart ?? definition;
        if (definition.DeclaringSyntaxReferences is not [var reference])
        {
            return null;
        }

        var syntax = reference.GetSyntax(cancellationToken);
        return Compilation.ContainsSyntaxTree(syntax.SyntaxTree)
            && syntax is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or LocalFunctionStatementSyntax or ArrowExpressionClauseSyntax
            ? For(syntax, near).GetOperation(syntax, cancellationToken)
            : null;
    }

    /// <summary>
    /// Every mention of a field, property or method in the type that declares it, and of a parameter in its method, as operations; null when there are more than
    /// <paramref name="limit"/>, or where the type belongs to another project, and the answer would cost too much.
    /// </summary>
    public List<IOperation>? MentionsOf(ISymbol member, IOperation? near, int limit, CancellationToken cancellationToken)
    {
        var found = new List<IOperation>();
        foreach (var reference in ScopeOf(member).DeclaringSyntaxReferences)
        {
            // The member of a project that this one references: its files have no model here.
            if (!Compilation.ContainsSyntaxTree(reference.SyntaxTree)
                || !Collect(reference.GetSyntax(cancellationToken), member, near, limit, found, cancellationToken))
            {
                return null;
            }
        }

        return found;
    }

    /// <summary>As <see cref="MentionsOf"/>, in every file of the compilation that has the member's name in its text.</summary>
    public List<IOperation>? MentionsAnywhereOf(ISymbol member, IOperation? near, int limit, CancellationToken cancellationToken)
    {
        if (!member.DeclaringSyntaxReferences.All(reference => Compilation.ContainsSyntaxTree(reference.SyntaxTree)))
        {
            return null;
        }

        var found = new List<IOperation>();
        foreach (var tree in Compilation.SyntaxTrees)
        {
            if (NameIndex.Of(tree).MayMention(member.Name) && !Collect(tree.GetRoot(cancellationToken), member, near, limit, found, cancellationToken))
            {
                return null;
            }
        }

        return found;
    }

    /// <summary>The parameters of a type are mentioned in all of it.</summary>
    private static ISymbol ScopeOf(ISymbol member) =>
        member is IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: not MethodKind.Constructor } method } ? method : member.ContainingType;

    /// <summary>False when there are too many.</summary>
    private bool Collect(SyntaxNode root, ISymbol member, IOperation? near, int limit, List<IOperation> found, CancellationToken cancellationToken)
    {
        SemanticModel? model = null;
        foreach (var token in NamePlaces.Of(member.Name, root, cancellationToken))
        {
            if (token.Parent is not IdentifierNameSyntax identifier)
            {
                continue;
            }

            model ??= For(root, near);
            if (!SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(identifier, cancellationToken).Symbol?.OriginalDefinition, member.OriginalDefinition))
            {
                continue;
            }

            var whole = identifier.Parent is MemberAccessExpressionSyntax access && access.Name == identifier ? (SyntaxNode)access : identifier;
            whole = whole.Parent is InvocationExpressionSyntax call && member is IMethodSymbol ? call : whole;
            if (model.GetOperation(whole, cancellationToken) is { } operation)
            {
                found.Add(operation);
            }

            if (found.Count > limit)
            {
                return false;
            }
        }

        return true;
    }
}
