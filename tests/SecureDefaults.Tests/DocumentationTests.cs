using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace SocketSecurity.SecureDefaults.Tests;

/// <summary>
/// The code in the documentation compiles. What a block takes for granted stands in a comment above it that readers do not
/// see: <c>given: Stream stream = null!;</c>.
/// </summary>
public sealed partial class DocumentationTests
{
    private const string Given = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using SocketSecurity.Tls;
        global using SocketSecurity.Trust;
        """;

    private const string ImplicitOfWebProjects = """
        global using Microsoft.AspNetCore.Builder;
        global using Microsoft.AspNetCore.Hosting;
        global using Microsoft.AspNetCore.Http;
        """;

    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path)),
    ];

    [Theory]
    [InlineData("docs/tls.md", "")]
    [InlineData("src/SecureDefaults/README.md", "")]
    [InlineData("src/SecureDefaults.AspNetCore/README.md", ImplicitOfWebProjects)]
    public void The_code_of_a_page_compiles(string page, string further)
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, page));
        var blocks = Blocks().Matches(text);

        Assert.NotEmpty(blocks);
        Assert.All(blocks, block => Assert.Equal([], Errors(block.Groups["given"].Value, block.Groups["code"].Value, Given + "\n" + further)));
    }

    [Fact]
    public void A_mistake_would_be_found() => Assert.NotEmpty(Errors("", "var options = new TlsClientOptions { Validate = false };", Given));

    private static IEnumerable<string> Errors(string given, string code, string usings)
    {
        var lines = code.Split('\n').ToLookup(line => UsingDirective().IsMatch(line));
        var program = string.Join('\n', [.. lines[true], given, .. lines[false]]);
        var options = new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable);
        var compilation = CSharpCompilation.Create(
            "Sample",
            [CSharpSyntaxTree.ParseText(usings, path: "Usings.cs"), CSharpSyntaxTree.ParseText(program, path: "Sample.cs")],
            References,
            options);
        return compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(diagnostic => $"{diagnostic}\n{program}");
    }

    [GeneratedRegex(@"(<!-- given:(?<given>[^\n]*)-->\n)?```csharp\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Blocks();

    [GeneratedRegex(@"^using [\w.]+;$")]
    private static partial Regex UsingDirective();
}
