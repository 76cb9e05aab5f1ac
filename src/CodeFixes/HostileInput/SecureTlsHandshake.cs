using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.CodeFixes.Editing;
using SocketSecurity.Analyzers.KnownApis;

namespace SocketSecurity.Analyzers.CodeFixes.HostileInput;

/// <summary>
/// Writes <c>var tls = await SecureTls.AuthenticateAsServerAsync(…)</c> for a stream that is made and authenticated in two
/// statements that follow each other, when everything they say is understood.
/// </summary>
internal static class SecureTlsHandshake
{
    public static TrackedEdit? Offer(IInvocationOperation handshake, InvocationExpressionSyntax call, Document document, SemanticModel model)
    {
        var method = handshake.TargetMethod.Name;
        if (method is not (SecureDefaultsNames.Members.AuthenticateAsServer or SecureDefaultsNames.Members.AuthenticateAsServerAsync)
            || model.Compilation.GetTypeByMetadataName(SecureDefaultsNames.SecureTls) is not { } secureTls
            || model.Compilation.GetTypeByMetadataName(SecureDefaultsNames.ServerCertificateSource) is not { } source
            || call.FirstAncestorOrSelf<StatementSyntax>() is not ExpressionStatementSyntax { Parent: BlockSyntax block } statement
            || block.Statements.IndexOf(statement) is not (> 0 and var index)
            || block.Statements[index - 1] is not LocalDeclarationStatementSyntax { Declaration.Variables: [{ Initializer.Value: var creation } variable] } declaration
            || handshake.Instance is not ILocalReferenceOperation { Local: var local }
            || !SymbolEqualityComparer.Default.Equals(model.GetDeclaredSymbol(variable), local)
            || InnerStream(creation, model) is not { } inner
            || Certificate(handshake, model) is not { } certificate)
        {
            return null;
        }

        var arguments = $"({inner.WithoutTrivia()}, {{0}}.{SecureDefaultsNames.Members.FromCertificate}({certificate.WithoutTrivia()})"
            + (method.EndsWith("Async", StringComparison.Ordinal) && ScopeTokens.At(model, statement.SpanStart) is { } token ? $", cancellationToken: {token})" : ")");
        var replaced = declaration.ReplaceNode(
            variable.Initializer!.Value,
            Expression(secureTls, source, method, arguments, IsConfigured(call), document).WithTriviaFrom(creation));
        var comments = statement.GetLeadingTrivia();
        if (comments.Any(trivia => !trivia.IsKind(SyntaxKind.WhitespaceTrivia) && !trivia.IsKind(SyntaxKind.EndOfLineTrivia)))
        {
            replaced = replaced.WithLeadingTrivia(replaced.GetLeadingTrivia().AddRange(comments.SkipWhile(trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia))));
        }

        replaced = replaced.WithTrailingTrivia(statement.GetTrailingTrivia());
        return new TrackedEdit(block, (root, current) =>
        {
            var present = (BlockSyntax)current;
            var statements = present.Statements.RemoveAt(index);
            return root.ReplaceNode(present, present.WithStatements(statements.Replace(statements[index - 1], replaced)));
        });
    }

    private static ExpressionSyntax Expression(
        INamedTypeSymbol secureTls, INamedTypeSymbol source, string method, string arguments, bool isConfigured, Document document)
    {
        const string Placeholder = "SourcePlaceholder";
        var list = SyntaxFactory.ParseArgumentList(string.Format(System.Globalization.CultureInfo.InvariantCulture, arguments, Placeholder));
        var name = list.DescendantNodes().OfType<IdentifierNameSyntax>().First(identifier => identifier.Identifier.ValueText == Placeholder);
        ExpressionSyntax call = SyntaxFactory.InvocationExpression(
            SyntaxFactory.MemberAccessExpression(
                SyntaxKind.SimpleMemberAccessExpression, TypeReference.To(secureTls, document), SyntaxFactory.IdentifierName(method)),
            list.ReplaceNode(name, TypeReference.To(source, document)));
        if (!method.EndsWith("Async", StringComparison.Ordinal))
        {
            return call;
        }

        if (isConfigured)
        {
            call = SyntaxFactory.InvocationExpression(
                SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, call, SyntaxFactory.IdentifierName("ConfigureAwait")),
                SyntaxFactory.ParseArgumentList("(false)"));
        }

        return SyntaxFactory.AwaitExpression(SyntaxFactory.Token(SyntaxKind.AwaitKeyword).WithTrailingTrivia(SyntaxFactory.Space), call);
    }

    private static bool IsConfigured(InvocationExpressionSyntax call) =>
        call.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait" };

    /// <summary>The stream below, when the TLS stream is made of it and nothing else but its ownership.</summary>
    public static ExpressionSyntax? InnerStream(ExpressionSyntax creation, SemanticModel model)
    {
        if (model.GetOperation(creation) is not IObjectCreationOperation { Initializer: null, Type.Name: "SslStream" } stream)
        {
            return null;
        }

        foreach (var argument in stream.Arguments)
        {
            var isPlain = argument.Parameter?.Name == "innerStream" || argument.ArgumentKind == ArgumentKind.DefaultValue
                || (argument.Parameter?.Name == "leaveInnerStreamOpen" && argument.Value.ConstantValue is { HasValue: true, Value: false });
            if (!isPlain)
            {
                return null;
            }
        }

        return stream.Arguments is [{ Value.Syntax: ExpressionSyntax inner }, ..] ? inner : null;
    }

    /// <summary>The certificate, when the handshake asks for nothing that the library does not do by itself.</summary>
    public static ExpressionSyntax? Certificate(IInvocationOperation handshake, SemanticModel model)
    {
        ExpressionSyntax? found = null;
        foreach (var argument in handshake.Arguments)
        {
            switch (argument.Parameter?.Name)
            {
                case "serverCertificate":
                    found = argument.Value.Syntax as ExpressionSyntax;
                    break;
                case "sslServerAuthenticationOptions":
                    found = OfOptions(argument.Value);
                    break;
                case "clientCertificateRequired" when !(argument.Value.ConstantValue is { HasValue: true, Value: false }):
                    return null;
            }
        }

        return found is not null && model.GetTypeInfo(found).Type?.Name == "X509Certificate2" ? found : null;
    }

    private static ExpressionSyntax? OfOptions(IOperation options)
    {
        ExpressionSyntax? found = null;
        foreach (var setting in (options as IObjectCreationOperation)?.Initializer?.Initializers ?? [])
        {
            if (setting is not ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: var property }, Value: var value })
            {
                return null;
            }

            switch (property)
            {
                case "ServerCertificate":
                    found = value.Syntax as ExpressionSyntax;
                    break;
                case "ClientCertificateRequired" when value.ConstantValue is { HasValue: true, Value: false }:
                case "EnabledSslProtocols" or "CertificateRevocationCheckMode" or "AllowRenegotiation" or "EncryptionPolicy":
                    break;
                default:
                    return null;
            }
        }

        return found;
    }
}
