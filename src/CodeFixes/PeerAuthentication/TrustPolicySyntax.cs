using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using SocketSecurity.Analyzers.CodeFixes.Editing;
using SocketSecurity.Analyzers.KnownApis;

namespace SocketSecurity.Analyzers.CodeFixes.PeerAuthentication;

/// <summary>
/// The trust policies that a fix can write. File names and pins are the user's to fill in: until then the policy refuses
/// every peer, so that a forgotten one is noticed and not exploited.
/// </summary>
internal static class TrustPolicySyntax
{
    /// <summary>Every policy with the key and the title of its fix, the one for most servers first.</summary>
    public static readonly (string Key, string Title, Func<Document, Compilation, ExpressionSyntax> Create)[] All =
    [
        (CertificateValidatorFix.SystemTrustKey, "Trust the system's authorities (TrustPolicy.System)", System),
        (CertificateValidatorFix.PrivateRootsKey, "Trust only authorities of my own (TrustPolicy.PrivateRootsFromPem)", PrivateRoots),
        (CertificateValidatorFix.PinnedKey, "Trust one pinned key (TrustPolicy.PinnedSelfSigned)", Pinned),
    ];

    private static ExpressionSyntax System(Document document, Compilation compilation) =>
        (ExpressionSyntax)Generator(document).MemberAccessExpression(Type(document, compilation), SecureDefaultsNames.Members.System);

    private static ExpressionSyntax PrivateRoots(Document document, Compilation compilation) =>
        Create(document, compilation, SecureDefaultsNames.Members.PrivateRootsFromPem, "trusted-roots.pem");

    private static ExpressionSyntax Pinned(Document document, Compilation compilation) =>
        Create(document, compilation, SecureDefaultsNames.Members.PinnedSelfSigned, "<base64 of the SHA-256 of the peer's SubjectPublicKeyInfo>");

    private static ExpressionSyntax Create(Document document, Compilation compilation, string factory, string argument)
    {
        var generator = Generator(document);
        return (ExpressionSyntax)generator.InvocationExpression(
            generator.MemberAccessExpression(Type(document, compilation), factory),
            generator.LiteralExpression(argument));
    }

    private static TypeSyntax Type(Document document, Compilation compilation) =>
        TypeReference.To(compilation.GetTypeByMetadataName(SecureDefaultsNames.TrustPolicy)!, document);

    private static SyntaxGenerator Generator(Document document) => SyntaxGenerator.GetGenerator(document);
}
