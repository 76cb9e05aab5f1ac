using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SocketSecurity.Analyzers.CodeFixes.HostileInput.Frames;
using SocketSecurity.Analyzers.KnownApis;

namespace SocketSecurity.Analyzers.CodeFixes.HostileInput;

/// <summary>
/// SOCK6001: messages behind a length over TLS become messages of a channel, in all of a type's functions in one action. Offered only
/// where the type has the TLS stream from its handshake to its end and does nothing else with it. There is no Fix All: the bytes on
/// the wire change, and the other end has to change with them.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MessageChannelFix))]
public sealed class MessageChannelFix : CodeFixProvider
{
    public const string MessageChannelKey = "SOCK6001.MessageChannel";

    private const string Title = "Send and receive through MessageChannel (changes the wire format; the other end must change too)";

    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Rules.UnboundedAllocation.Id];

    public override FixAllProvider? GetFixAllProvider() => null;

    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        if (await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false) is not { } root
            || await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false) is not { } model
            || model.Compilation.GetTypeByMetadataName(SecureDefaultsNames.MessageChannel) is not { } messageChannel
            || root.FindNode(context.Span, getInnermostNodeForTie: true).FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } type
            || FramedType.Read(type, model, context.CancellationToken) is not { } framed
            || !framed.Functions.Any(function => function.Frames.Exists(frame => frame is Frame.Received && frame.Statements.Any(statement => statement.Span.Contains(context.Span)))))
        {
            return;
        }

        context.RegisterCodeFix(
            CodeAction.Create(
                Title,
                _ => Task.FromResult(context.Document.WithSyntaxRoot(new ChannelRewrite(framed, messageChannel, context.Document, model).Apply(root))),
                MessageChannelKey),
            context.Diagnostics);
    }
}
