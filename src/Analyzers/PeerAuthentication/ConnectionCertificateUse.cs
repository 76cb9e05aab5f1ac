using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SocketSecurity.Analyzers.PeerAuthentication;

/// <summary>
/// How a file uses <c>HttpContext.Connection.ClientCertificate</c>. Read from its text, because the server is configured in
/// one lambda and the certificate read in another, and any test of it anywhere in the file is benefit of the doubt.
/// </summary>
internal static class ConnectionCertificateUse
{
    public static bool IsReadUntested(SyntaxTree tree, CancellationToken cancellationToken)
    {
        var isRead = false;
        foreach (var node in tree.GetRoot(cancellationToken).DescendantNodes())
        {
            if (node is not MemberAccessExpressionSyntax { Name.Identifier.Text: "ClientCertificate", Expression: MemberAccessExpressionSyntax { Name.Identifier.Text: "Connection" } } access)
            {
                continue;
            }

            var value = access.Parent is PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } forgiven
                ? (ExpressionSyntax)forgiven
                : access;
            if (value.Parent is not MemberAccessExpressionSyntax member || member.Expression != value)
            {
                return false;
            }

            isRead = true;
        }

        return isRead;
    }
}
