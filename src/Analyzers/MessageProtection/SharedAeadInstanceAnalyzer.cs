using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow;
using SocketSecurity.Analyzers.Flow.Origins;

namespace SocketSecurity.Analyzers.MessageProtection;

/// <summary>
/// SOCK4008: one object that encrypts, authenticates or hashes is in a static field, or in a field that concurrent code uses. Such
/// objects keep state in native memory during a call: two calls at once corrupt messages or end the process.
/// </summary>
public sealed class SharedAeadInstanceAnalyzer : RuleAnalyzer
{
    /// <summary>A field that is mentioned more often than this is not judged: looking at it would cost too much.</summary>
    private const int MaximumMentions = 100;

    private const string Cryptography = "System.Security.Cryptography.";

    private static readonly HashSet<string> HarmlessMembers = new(StringComparer.Ordinal)
    {
        "Dispose", "Clear", "Key", "HashSize", "InputBlockSize", "OutputBlockSize", "CanReuseTransform", "CanTransformMultipleBlocks", "TagSizeInBytes", "GetType", "IsValueCreated",
    };

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.SharedAeadInstance];

    public override void AnalyzeCompilation(RuleContext context)
    {
        var types = ImmutableArray.CreateBuilder<INamedTypeSymbol>();
        foreach (var name in new[] { "AesGcm", "AesCcm", "ChaCha20Poly1305", "HashAlgorithm", "ICryptoTransform", "IncrementalHash" })
        {
            if (context.Compilation.GetTypeByMetadataName(Cryptography + name) is { } type)
            {
                types.Add(type);
            }
        }

        if (types.Count == 0)
        {
            return;
        }

        var stateful = types.ToImmutable();
        var models = ValueOrigins.For(context.Compilation).Models;
        var concurrent = new ConcurrentCode(models);
        context.RegisterSymbolAction(symbol => Analyze(symbol, stateful, models, concurrent), SymbolKind.Field, SymbolKind.Property);
    }

    private static void Analyze(SymbolAnalysisContext context, ImmutableArray<INamedTypeSymbol> stateful, SourceModels models, ConcurrentCode concurrent)
    {
        var type = context.Symbol switch
        {
            IFieldSymbol { IsImplicitlyDeclared: false, IsConst: false } field => field.Type,
            IPropertySymbol { IsIndexer: false } property when IsAutomatic(property, context.CancellationToken) => property.Type,
            _ => null,
        };
        if (type is INamedTypeSymbol { Name: "Lazy", TypeArguments: [var held] })
        {
            type = held;
        }

        if (type is null || !IsStateful(type, stateful) || IsPerThread(context.Symbol)
            || models.MentionsOf(context.Symbol, near: null, MaximumMentions, context.CancellationToken) is not { } mentions)
        {
            return;
        }

        foreach (var mention in mentions)
        {
            if (!IsUse(mention) || IsInConstruction(mention.Syntax) || HeldLock.IsAround(mention.Syntax))
            {
                continue;
            }

            var sharing = context.Symbol.IsStatic ? "all threads of the process use" : concurrent.ReasonFor(mention.Syntax, context.CancellationToken);
            if (sharing is not null)
            {
                Report(context, mention, type, sharing);
                return;
            }
        }
    }

    private static void Report(SymbolAnalysisContext context, IOperation use, ITypeSymbol type, string sharing)
    {
        var guard = ProductionGuard.Of(use, context.Compilation, context.Options);
        context.ReportDiagnostic(Diagnostic.Create(
            Rules.SharedAeadInstance,
            context.Symbol.Locations[0],
            guard is null ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info,
            [use.Syntax.GetLocation()],
            properties: null,
            context.Symbol.Name,
            type.Name,
            sharing,
            guard is null ? "" : $"; {guard}"));
    }

    private static bool IsStateful(ITypeSymbol type, ImmutableArray<INamedTypeSymbol> stateful)
    {
        foreach (var known in stateful)
        {
            for (ITypeSymbol? current = type; current is not null; current = current.BaseType)
            {
                if (SymbolEqualityComparer.Default.Equals(current, known))
                {
                    return true;
                }
            }

            if (known.TypeKind == TypeKind.Interface && type.AllInterfaces.Contains(known, SymbolEqualityComparer.Default))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsPerThread(ISymbol symbol)
    {
        foreach (var attribute in symbol.GetAttributes())
        {
            if (attribute.AttributeClass?.Name == "ThreadStaticAttribute")
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the object does something there: a call on it, or a call that it is handed to.</summary>
    private static bool IsUse(IOperation mention)
    {
        var value = mention;
        while (value.Parent is IConversionOperation or IParenthesizedOperation or IPropertyReferenceOperation { Property: { Name: "Value", ContainingType.Name: "Lazy" } })
        {
            value = value.Parent;
        }

        return value.Parent switch
        {
            IInvocationOperation call => call.Instance == value && !HarmlessMembers.Contains(call.TargetMethod.Name),
            IPropertyReferenceOperation property => !HarmlessMembers.Contains(property.Property.Name),
            IArgumentOperation { Parent: IInvocationOperation or IObjectCreationOperation, Parameter.RefKind: RefKind.None } => true,
            IConditionalAccessOperation { WhenNotNull: IInvocationOperation call } => !HarmlessMembers.Contains(call.TargetMethod.Name),
            _ => false,
        };
    }

    /// <summary>Nobody else has the object, or the type, while it is made.</summary>
    private static bool IsInConstruction(SyntaxNode place)
    {
        for (var node = place; node is not null and not BaseTypeDeclarationSyntax; node = node.Parent)
        {
            switch (node)
            {
                case AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax:
                    return false;
                case ConstructorDeclarationSyntax or DestructorDeclarationSyntax or EqualsValueClauseSyntax { Parent.Parent.Parent: FieldDeclarationSyntax } or EqualsValueClauseSyntax { Parent: PropertyDeclarationSyntax }:
                    return true;
            }
        }

        return false;
    }

    private static bool IsAutomatic(IPropertySymbol property, CancellationToken cancellationToken) =>
        property.DeclaringSyntaxReferences is [var declaration]
        && declaration.GetSyntax(cancellationToken) is PropertyDeclarationSyntax { ExpressionBody: null, AccessorList.Accessors: var accessors }
        && accessors.All(static accessor => accessor is { Body: null, ExpressionBody: null });
}
