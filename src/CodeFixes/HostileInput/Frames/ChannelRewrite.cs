using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Formatting;
using SocketSecurity.Analyzers.CodeFixes.Editing;
using SocketSecurity.Analyzers.KnownApis;

namespace SocketSecurity.Analyzers.CodeFixes.HostileInput.Frames;

/// <summary>
/// Writes a channel in the place of a type's framed streams: opened after the handshake, ended where the session ends in order,
/// and handed to the private methods that got the stream.
/// </summary>
internal sealed class ChannelRewrite(FramedType type, INamedTypeSymbol messageChannel, Document document, SemanticModel model)
{
    /// <summary>Stand for types, which get their using directives when they take their places.</summary>
    private const string Channel = "ChannelPlaceholder", EndOfStream = "EndOfStreamPlaceholder";

    private readonly Dictionary<SyntaxNode, HashSet<string>> _taken = [];
    private readonly INamedTypeSymbol _endOfStream = model.Compilation.GetTypeByMetadataName("System.IO.EndOfStreamException")!;

    public SyntaxNode Apply(SyntaxNode root)
    {
        var editor = new SyntaxEditor(root, document.Project.Solution.Services);
        var removed = new HashSet<SyntaxNode>();
        foreach (var (owner, function) in type.Owners)
        {
            var channel = NameIn(owner.Opening);
            var ends = EndsOf(owner);
            Rewrite(function, channel, ends, editor, removed);
            Open(owner, channel, function.Frames.Exists(frame => frame.IsConfigured), editor, removed);
            End(owner, channel, ends, function, editor);
        }

        foreach (var helper in type.Helpers)
        {
            var declaration = (ParameterSyntax)helper.Stream.DeclaringSyntaxReferences[0].GetSyntax();
            var method = declaration.FirstAncestorOrSelf<MethodDeclarationSyntax>()!;

            // A documented parameter keeps its name, or its documentation would be about nothing.
            var channel = method.GetLeadingTrivia().ToString().IndexOf($"\"{helper.Stream.Name}\"", StringComparison.Ordinal) > 0 ? helper.Stream.Name : NameIn(declaration);
            Rewrite(helper, channel, [], editor, removed);
            editor.ReplaceNode(declaration, declaration
                .WithType(TypeReference.To(messageChannel, document).WithTriviaFrom(declaration.Type!))
                .WithIdentifier(SyntaxFactory.Identifier(channel).WithTriviaFrom(declaration.Identifier)));
        }

        removed.UnionWith(type.Unused);
        foreach (var node in removed)
        {
            editor.RemoveNode(node, SyntaxRemoveOptions.KeepUnbalancedDirectives);
        }

        return editor.GetChangedRoot();
    }

    private string NameIn(SyntaxNode place)
    {
        var member = place.FirstAncestorOrSelf<MemberDeclarationSyntax>()!;
        if (!_taken.TryGetValue(member, out var taken))
        {
            _taken.Add(member, taken = new HashSet<string>(StringComparer.Ordinal));
        }

        var name = FreeNames.For("channel", model, place);
        for (var number = 2; !taken.Add(name); number++)
        {
            name = FreeNames.For("channel" + number, model, place);
        }

        return name;
    }

    /// <summary>The returns with which a session ends.</summary>
    private HashSet<SyntaxNode> EndsOf(ChannelOwner owner) =>
        [.. model.AnalyzeControlFlow(owner.Session[0], owner.Session[owner.Session.Count - 1])!.ReturnStatements];

    private void Rewrite(FramedFunction function, string channel, HashSet<SyntaxNode> ends, SyntaxEditor editor, HashSet<SyntaxNode> removed)
    {
        foreach (var frame in function.Frames)
        {
            var lines = frame is Frame.Received received ? Receiving(received, function, channel, ends) : Sending((Frame.Sent)frame, channel);
            var first = frame.Statements[0];
            List<StatementSyntax> statements = [.. lines.Select(line => Statement(line).WithTrailingTrivia(SyntaxFactory.ElasticCarriageReturnLineFeed))];
            statements[0] = statements[0].WithLeadingTrivia(first.GetLeadingTrivia());
            statements[statements.Count - 1] = statements[statements.Count - 1].WithTrailingTrivia(frame.Statements[frame.Statements.Count - 1].GetTrailingTrivia());
            editor.InsertBefore(first, statements);
            removed.UnionWith(frame.Statements);
        }

        removed.UnionWith(function.Dropped.Where(statement => !removed.Contains(statement)));
        foreach (var (argument, _, _) in function.Handed)
        {
            editor.ReplaceNode(argument, SyntaxFactory.IdentifierName(channel).WithTriviaFrom(argument));
        }
    }

