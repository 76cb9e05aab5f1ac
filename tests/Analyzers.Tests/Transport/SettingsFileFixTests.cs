using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using SocketSecurity.Analyzers.CodeFixes.Transport;
using SocketSecurity.Analyzers.Transport;

namespace SocketSecurity.Analyzers.Tests.Transport;

/// <summary>SOCK5002 and SOCK5006 in files that are not source: <see cref="CleartextSettingFix"/> and <see cref="ConnectionStringFileFix"/>.</summary>
public sealed class SettingsFileFixTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

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
    public Task A_weak_setting_is_replaced_in_its_file(string name, string before, string after) =>
        Fixes(new ConnectionStringAnalyzer(), new ConnectionStringFileFix(), name, before, after);

    [Theory]
    [InlineData(
        "appsettings.json",
        """{ "Orders": { "ServiceUrl": "http://orders.example.com:80/v1" } } // kept""",
        """{ "Orders": { "ServiceUrl": "https://orders.example.com:443/v1" } } // kept""")]
    [InlineData(
        "web.config",
        """<add name="Queue" connectionString="amqp://rabbit.example.com:5672" />""",
        """<add name="Queue" connectionString="amqps://rabbit.example.com:5671" />""")]
    public Task A_scheme_in_clear_is_replaced_in_its_file(string name, string before, string after) =>
        Fixes(new CleartextSettingAnalyzer(), new CleartextSettingFix(), name, before, after);

    [Fact]
    public async Task A_scheme_without_tls_has_no_fix()
    {
        using var workspace = new AdhocWorkspace();
        var document = Add(Project(workspace), "appsettings.json", """{ "Files": "ftp://files.example.com", "ServerUrl": "ftp://files.example.com" }""");
        var findings = await Findings(document.Project, new CleartextSettingAnalyzer());
        Assert.NotEmpty(findings);
        Assert.Empty(await Offers(new CleartextSettingFix(), document, findings[0]));
    }

    [Theory]
    [InlineData(FixAllScope.Project)]
    [InlineData(FixAllScope.Solution)]
    public async Task All_findings_of_all_files_are_fixed_in_one_action(FixAllScope scope)
    {
        using var workspace = new AdhocWorkspace();
        var first = Add(Project(workspace), "appsettings.json", """
            {
              "A": "Server=a.example.com;Encrypt=false;TrustServerCertificate=true",
              "B": "Host=b.example.com;SslMode=Prefer"
            }
            """);
        var second = Add(first.Project, "app.config", "<add name=\"Main\" connectionString=\"Server=c.example.com;Encrypt=no\" />\r\n");
        var fix = new ConnectionStringFileFix();
        var context = new FixAllContext(
            second.Project, fix, scope, ConnectionStringFileFix.SafeValueInFileKey, fix.FixableDiagnosticIds, new Diagnostics(new ConnectionStringAnalyzer()), Token);

        var action = await fix.GetFixAllProvider()!.GetFixAsync(context);
        var solution = Assert.Single((await action!.GetOperationsAsync(Token)).OfType<ApplyChangesOperation>()).ChangedSolution;

        Assert.Equal(
            """
            {
              "A": "Server=a.example.com;Encrypt=true;TrustServerCertificate=false",
              "B": "Host=b.example.com;SslMode=VerifyFull"
            }
            """,
            (await solution.GetAdditionalDocument(first.Id)!.GetTextAsync(Token)).ToString());
        Assert.Equal(
            "<add name=\"Main\" connectionString=\"Server=c.example.com;Encrypt=yes\" />\r\n",
            (await solution.GetAdditionalDocument(second.Id)!.GetTextAsync(Token)).ToString());
    }

    private static async Task Fixes(RuleAnalyzer analyzer, CodeFixProvider fix, string name, string before, string after)
    {
        using var workspace = new AdhocWorkspace();
        var document = Add(Project(workspace), name, before);
        var offered = await Offers(fix, document, Assert.Single(await Findings(document.Project, analyzer)));
        var changes = await Assert.Single(offered).GetOperationsAsync(Token);
        var changed = Assert.Single(changes.OfType<ApplyChangesOperation>()).ChangedSolution.GetAdditionalDocument(document.Id)!;

        Assert.Equal(after, (await changed.GetTextAsync(Token)).ToString());
    }

    private static Project Project(AdhocWorkspace workspace) =>
        workspace.AddProject("Program", LanguageNames.CSharp).WithCompilationOptions(new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));

    private static TextDocument Add(Project project, string name, string text) => project.AddAdditionalDocument(name, text, filePath: "/" + name);

    private static async Task<ImmutableArray<Diagnostic>> Findings(Project project, RuleAnalyzer analyzer)
    {
        var compilation = await project.GetCompilationAsync(Token);
        return await compilation!.WithAnalyzers([new SocketSecurityAnalyzer([analyzer])], project.AnalyzerOptions).GetAnalyzerDiagnosticsAsync(Token);
    }

    private static async Task<List<CodeAction>> Offers(CodeFixProvider fix, TextDocument document, Diagnostic finding)
    {
        var offered = new List<CodeAction>();
        await fix.RegisterCodeFixesAsync(new CodeFixContext(document, finding, (action, _) => offered.Add(action), Token));
        return offered;
    }

    private sealed class Diagnostics(RuleAnalyzer analyzer) : FixAllContext.DiagnosticProvider
    {
        public override async Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) => await Findings(project, analyzer);

        public override Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) => throw new NotSupportedException();

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
