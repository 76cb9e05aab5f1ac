using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.CodeFixes.Editing;
using SocketSecurity.Analyzers.KnownApis;

namespace SocketSecurity.Analyzers.CodeFixes.HostileInput;

/// <summary>The overloads of a handshake say the same in several ways; only the one with an options object takes a token.</summary>
internal static class HandshakeArguments
{
    /// <summary>The options that say what the call's arguments say; null for overloads that have no such equivalent.</summary>
    public static ExpressionSyntax? AsOptions(IInvocationOperation handshake, Document document, Compilation compilation)
    {
        var settings = new List<string>();
        var isServer = handshake.TargetMethod.Name.StartsWith("AuthenticateAsServer", StringComparison.Ordinal);
        foreach (var argument in handshake.Arguments)
        {
            if (argument.ArgumentKind != ArgumentKind.Explicit || argument.Value.Syntax is not ExpressionSyntax value)
            {
                continue;
            }

            var text = value.WithoutTrivia().ToString();
            switch (argument.Parameter?.Name)
            {
                case "sslServerAuthenticationOptions" or "sslClientAuthenticationOptions":
                    return value.WithoutTrivia();
                case "serverCertificate":
                    settings.Add("ServerCertificate = " + text);
                    break;
                case "targetHost":
                    settings.Add("TargetHost = " + text);
                    break;
                case "clientCertificates":
                    settings.Add("ClientCertificates = " + text);
                    break;
                case "clientCertificateRequired":
                    AddUnlessFalse(settings, value, "ClientCertificateRequired = " + text);
                    break;
                case "enabledSslProtocols":
                    settings.Add("EnabledSslProtocols = " + text);
                    break;
                case "checkCertificateRevocation":
                    AddRevocation(settings, value, handshake, document, compilation);
                    break;
                default:
                    return null;
            }
        }

        var name = isServer ? CertificateTypes.ServerAuthenticationOptions : CertificateTypes.ClientAuthenticationOptions;
        return settings.Count > 0 && compilation.GetTypeByMetadataName(name) is { } type
            ? SyntaxFactory.ObjectCreationExpression(
                SyntaxFactory.Token(SyntaxKind.NewKeyword).WithTrailingTrivia(SyntaxFactory.Space),
                TypeReference.To(type, document),
                argumentList: null,
                ((ObjectCreationExpressionSyntax)SyntaxFactory.ParseExpression($"new A {{ {string.Join(", ", settings)} }}")).Initializer!.WithLeadingTrivia(SyntaxFactory.Space))
            : null;
    }

    private static void AddUnlessFalse(List<string> settings, ExpressionSyntax value, string setting)
    {
        if (!value.IsKind(SyntaxKind.FalseLiteralExpression))
        {
            settings.Add(setting);
        }
    }

    private static void AddRevocation(
        List<string> settings, ExpressionSyntax value, IInvocationOperation handshake, Document document, Compilation compilation)
    {
        var mode = compilation.GetTypeByMetadataName(CertificateTypes.RevocationMode)?.ToMinimalDisplayString(
            handshake.SemanticModel!, value.SpanStart) ?? CertificateTypes.RevocationMode;
        if (value.IsKind(SyntaxKind.TrueLiteralExpression))
        {
            settings.Add($"CertificateRevocationCheckMode = {mode}.Online");
        }
        else if (!value.IsKind(SyntaxKind.FalseLiteralExpression))
        {
            settings.Add($"CertificateRevocationCheckMode = {value.WithoutTrivia()} ? {mode}.Online : {mode}.NoCheck");
        }
    }
}
