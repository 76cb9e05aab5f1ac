using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SocketSecurity.Analyzers.CodeFixes.Editing;
using SocketSecurity.Analyzers.TlsProtocol;

namespace SocketSecurity.Analyzers.CodeFixes.TlsProtocol;

/// <summary>SOCK2008: binds to the server's certificate.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ChannelBindingFix))]
public sealed class ChannelBindingFix : OfferingFix
{
    public const string EndpointKey = "SOCK2008.Endpoint";

    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Rules.UniqueChannelBinding.Id];

    private protected override async Task<List<(string Key, string Title, TrackedEdit Edit)>> OffersFor(
        Document document, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var root = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
        SimpleNameSyntax? name = root?.ExpressionAt(diagnostic.Location) switch
        {
            MemberAccessExpressionSyntax access => access.Name,
            IdentifierNameSyntax identifier => identifier,
            _ => null,
        };
        return name is null
            ? []
            : [(EndpointKey, "Bind to the server's certificate", new TrackedEdit(name, (current, place) =>
                current.ReplaceNode(place, SyntaxFactory.IdentifierName(ChannelBindingAnalyzer.SafeMember).WithTriviaFrom(place))))];
    }
}
