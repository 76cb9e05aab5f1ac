using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using SocketSecurity.Analyzers.Tests.Verification;

namespace SocketSecurity.Analyzers.Tests.House;

/// <summary>The analyzers run over this repository: real code, none of which may have a finding, and the samples, some of which must.</summary>
public sealed class OwnSourcesTests
{
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    public static TheoryData<string> Projects =>
    [
        .. new[] { "src", "tests", "benchmarks" }
            .SelectMany(folder => Directory.GetFiles(Path.Combine(TestFrameworks.RepositoryRoot, folder), "*.csproj", SearchOption.AllDirectories))
            .Select(path => Path.GetRelativePath(TestFrameworks.RepositoryRoot, Path.GetDirectoryName(path)!).Replace('\\', '/'))
            .Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Projects))]
    public async Task A_project_of_the_repository_has_no_finding(string project)
    {
        var findings = await Findings(project);
        Assert.True(findings.Count == 0, string.Join('\n', findings));
    }

    [Fact]
    public async Task Insecure_samples_have_findings_and_fixed_ones_have_none()
    {
        var findings = await Findings("samples");

        Assert.Contains(findings, finding => finding.Contains("/Insecure/", StringComparison.Ordinal));
        Assert.DoesNotContain(findings, finding => finding.Contains("/Fixed/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_finding_that_the_readme_shows_is_real()
    {
        var finding = Assert.Single(await Findings("samples/TlsClient/Insecure"), text => text.Contains(" SOCK1001: ", StringComparison.Ordinal));
        var message = finding[(finding.IndexOf("SOCK1001: ", StringComparison.Ordinal) + "SOCK1001: ".Length)..];

        Assert.Contains(message, House.Read("README.md"), StringComparison.Ordinal);
    }

    private static async Task<IReadOnlyList<string>> Findings(string folder)
    {
        var options = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Latest);
        var trees = House.SourceFiles(folder).Select(path => CSharpSyntaxTree.ParseText(SourceText.From(File.ReadAllText(path)), options, path.Replace('\\', '/')));
        var compilation = CSharpCompilation.Create(
            "Own",
            [.. trees, CSharpSyntaxTree.ParseText(ImplicitUsings, options)],
            References(folder),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

        return [.. (await AllAnalyzers.Run(compilation, concurrent: true)).Select(finding => finding.ToString())];
    }

    /// <summary>Everything this test project references, but xunit only for tests: its presence marks a compilation as test code.</summary>
    private static IEnumerable<MetadataReference> References(string folder) =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => folder.StartsWith("tests", StringComparison.Ordinal) || !Path.GetFileName(path).StartsWith("xunit", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path));
}
