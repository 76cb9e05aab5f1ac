using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SocketSecurity.Analyzers.CodeFixes.Editing;
using SocketSecurity.Analyzers.Configuration;
using SocketSecurity.Analyzers.TlsProtocol;

namespace SocketSecurity.Analyzers.CodeFixes.TlsProtocol;

/// <summary>SOCK2003: names the versions a server accepts, in its options or in the call that starts the handshake.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ServerTlsVersionFix))]
public sealed class ServerTlsVersionFix : OfferingFix
{
    public const string NameKey = "SOCK2003.Name";

    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Rules.TlsVersionLeftToSystem.Id];

    private protected override async Task<List<(string Key, string Title, TrackedEdit Edit)>> OffersFor(
        Document document, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        if (await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false) is not { } root
            || await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is not { } model
            || model.Compilation.GetTypeByMetadataName("System.Security.Authentication.SslProtocols") is not { } type)
        {
            return [];
        }

        var requiresTls13 = Options.MinimumTlsVersion.Read(document.Project.AnalyzerOptions, root.SyntaxTree) == TlsVersion.Tls13;
        var reported = root.ExpressionAt(diagnostic.Location);
        if (reported is null || SoundTlsVersions.Of(type, document, requiresTls13) is not { } sound || With(reported, sound) is not { } named)
        {
            return [];
        }

        return [(NameKey, "Name the TLS versions this server accepts", new TrackedEdit(reported, (current, place) => current.ReplaceNode(place, named.WithTriviaFrom(place))))];
    }

    private static ExpressionSyntax? With(ExpressionSyntax reported, ExpressionSyntax versions) => reported switch
    {
        BaseObjectCreationExpressionSyntax creation => ObjectInitializers.With(creation, ServerTlsVersionAnalyzer.OptionsProperty, versions),
        InvocationExpressionSyntax call => With(call, versions),
        _ => versions,
    };

    /// <summary>The overload with versions. The two other settings it takes keep the values that the shorter overloads stand for.</summary>
    private static InvocationExpressionSyntax? With(InvocationExpressionSyntax call, ExpressionSyntax versions)
    {
        var arguments = call.ArgumentList.Arguments;
        if (arguments.Any(argument => argument.NameColon is not null))
        {
            return null;
        }

        var no = SyntaxFactory.Argument(SyntaxFactory.LiteralExpression(SyntaxKind.FalseLiteralExpression));
        var given = SyntaxFactory.Argument(versions.WithoutTrivia());
        IEnumerable<ArgumentSyntax> all = arguments.Count is 3 or 5 && !IsCallback(call)
            ? [.. arguments.Take(2), given, .. arguments.Skip(2)]
            : [arguments[0], no, given, no, .. arguments.Skip(1)];
        return call.WithArgumentList(call.ArgumentList.WithArguments(SyntaxFactory.SeparatedList(
            all,
            Enumerable.Repeat(SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space), all.Count() - 1))));
    }

    /// <summary><c>BeginAuthenticateAsServer</c> with three arguments takes a callback and a state after the certificate.</summary>
    private static bool IsCallback(InvocationExpressionSyntax call) =>
        call.ArgumentList.Arguments.Count == 3 && call.Expression.ToString().EndsWith("BeginAuthenticateAsServer", StringComparison.Ordinal);
}
