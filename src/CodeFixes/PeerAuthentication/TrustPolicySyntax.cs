using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using SocketSecurity.Analyzers.KnownApis;

namespace SocketSecurity.Analyzers.CodeFixes.PeerAuthentication;

/// <summary>
/// The trust policies that a fix can write. File names and pins are the user's to fill in: until then the policy refuses
/// every peer, so that a forgotten one is noticed and not exploited.
/// </summary>
internal static class TrustPolicySyntax
{
    public static ExpressionSyntax System(SyntaxGenerator generator, Compilation compilation) =>
        (ExpressionSyntax)generator.MemberAccessExpression(Type(generator, compilation), SecureDefaultsNames.Members.System);

    public static ExpressionSyntax PrivateRoots(SyntaxGenerator generator, Compilation compilation) =>
        Create(generator, compilation, SecureDefaultsNames.Members.PrivateRootsFromPem, "trusted-roots.pem");

    public static ExpressionSyntax Pinned(SyntaxGenerator generator, Compilation compilation) =>
        Create(generator, compilation, SecureDefaultsNames.Members.PinnedSelfSigned, "<base64 of the SHA-256 of the peer's SubjectPublicKeyInfo>");

    private static ExpressionSyntax Create(SyntaxGenerator generator, Compilation compilation, string factory, string argument) =>
        (ExpressionSyntax)generator.InvocationExpression(
            generator.MemberAccessExpression(Type(generator, compilation), factory),
            generator.LiteralExpression(argument));

    private static SyntaxNode Type(SyntaxGenerator generator, Compilation compilation) =>
        generator.TypeExpression(compilation.GetTypeByMetadataName(SecureDefaultsNames.TrustPolicy)!, addImport: true);
}
