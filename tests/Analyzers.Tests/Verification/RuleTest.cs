using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;

namespace SocketSecurity.Analyzers.Tests.Verification;

/// <summary>
/// Tests of one analyzer and its fix. Sources carry their expectations as markup: <c>[|…|]</c> for the analyzer's only
/// rule, <c>{|SOCK1001:…|}</c> or <c>{|#0:…|}</c> where it has several.
/// </summary>
internal static class RuleTest<TAnalyzer, TCodeFix>
    where TAnalyzer : RuleAnalyzer, new()
    where TCodeFix : CodeFixProvider, new()
{
    /// <summary>The source, as written, has exactly the findings its markup says.</summary>
    public static Task Finds(string source, Action<Setup>? setup = null) => Run(source, fixedSource: null, setup);

    /// <summary>As <see cref="Finds"/>; named apart so that a reader sees that silence is what is tested.</summary>
    public static Task Silent(string source, Action<Setup>? setup = null)
    {
        Assert.DoesNotContain("[|", source, StringComparison.Ordinal);
        Assert.DoesNotContain("{|", source, StringComparison.Ordinal);
        return Run(source, fixedSource: null, setup);
    }

    /// <summary>The fix with <paramref name="key"/> turns the source into <paramref name="fixedSource"/>, also through Fix All.</summary>
    public static Task Fixes(string source, string fixedSource, string key, Action<Setup>? setup = null) =>
        Run(source, fixedSource, setup, key);

    private static async Task Run(string source, string? fixedSource, Action<Setup>? configure, string? key = null)
    {
        var setup = new Setup();
        configure?.Invoke(setup);
        if (RuleTestProgram.IsNoted(source, setup))
        {
            return;
        }

        var test = new Test
        {
            ReferenceAssemblies = new ReferenceAssemblies("none"),
            TestCode = source,
            CodeActionEquivalenceKey = key,
            CompilerDiagnostics = setup.CompilerDiagnostics,
        };

        if (fixedSource is not null)
        {
            test.FixedCode = fixedSource;
        }

        if (!setup.FixAll)
        {
            test.CodeFixTestBehaviors = CodeFixTestBehaviors.SkipFixAllCheck | CodeFixTestBehaviors.FixOne;
        }

        // Findings are never reported in generated code, so the library's own check of that adds nothing.
        test.TestBehaviors |= TestBehaviors.SkipGeneratedCodeCheck;
        test.DisabledDiagnostics.AddRange(setup.DisabledDiagnostics);
        test.TestState.AdditionalReferences.AddRange(setup.References);
        test.TestState.OutputKind = setup.OutputKind;
        test.TestState.ExpectedDiagnostics.AddRange(setup.Expected);

        foreach (var (path, text) in setup.Files)
        {
            test.TestState.Sources.Add((path, text));
            if (fixedSource is not null)
            {
                test.FixedState.Sources.Add((path, setup.FixedFiles.TryGetValue(path, out var fixedText) ? fixedText : text));
            }
        }

        foreach (var (path, text) in setup.AdditionalFiles)
        {
            test.TestState.AdditionalFiles.Add((path, text));
        }

        if (setup.EditorConfig.Count > 0)
        {
            test.TestState.AnalyzerConfigFiles.Add(("/.globalconfig", "is_global = true\n" + string.Join("\n", setup.EditorConfig)));
        }

        test.SolutionTransforms.Add((solution, projectId) =>
        {
            var project = solution.GetProject(projectId)!;
            var parse = ((CSharpParseOptions)project.ParseOptions!)
                .WithLanguageVersion(setup.LanguageVersion)
                .WithPreprocessorSymbols(setup.PreprocessorSymbols);
            var compile = ((CSharpCompilationOptions)project.CompilationOptions!)
                .WithAllowUnsafe(true)
                .WithNullableContextOptions(setup.Nullable);
            return project.WithParseOptions(parse).Solution.WithProjectCompilationOptions(projectId, compile);
        });

        await test.RunAsync(TestContext.Current.CancellationToken);
    }

    private sealed class Test : CSharpCodeFixTest<SocketSecurityAnalyzer, TCodeFix, DefaultVerifier>
    {
        protected override IEnumerable<DiagnosticAnalyzer> GetDiagnosticAnalyzers() => [new SocketSecurityAnalyzer([new TAnalyzer()])];
    }
}

/// <summary>What a rule test can change about the project its source is in.</summary>
internal sealed class Setup
{
    public List<MetadataReference> References { get; } = [.. TestFrameworks.Net100];

    public List<(string Path, string Text)> Files { get; } = [];

    /// <summary>What the fix makes of a file of <see cref="Files"/>; files not named here must stay as they are.</summary>
    public Dictionary<string, string> FixedFiles { get; } = [];

    public List<(string Path, string Text)> AdditionalFiles { get; } = [];

    /// <summary>Lines of a global analyzer configuration, options and severities alike.</summary>
    public List<string> EditorConfig { get; } = [];

    public List<DiagnosticResult> Expected { get; } = [];

    public List<string> DisabledDiagnostics { get; } = [];

    public ImmutableArray<string> PreprocessorSymbols { get; set; } = [];

    public LanguageVersion LanguageVersion { get; set; } = LanguageVersion.CSharp14;

    public NullableContextOptions Nullable { get; set; } = NullableContextOptions.Disable;

    public OutputKind OutputKind { get; set; } = OutputKind.DynamicallyLinkedLibrary;

    public CompilerDiagnostics CompilerDiagnostics { get; set; } = CompilerDiagnostics.Errors;

    /// <summary>False for fixes that are offered one at a time because they change a data format.</summary>
    public bool FixAll { get; set; } = true;

    public Setup Reference(params IEnumerable<MetadataReference> references)
    {
        References.AddRange(references);
        return this;
    }

    public Setup WithSecureDefaults() => Reference(TestFrameworks.SecureDefaults);

    public Setup WithAspNetCore() => Reference(TestFrameworks.AspNetCore);

    public Setup OnNet472()
    {
        References.Clear();
        LanguageVersion = LanguageVersion.CSharp12;
        return Reference(TestFrameworks.Net472);
    }
}