    private IEnumerable<string> Receiving(Frame.Received frame, FramedFunction function, string channel, HashSet<SyntaxNode> ends)
    {
        var receiving = $"await {channel}.{SecureDefaultsNames.Members.ReceiveAsync}({frame.Token}){Configured(frame.IsConfigured)}";
        var complete = $"await {channel}.{SecureDefaultsNames.Members.CompleteAsync}();";
        if (frame is { AtEnd: { } atEnd and not ThrowStatementSyntax, Variable: { } message })
        {
            var line = InsertedStatements.StyleOf(frame.Statements[0]).LineEnd;
            return [$"var {message} = {receiving};", $"if ({message} is null){line}{{{line}{(ends.Contains(atEnd) ? complete + line : "")}{atEnd.WithoutTrivia()}{line}}}"];
        }

        var thrown = frame.AtEnd is ThrowStatementSyntax { Expression: { } own } && !function.NeedsFrame(own, frame)
            ? own.WithoutTrivia().ToString()
            : $"new {EndOfStream}(\"The peer has no more messages.\")";
        var received = $"{receiving} ?? throw {thrown};";
        if (frame.Variable is { } variable)
        {
            return [$"var {variable} = {received}"];
        }

        var last = frame.Statements[frame.Statements.Count - 1];
        var result = FreeNames.For("message", model, last);
        return ends.Contains(last) ? [$"var {result} = {received}", complete, $"return {result};"] : [$"return {received}"];
    }

    private static IEnumerable<string> Sending(Frame.Sent frame, string channel) =>
        [$"await {channel}.{SecureDefaultsNames.Members.SendAsync}({frame.Message.WithoutTrivia()}{(frame.Token is null ? "" : ", " + frame.Token)}){Configured(frame.IsConfigured)};"];

    private void Open(ChannelOwner owner, string channel, bool isConfigured, SyntaxEditor editor, HashSet<SyntaxNode> removed)
    {
        var token = ScopeTokens.At(model, owner.Opening.SpanStart) is { } inScope ? $", cancellationToken: {inScope}" : "";
        var open = owner.IsReplaced ? SecureDefaultsNames.Members.OpenAsync : SecureDefaultsNames.Members.OpenOverAsync;
        var opened = Statement($"await using var {channel} = await {Channel}.{open}({owner.Connection}{token}){Configured(isConfigured)};");
        if (owner.IsReplaced)
        {
            editor.InsertBefore(owner.Opening, opened.WithTriviaFrom(owner.Opening));
            removed.Add(owner.Opening);
        }
        else
        {
            editor.InsertAfter(owner.Opening, opened.WithTrailingTrivia(owner.Opening.GetTrailingTrivia()));
        }
    }

    /// <summary>Says at each orderly end of the session that no message follows.</summary>
    private void End(ChannelOwner owner, string channel, HashSet<SyntaxNode> ends, FramedFunction function, SyntaxEditor editor)
    {
        var complete = $"await {channel}.{SecureDefaultsNames.Members.CompleteAsync}();";
        var last = owner.Session[owner.Session.Count - 1];
        if (model.AnalyzeControlFlow(owner.Session[0], last)!.EndPointIsReachable)
        {
            var (_, line) = InsertedStatements.StyleOf(last);
            var statement = Statement(complete).WithTrailingTrivia(last.GetTrailingTrivia());
            editor.InsertAfter(last, last.GetLastToken().IsKind(SyntaxKind.CloseBraceToken) ? statement.WithLeadingTrivia(SyntaxFactory.EndOfLine(line)) : statement);
        }

        foreach (var end in ends.Cast<ReturnStatementSyntax>().Where(end => !function.Removes(end)))
        {
            var usesChannel = function.Handed.Exists(handed => end.Span.Contains(handed.Argument.Span));
            var result = usesChannel ? FreeNames.For("result", model, end) : "";
            editor.ReplaceNode(end, (current, _) =>
            {
                var present = (ReturnStatementSyntax)current;
                StatementSyntax[] statements = usesChannel
                    ? [Statement($"var {result} = {present.Expression!.WithoutTrivia()};"), Statement(complete), Statement($"return {result};")]
                    : [Statement(complete), present.WithoutTrivia()];
                return SyntaxFactory.Block(statements.Select(statement => statement.WithTrailingTrivia(SyntaxFactory.ElasticCarriageReturnLineFeed)))
                    .WithTriviaFrom(present).WithAdditionalAnnotations(Formatter.Annotation);
            });
        }
    }

    private static string Configured(bool isConfigured) => isConfigured ? ".ConfigureAwait(false)" : "";

    private StatementSyntax Statement(string text)
    {
        var statement = SyntaxFactory.ParseStatement(text);
        return statement.ReplaceNodes(
            statement.DescendantNodes().OfType<IdentifierNameSyntax>().Where(name => name.Identifier.ValueText is Channel or EndOfStream),
            (name, _) => TypeReference.To(name.Identifier.ValueText == Channel ? messageChannel : _endOfStream, document).WithTriviaFrom(name))
            .WithAdditionalAnnotations(Formatter.Annotation);
    }
}
