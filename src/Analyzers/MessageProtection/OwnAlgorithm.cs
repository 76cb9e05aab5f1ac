using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SocketSecurity.Analyzers.Flow;

namespace SocketSecurity.Analyzers.MessageProtection;

/// <summary>Whether a type that stands for a cryptographic algorithm computes it, or hands the work on to somebody else's.</summary>
internal sealed class OwnAlgorithm(SourceModels models, ImmutableArray<INamedTypeSymbol> contracts)
{
    /// <summary>Fewer operations on bits than this do no mixing: they take a number apart, or combine flags.</summary>
    private const int MixingOperations = 4;

    /// <summary>Results of up to this many bits are checksums.</summary>
    private const int ChecksumBits = 64;

    private static readonly string[] ChecksumNames = ["crc", "adler", "fletcher", "fnv", "murmur", "xxhash", "checksum", "jenkins"];

    public bool Is(INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        if (type.TypeKind is not (TypeKind.Class or TypeKind.Struct) || !StandsForAlgorithm(type) || IsNamedChecksum(type.Name))
        {
            return false;
        }

        var mixing = 0;
        var isCipher = false;
        foreach (var reference in type.DeclaringSyntaxReferences)
        {
            var declaration = reference.GetSyntax(cancellationToken);
            var model = models.For(declaration, near: null);
            foreach (var node in declaration.DescendantNodes())
            {
                if (IsMixing(node))
                {
                    mixing++;
                    isCipher |= IsKeyStream(node);
                }
                else if (IsChecksumSize(node) || HandsOn(node, type, model, cancellationToken))
                {
                    return false;
                }
            }
        }

        return mixing >= MixingOperations || isCipher;
    }

    /// <summary>The name that a declaration gives; null for other nodes.</summary>
    public static string? NameOf(SyntaxNode node) => node switch
    {
        MethodDeclarationSyntax method => method.Identifier.ValueText,
        LocalFunctionStatementSyntax function => function.Identifier.ValueText,
        BaseTypeDeclarationSyntax type => type.Identifier.ValueText,
        BaseNamespaceDeclarationSyntax space => space.Name.ToString(),
        _ => null,
    };

    private bool StandsForAlgorithm(INamedTypeSymbol type)
    {
        foreach (var contract in contracts)
        {
            for (var current = type.BaseType; current is not null; current = current.BaseType)
            {
                if (SymbolEqualityComparer.Default.Equals(current, contract))
                {
                    return true;
                }
            }

            if (contract.TypeKind == TypeKind.Interface && type.AllInterfaces.Contains(contract, SymbolEqualityComparer.Default))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsMixing(SyntaxNode node) => node.Kind()
        is SyntaxKind.ExclusiveOrExpression or SyntaxKind.LeftShiftExpression or SyntaxKind.RightShiftExpression or SyntaxKind.UnsignedRightShiftExpression
        or SyntaxKind.ExclusiveOrAssignmentExpression or SyntaxKind.LeftShiftAssignmentExpression or SyntaxKind.RightShiftAssignmentExpression
        || node is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "RotateLeft" or "RotateRight" } };

    /// <summary>An element of one sequence and one of another, as a stream cipher combines them; RC4 mixes nothing else.</summary>
    private static bool IsKeyStream(SyntaxNode node) => node
        is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.ExclusiveOrExpression, Left: ElementAccessExpressionSyntax left, Right: ElementAccessExpressionSyntax right }
        && !left.Expression.IsEquivalentTo(right.Expression);

    /// <summary>A call of another algorithm, of the platform, a library or native code.</summary>
    private bool HandsOn(SyntaxNode node, INamedTypeSymbol type, SemanticModel model, CancellationToken cancellationToken)
    {
        if (node is MethodDeclarationSyntax { Modifiers: var modifiers } && modifiers.Any(SyntaxKind.ExternKeyword))
        {
            return true;
        }

        if (node is not (InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax)
            || model.GetSymbolInfo(node, cancellationToken).Symbol is not IMethodSymbol { ContainingType: { } target }
            || SymbolEqualityComparer.Default.Equals(target, type))
        {
            return false;
        }

        for (var current = type.BaseType; current is not null; current = current.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(current, target))
            {
                return false;
            }
        }

        return target.ContainingNamespace?.ToDisplayString() is "System.Security.Cryptography" && target.Name is not ("CryptographicOperations" or "RandomNumberGenerator" or "CryptographicException" or "KeySizes")
            || target.ContainingNamespace?.ToDisplayString().StartsWith("Org.BouncyCastle", StringComparison.Ordinal) == true
            || StandsForAlgorithm(target);
    }

    private static bool IsChecksumSize(SyntaxNode node) => node switch
    {
        AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "HashSizeValue" }, Right: LiteralExpressionSyntax { Token.Value: int bits } } => bits <= ChecksumBits,
        PropertyDeclarationSyntax { Identifier.ValueText: "HashSize", ExpressionBody.Expression: LiteralExpressionSyntax { Token.Value: int bits } } => bits <= ChecksumBits,
        ReturnStatementSyntax { Expression: LiteralExpressionSyntax { Token.Value: int bits } } answer =>
            bits <= ChecksumBits && answer.FirstAncestorOrSelf<PropertyDeclarationSyntax>()?.Identifier.ValueText == "HashSize",
        ArrowExpressionClauseSyntax { Expression: LiteralExpressionSyntax { Token.Value: int bits } } answer =>
            bits <= ChecksumBits && answer.FirstAncestorOrSelf<PropertyDeclarationSyntax>()?.Identifier.ValueText == "HashSize",
        _ => false,
    };

    private static bool IsNamedChecksum(string name)
    {
        foreach (var part in ChecksumNames)
        {
            if (name.IndexOf(part, StringComparison.OrdinalIgnoreCase) >= 0)
            {
                return true;
            }
        }

        return false;
    }
}
