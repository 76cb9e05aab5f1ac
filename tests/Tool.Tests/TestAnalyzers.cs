using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace SocketSecurity.Tool.Tests;

#pragma warning disable RS1001, RS1036, RS1038, RS2008 // These are not shipped to compilers.

/// <summary>Reports every class at its name, with the other classes of the file as related places: findings that depend on no rule.</summary>
internal sealed class ClassFinder : DiagnosticAnalyzer
{
    private static readonly DiagnosticDescriptor Rule = new(
        "TEST1", "Class", "Class '{0}'", "Test", DiagnosticSeverity.Warning, isEnabledByDefault: true, customTags: ["CWE-1"]);

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rule];

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze);
        context.RegisterSyntaxNodeAction(Report, SyntaxKind.ClassDeclaration);
    }

    private static void Report(SyntaxNodeAnalysisContext context)
    {
        var type = (ClassDeclarationSyntax)context.Node;
        var others = type.SyntaxTree.GetRoot().DescendantNodes().OfType<ClassDeclarationSyntax>()
            .Where(other => other != type).Select(other => other.Identifier.GetLocation());
        context.ReportDiagnostic(Diagnostic.Create(Rule, type.Identifier.GetLocation(), others, type.Identifier.ValueText));
    }
}

/// <summary>Fails on every class.</summary>
internal sealed class Thrower : DiagnosticAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        [new("TEST2", "Never", "Never", "Test", DiagnosticSeverity.Warning, isEnabledByDefault: true)];

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterSyntaxNodeAction(_ => throw new InvalidOperationException("on purpose"), SyntaxKind.ClassDeclaration);
    }
}

/// <summary>Asks for the end of the scan from within it.</summary>
internal sealed class Canceller(CancellationTokenSource source) : DiagnosticAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        [new("TEST3", "Never", "Never", "Test", DiagnosticSeverity.Warning, isEnabledByDefault: true)];

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterSyntaxNodeAction(
            node =>
            {
                if (((ClassDeclarationSyntax)node.Node).Identifier.ValueText == "Last")
                {
                    source.Cancel();
                    node.CancellationToken.ThrowIfCancellationRequested();
                }
            },
            SyntaxKind.ClassDeclaration);
    }
}
