using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SocketSecurity.Analyzers.CodeFixes.Editing;
using SocketSecurity.Analyzers.TlsProtocol;

namespace SocketSecurity.Analyzers.CodeFixes.TlsProtocol;

/// <summary>Writes the TLS versions that are sound.</summary>
internal static class SoundTlsVersions
{
    /// <summary>TLS 1.2 and 1.3, as far as the target framework's enumeration has them; null when it has neither.</summary>
    public static ExpressionSyntax? Of(INamedTypeSymbol type, Document document, bool requiresTls13)
    {
        ExpressionSyntax? sound = null;
        foreach (var name in TlsVersions.MembersOf((requiresTls13 ? 0 : TlsVersions.Tls12) | TlsVersions.Tls13))
        {
            if (!type.GetMembers(name).IsEmpty)
            {
                sound = sound is null ? Member(type, name, document) : Or(sound, Member(type, name, document));
            }
        }

        return sound;
    }

    public static ExpressionSyntax Member(INamedTypeSymbol type, string name, Document document) => SyntaxFactory.MemberAccessExpression(
        SyntaxKind.SimpleMemberAccessExpression, TypeReference.To(type, document), SyntaxFactory.IdentifierName(name));

    public static ExpressionSyntax Or(ExpressionSyntax left, ExpressionSyntax right) => SyntaxFactory.BinaryExpression(
        SyntaxKind.BitwiseOrExpression,
        left,
        SyntaxFactory.Token(SyntaxKind.BarToken).WithLeadingTrivia(SyntaxFactory.Space).WithTrailingTrivia(SyntaxFactory.Space),
        right);
}
