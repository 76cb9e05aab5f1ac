using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SocketSecurity.Analyzers.CodeFixes.Editing;

namespace SocketSecurity.Analyzers.CodeFixes.HostileInput;

/// <summary>SOCK6001: refuses the size before the allocation, with a named constant that people adjust to their protocol.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UnboundedAllocationFix))]
public sealed class UnboundedAllocationFix : OfferingFix
{
    public const string GuardKey = "SOCK6001.Guard";

    private const string ConstantName = "maxLength";

    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Rules.UnboundedAllocation.Id];

    private protected override async Task<List<(string Key, string Title, TrackedEdit Edit)>> OffersFor(
        Document document, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        if (await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false) is not { } root
            || await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is not { } model
            || SizeAt(root, diagnostic) is not { } size
            || model.GetSymbolInfo(size, cancellationToken).Symbol is not ILocalSymbol { Type: { } type }
            || size.FirstAncestorOrSelf<StatementSyntax>() is not { } statement
            || !InsertedStatements.HasRoomBefore(statement)
            || statement is not (LocalDeclarationStatementSyntax or ExpressionStatementSyntax or ReturnStatementSyntax)
            || model.Compilation.GetTypeByMetadataName("System.IO.InvalidDataException") is not { } exception)
        {
            return [];
        }

        var constant = FreeNames.For(ConstantName, model, statement);
        var name = size.Identifier.Text;
        var isSigned = type.SpecialType is SpecialType.System_Int32 or SpecialType.System_Int64;
        var condition = isSigned ? $"{name} < 0 || {name} > {constant}" : $"{name} > {constant}";
        var edit = InsertedStatements.Before(
            statement,
            $"const int {constant} = 1024 * 1024;",
            $"if ({condition})",
            "{",
            $"    throw new {exception.ToMinimalDisplayString(model, statement.SpanStart)}($\"A message of {{{name}}} bytes is not accepted.\");",
            "}");
        return [(GuardKey, "Refuse sizes above a limit", edit)];
    }

    private static IdentifierNameSyntax? SizeAt(SyntaxNode root, Diagnostic diagnostic)
    {
        var size = root.ExpressionAt(diagnostic.Location.SourceSpan);
        while (size is CastExpressionSyntax cast)
        {
            size = cast.Expression;
        }

        return size as IdentifierNameSyntax;
    }
}
