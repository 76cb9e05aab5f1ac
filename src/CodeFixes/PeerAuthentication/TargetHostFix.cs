using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SocketSecurity.Analyzers.CodeFixes.Editing;
using SocketSecurity.Analyzers.PeerAuthentication;

namespace SocketSecurity.Analyzers.CodeFixes.PeerAuthentication;

/// <summary>SOCK1004: names the host that the same method connects to. Where no such host is visible nothing is offered.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(TargetHostFix))]
public sealed class TargetHostFix : CodeFixProvider
{
    public const string UseConnectedHostKey = "SOCK1004.UseConnectedHost";

    private const string UseConnectedHostTitle = "Check the certificate against the host that is connected to";

    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Rules.TargetHostMissing.Id];

    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        var model = await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false);
        foreach (var diagnostic in context.Diagnostics)
        {
            if (root is null
                || model is null
                || diagnostic.AdditionalLocations is not [{ } place]
                || root.ExpressionAt(diagnostic.Location) is not { } reported
                || root.ExpressionAt(place) is not { } connected
                || HostExpression(model, connected, reported) is not { } host)
            {
                continue;
            }

            var replacement = reported is BaseObjectCreationExpressionSyntax creation
                ? ObjectInitializers.With(creation, TargetHostAnalyzer.PropertyName, host)
                : host.WithTriviaFrom(reported);

            context.RegisterCodeFix(
                CodeAction.Create(
                    UseConnectedHostTitle,
                    _ => Task.FromResult(context.Document.WithSyntaxRoot(root.ReplaceNode(reported, replacement))),
                    UseConnectedHostKey),
                diagnostic);
        }
    }

    /// <summary>
    /// A name or literal can be said twice; a call might answer differently, and a local may be out of scope or not yet assigned
    /// where the handshake is. An address is not a name that certificates carry.
    /// </summary>
    private static ExpressionSyntax? HostExpression(SemanticModel model, ExpressionSyntax connected, ExpressionSyntax reported) => connected switch
    {
        LiteralExpressionSyntax literal when literal.IsKind(SyntaxKind.StringLiteralExpression)
            && !System.Net.IPAddress.TryParse(literal.Token.ValueText, out _) => literal.WithoutTrivia(),
        IdentifierNameSyntax name when connected.SpanStart < reported.SpanStart
            && SymbolEqualityComparer.Default.Equals(
                model.GetSymbolInfo(name).Symbol, model.GetSpeculativeSymbolInfo(reported.SpanStart, name, SpeculativeBindingOption.BindAsExpression).Symbol) => name.WithoutTrivia(),
        MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax or ThisExpressionSyntax } member when connected.SpanStart < reported.SpanStart
            && model.GetSpeculativeSymbolInfo(reported.SpanStart, member, SpeculativeBindingOption.BindAsExpression).Symbol is not null => member.WithoutTrivia(),
        _ => null,
    };
}
