using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SocketSecurity.Analyzers.CodeFixes.Editing;
using SocketSecurity.Analyzers.KnownApis;
using SocketSecurity.Analyzers.PeerAuthentication;

namespace SocketSecurity.Analyzers.CodeFixes.PeerAuthentication;

/// <summary>
/// SOCK1011: switches certificate downloads off. A policy that is added takes the revocation mode of the options over, because
/// from then on only the policy's counts.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CertificateDownloadFix))]
public sealed class CertificateDownloadFix : CodeFixProvider
{
    public const string DisableKey = "SOCK1011.Disable";

    private const string DisableTitle = "Disable certificate downloads";
    private const string ModeProperty = "CertificateRevocationCheckMode";

    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Rules.CertificateDownloadsOnServer.Id];

    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        var model = await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false);
        foreach (var diagnostic in context.Diagnostics)
        {
            if (root is not null && model is not null && Edit(context, root, model, diagnostic) is var (oldNode, newNode))
            {
                context.RegisterCodeFix(
                    CodeAction.Create(DisableTitle, _ => Task.FromResult(context.Document.WithSyntaxRoot(root.ReplaceNode(oldNode, newNode))), DisableKey),
                    diagnostic);
            }
        }
    }

    private static (SyntaxNode Old, SyntaxNode New)? Edit(CodeFixContext context, SyntaxNode root, SemanticModel model, Diagnostic diagnostic)
    {
        var reported = root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
        if (diagnostic.AdditionalLocations is [{ } place] && place.SourceTree == root.SyntaxTree)
        {
            return root.FindNode(place.SourceSpan, getInnermostNodeForTie: true) is BaseObjectCreationExpressionSyntax target
                ? (target, WithoutDownloads(context, model, target))
                : null;
        }

        return reported switch
        {
            InvocationExpressionSyntax creation => (creation.ArgumentList, Offline(creation.ArgumentList)),
            _ when reported.FirstAncestorOrSelf<ArgumentSyntax>() is { Parent.Parent: InvocationExpressionSyntax handshake } => WithOptions(context, model, handshake),
            _ => null,
        };
    }

    private static BaseObjectCreationExpressionSyntax WithoutDownloads(CodeFixContext context, SemanticModel model, BaseObjectCreationExpressionSyntax creation)
    {
        if (model.GetTypeInfo(creation, context.CancellationToken).Type?.Name == "X509ChainPolicy")
        {
            return ObjectInitializers.With(creation, CertificateDownloadAnalyzer.DisableProperty, SyntaxFactory.LiteralExpression(SyntaxKind.TrueLiteralExpression));
        }

        var mode = ObjectInitializers.Find(creation.Initializer, ModeProperty);
        var policy = Policy(context, model, mode?.Right.WithoutTrivia() ?? Mode(context, model, "NoCheck"));
        if (mode is null)
        {
            return ObjectInitializers.With(creation, CertificateDownloadAnalyzer.PolicyProperty, policy);
        }

        var moved = mode
            .WithLeft(SyntaxFactory.IdentifierName(CertificateDownloadAnalyzer.PolicyProperty).WithTriviaFrom(mode.Left))
            .WithRight(policy.WithTriviaFrom(mode.Right));
        return creation.ReplaceNode(mode, moved);
    }

    /// <summary>The handshake with options in place of its arguments, which have no place for a policy.</summary>
    private static (SyntaxNode Old, SyntaxNode New)? WithOptions(CodeFixContext context, SemanticModel model, InvocationExpressionSyntax handshake)
    {
        if (model.GetSymbolInfo(handshake, context.CancellationToken).Symbol is not IMethodSymbol { Name: "AuthenticateAsServer" or "AuthenticateAsServerAsync" } method
            || model.Compilation.GetTypeByMetadataName(CertificateTypes.ServerAuthenticationOptions) is not { } type)
        {
            return null;
        }

        var creation = New(context, type);
        ExpressionSyntax? mode = null;
        for (var i = 0; i < handshake.ArgumentList.Arguments.Count; i++)
        {
            var argument = handshake.ArgumentList.Arguments[i];
            var name = argument.NameColon?.Name.Identifier.ValueText ?? (i < method.Parameters.Length ? method.Parameters[i].Name : "");
            switch (name)
            {
                case "serverCertificate":
                    creation = ObjectInitializers.With(creation, "ServerCertificate", argument.Expression);
                    break;
                case "clientCertificateRequired":
                    creation = ObjectInitializers.With(creation, "ClientCertificateRequired", argument.Expression);
                    break;
                case "enabledSslProtocols":
                    creation = ObjectInitializers.With(creation, "EnabledSslProtocols", argument.Expression);
                    break;
                case "checkCertificateRevocation":
                    mode = ModeFor(context, model, argument.Expression);
                    break;
                default:
                    return null;
            }
        }

        var policy = Policy(context, model, mode ?? Mode(context, model, "NoCheck"));
        creation = ObjectInitializers.With(creation, CertificateDownloadAnalyzer.PolicyProperty, policy);
        return (handshake.ArgumentList, handshake.ArgumentList.WithArguments([SyntaxFactory.Argument(creation)]));
    }

    private static ExpressionSyntax ModeFor(CodeFixContext context, SemanticModel model, ExpressionSyntax check) =>
        model.GetConstantValue(check, context.CancellationToken) is { HasValue: true, Value: bool known }
            ? Mode(context, model, known ? "Online" : "NoCheck")
            : SyntaxFactory.ConditionalExpression(
                check.WithoutTrivia().WithTrailingTrivia(SyntaxFactory.Space),
                SyntaxFactory.Token(SyntaxKind.QuestionToken).WithTrailingTrivia(SyntaxFactory.Space),
                Mode(context, model, "Online").WithTrailingTrivia(SyntaxFactory.Space),
                SyntaxFactory.Token(SyntaxKind.ColonToken).WithTrailingTrivia(SyntaxFactory.Space),
                Mode(context, model, "NoCheck"));

    private static ExpressionSyntax Policy(CodeFixContext context, SemanticModel model, ExpressionSyntax mode)
    {
        var disabled = ObjectInitializers.With(
            New(context, model.Compilation.GetTypeByMetadataName(CertificateTypes.ChainPolicy)!), CertificateDownloadAnalyzer.DisableProperty, SyntaxFactory.LiteralExpression(SyntaxKind.TrueLiteralExpression));
        return ObjectInitializers.With(disabled, "RevocationMode", mode);
    }

    private static BaseObjectCreationExpressionSyntax New(CodeFixContext context, INamedTypeSymbol type) =>
        SyntaxFactory.ObjectCreationExpression(TypeReference.To(type, context.Document))
            .WithNewKeyword(SyntaxFactory.Token(SyntaxKind.NewKeyword).WithTrailingTrivia(SyntaxFactory.Space))
            .WithArgumentList(SyntaxFactory.ArgumentList());

    private static ExpressionSyntax Mode(CodeFixContext context, SemanticModel model, string member) => SyntaxFactory.MemberAccessExpression(
        SyntaxKind.SimpleMemberAccessExpression,
        TypeReference.To(model.Compilation.GetTypeByMetadataName(CertificateTypes.RevocationMode)!, context.Document),
        SyntaxFactory.IdentifierName(member));

    private static ArgumentListSyntax Offline(ArgumentListSyntax list)
    {
        var yes = SyntaxFactory.LiteralExpression(SyntaxKind.TrueLiteralExpression);
        for (var i = 0; i < list.Arguments.Count; i++)
        {
            var argument = list.Arguments[i];
            if (argument.NameColon?.Name.Identifier.ValueText == CertificateDownloadAnalyzer.OfflineParameter || (argument.NameColon is null && i == 2))
            {
                return list.ReplaceNode(argument.Expression, yes.WithTriviaFrom(argument.Expression));
            }
        }

        var added = SyntaxFactory.Argument(yes).WithNameColon(
            SyntaxFactory.NameColon(CertificateDownloadAnalyzer.OfflineParameter).WithTrailingTrivia(SyntaxFactory.Space));
        var arguments = list.Arguments.GetWithSeparators()
            .Add(SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space))
            .Add(added);
        return list.WithArguments(SyntaxFactory.SeparatedList<ArgumentSyntax>(arguments));
    }
}
