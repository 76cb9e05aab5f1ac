using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using SocketSecurity.Analyzers.Flow.Origins;
using SocketSecurity.Analyzers.Tests.Verification;

namespace SocketSecurity.Analyzers.Tests.Flow;

/// <summary><see cref="ReachingDefinitions"/>: which assignments to <c>x</c> the argument of <c>Use(x)</c> sees.</summary>
public sealed class ReachingDefinitionsTests
{
    [Theory]
    [InlineData("x = 1; Use(x);", "1")]
    [InlineData("x = 1; x = 2; Use(x);", "2")]
    [InlineData("Use(x);", "entry")]
    [InlineData("Use(x); x = 1;", "entry")]
    [InlineData("if (c) { x = 1; } Use(x);", "1, entry")]
    [InlineData("if (c) { x = 1; } else { x = 2; } Use(x);", "1, 2")]
    [InlineData("if (c) { x = 1; return; } Use(x);", "entry")]
    [InlineData("x = c ? 1 : 2; Use(x);", "c ? 1 : 2")]
    [InlineData("x = 1; while (c) { Use(x); x = 2; }", "1, 2")]
    [InlineData("x = 1; do { x = 2; } while (c); Use(x);", "2")]
    [InlineData("for (x = 1; c; x = 2) { Use(x); }", "1, 2")]
    [InlineData("switch (x) { case 1: x = 1; break; default: x = 2; break; } Use(x);", "1, 2")]
    [InlineData("x = 1; try { x = 2; Other(); x = 3; } catch { Use(x); }", "1, 2, 3")]
    [InlineData("x = 1; try { x = 2; } finally { Use(x); }", "1, 2")]
    [InlineData("x = 1; try { Other(); } finally { x = 2; } Use(x);", "1, 2")]
    [InlineData("x = 1; try { x = 2; } catch (System.Exception) when (c) { Use(x); }", "1, 2")]
    [InlineData("x = 1; x += 2; Use(x);", "?")]
    [InlineData("x = 1; x++; Use(x);", "?")]
    [InlineData("x = 1; Write(out x); Use(x);", "?")]
    [InlineData("(x, _) = (1, 2); Use(x);", "?")]
    [InlineData("x = 1; x = Next(Use(x));", "1")]
    [InlineData("Both(x = 1, Use(x));", "1")]
    public void A_use_sees(string body, string expected)
    {
        var tree = CSharpSyntaxTree.ParseText(
            $$"""
            class Program
            {
                static void Run(int x, bool c) { {{body}} }
                static int Use(int x) => x;
                static int Next(int x) => x;
                static void Both(int x, int y) { }
                static void Other() { }
                static void Write(out int x) => x = 1;
            }
            """,
            cancellationToken: TestContext.Current.CancellationToken);
        var compilation = CSharpCompilation.Create("Program", [tree], TestFrameworks.Net100, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        Assert.Empty(compilation.GetDiagnostics(TestContext.Current.CancellationToken).Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        var method = tree.GetRoot(TestContext.Current.CancellationToken).DescendantNodes().OfType<MethodDeclarationSyntax>().First();
        var model = compilation.GetSemanticModel(tree);
        var graph = ControlFlowGraph.Create(method, model, TestContext.Current.CancellationToken)!;
        var use = method.DescendantNodes().OfType<InvocationExpressionSyntax>()
            .Single(call => call.Expression is IdentifierNameSyntax { Identifier.ValueText: "Use" }).ArgumentList.Arguments[0].Expression;
        var parameter = model.GetDeclaredSymbol(method, TestContext.Current.CancellationToken)!.Parameters[0];

        var reaching = new ReachingDefinitions(graph).Reaching(parameter, use, out var entry)!.Value
            .Select(definition => definition is AssignmentExpressionSyntax assignment ? assignment.Right.ToString() : "?")
            .Concat(entry ? ["entry"] : []);

        Assert.Equal(expected, string.Join(", ", reaching));
    }
}
