using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.CodeFixes.Editing;
using SocketSecurity.Analyzers.HostileInput;

namespace SocketSecurity.Analyzers.CodeFixes.HostileInput;

/// <summary>
/// SOCK6004: a limit, with a named constant that people adjust to their protocol. A loop that collects gets it before it
/// collects more; a copy into memory becomes such a loop. Lines and whole texts have no place where it could stand.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UnboundedReadFix))]
public sealed class UnboundedReadFix : OfferingFix
{
    public const string LimitKey = "SOCK6004.Limit";

    private const string Title = "Refuse more than a limit";
    private const string Limit = "maxLength";

    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Rules.UnboundedRead.Id];

    private protected override async Task<List<(string Key, string Title, TrackedEdit Edit)>> OffersFor(
        Document document, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        if (await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false) is not { } root
            || await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is not { } model
            || root.ExpressionAt(diagnostic.Location.SourceSpan) is not InvocationExpressionSyntax syntax
            || model.GetOperation(syntax, cancellationToken) is not IInvocationOperation call
            || model.Compilation.GetTypeByMetadataName("System.IO.InvalidDataException") is not { } exceptionType)
        {
            return [];
        }

        var exception = exceptionType.ToMinimalDisplayString(model, syntax.SpanStart);
        var edit = call.TargetMethod.Name is "CopyTo" or "CopyToAsync"
            ? InPlaceOfCopy(syntax, call, model, exception)
            : BeforeGrowth(call, model, exception);
        return edit is null ? [] : [(LimitKey, Title, edit)];
    }

    private static TrackedEdit? BeforeGrowth(IInvocationOperation read, SemanticModel model, string exception)
    {
        if (GrowingLoop.Around(read) is not { } loop
            || loop.Growth.Syntax.FirstAncestorOrSelf<StatementSyntax>() is not ExpressionStatementSyntax statement
            || !InsertedStatements.HasRoomBefore(statement))
        {
            return null;
        }

        var size = loop.Collected.Type.Name == "List" ? "Count" : "Length";
        var limit = FreeNames.For(Limit, model, statement);
        return InsertedStatements.Before(
            statement,
            $"const int {limit} = 1024 * 1024;",
            $"if ({loop.Collected.Name}.{size} > {limit})",
            "{",
            $"    throw new {exception}($\"More than {{{limit}}} bytes are not accepted.\");",
            "}");
    }

    private static TrackedEdit? InPlaceOfCopy(InvocationExpressionSyntax syntax, IInvocationOperation call, SemanticModel model, string exception)
    {
        if (syntax.FirstAncestorOrSelf<StatementSyntax>() is not ExpressionStatementSyntax statement
            || !InsertedStatements.HasRoomBefore(statement)
            || syntax.Expression is not MemberAccessExpressionSyntax { Expression: var source }
            || !CanBeRepeated(source)
            || syntax.ArgumentList.Arguments is not [{ Expression: IdentifierNameSyntax target }, ..])
        {
            return null;
        }

        var isAsync = call.TargetMethod.Name == "CopyToAsync";
        var configured = statement.Expression is AwaitExpressionSyntax { Expression: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.Text: "ConfigureAwait" } outer } configure }
            && outer.Expression == syntax ? configure.ArgumentList.ToString() : null;
        var isWhole = isAsync
            ? statement.Expression is AwaitExpressionSyntax { Expression: var awaited } && (awaited == syntax || configured is not null)
            : statement.Expression == syntax;
        if (!isWhole)
        {
            return null;
        }

        string Name(string wanted) => FreeNames.For(wanted, model, statement);
        var (limit, buffer, count) = (Name(Limit), Name("buffer"), Name("read"));
        var token = TokenOf(call) is { } given ? $", {given}" : "";
        var reading = isAsync
            ? $"await {source}.ReadAsync({buffer}, 0, {buffer}.Length{token}){(configured is null ? "" : ".ConfigureAwait" + configured)}"
            : $"{source}.Read({buffer}, 0, {buffer}.Length)";
        return InsertedStatements.InsteadOf(
            statement,
            $"const int {limit} = 1024 * 1024;",
            $"var {buffer} = new byte[81920];",
            $"int {count};",
            $"while (({count} = {reading}) > 0)",
            "{",
            $"    if ({target}.Length + {count} > {limit})",
            "    {",
            $"        throw new {exception}($\"More than {{{limit}}} bytes are not accepted.\");",
            "    }",
            "",
            $"    {target}.Write({buffer}, 0, {count});",
            "}");
    }

    /// <summary>Whether every turn of a loop may evaluate it: it is a variable, a member, or the one stream of a client.</summary>
    private static bool CanBeRepeated(ExpressionSyntax source) => source switch
    {
        IdentifierNameSyntax or ThisExpressionSyntax => true,
        MemberAccessExpressionSyntax member => CanBeRepeated(member.Expression),
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.Text: "GetStream" } method } => CanBeRepeated(method.Expression),
        _ => false,
    };

    private static string? TokenOf(IInvocationOperation call)
    {
        foreach (var argument in call.Arguments)
        {
            if (argument is { ArgumentKind: ArgumentKind.Explicit, Parameter.Type.Name: "CancellationToken" })
            {
                return argument.Value.Syntax.ToString();
            }
        }

        return null;
    }
}
