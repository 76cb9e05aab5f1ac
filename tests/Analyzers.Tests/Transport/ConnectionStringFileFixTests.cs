using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using SocketSecurity.Analyzers.CodeFixes.Transport;
using SocketSecurity.Analyzers.Transport;

namespace SocketSecurity.Analyzers.Tests.Transport;

/// <summary>SOCK5006 in files that are not source, <see cref="ConnectionStringFileFix"/>.</summary>
public sealed class ConnectionStringFileFixTests
{
    [Theory]
    [InlineData(
        "appsettings.json",
        """{ "ConnectionStrings": { "Main": "Server=db.example.com;Database=a;Encrypt=false" } } // kept""",
        """{ "ConnectionStrings": { "Main": "Server=db.example.com;Database=a;Encrypt=true" } } // kept""")]
    [InlineData(
        "appsettings.Production.json",
        "{\r\n  \"Main\": \"Host=db.example.com; Ssl Mode = Prefer ;Username=a\"\r\n}",
        "{\r\n  \"Main\": \"Host=db.example.com; Ssl Mode = VerifyFull ;Username=a\"\r\n}")]
    [InlineData(
        "app.config",
        """<add name="Main" connectionString="Data Source=db.example.com;TrustServerCertificate=True" />""",
        """<add name="Main" connectionString="Data Source=db.example.com;TrustServerCertificate=false" />""")]
    public async Task The_value_is_replaced_in_its_file(string name, string before, string after)
    {
        using var workspace = new AdhocWorkspace();
        var project = workspace.AddProject("Program", LanguageNames.CSharp).WithCompilationOptions(new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        var document = project.AddAdditionalDocument(name, before, filePath: "/" + name);
        var compilation = await document.Project.GetCompilationAsync(TestContext.Current.CancellationToken);
        var findings = await compilation!
            .WithAnalyzers([new ConnectionStringAnalyzer()], document.Project.AnalyzerOptions)
            .GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);

        var offered = new List<CodeAction>();
        var context = new CodeFixContext(document, Assert.Single(findings), (action, _) => offered.Add(action), TestContext.Current.CancellationToken);
        await new ConnectionStringFileFix().RegisterCodeFixesAsync(context);
        var changes = await Assert.Single(offered).GetOperationsAsync(TestContext.Current.CancellationToken);
        var changed = Assert.Single(changes.OfType<ApplyChangesOperation>()).ChangedSolution.GetAdditionalDocument(document.Id)!;

        Assert.Equal(after, (await changed.GetTextAsync(TestContext.Current.CancellationToken)).ToString());
    }
}
