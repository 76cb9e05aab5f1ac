using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using SocketSecurity.Analyzers.CodeFixes.MessageProtection;
using SocketSecurity.Analyzers.MessageProtection;
using SocketSecurity.Analyzers.Tests.Verification;

namespace SocketSecurity.Analyzers.Tests.MessageProtection;

/// <summary>A program before and after <see cref="SymmetricCipherFix"/>, compiled, to be run.</summary>
internal sealed class RewrittenProgram
{
    private readonly Type _type;

    private RewrittenProgram(string source, Type type)
    {
        Source = source;
        _type = type;
    }

    /// <summary>The source after the fix.</summary>
    public string Source { get; }

    /// <summary>Applies the fix at the first finding; null when it is not offered.</summary>
    public static async Task<RewrittenProgram?> CreateAsync(string source, bool withSecureDefaults, CancellationToken cancellationToken)
    {
        using var workspace = new AdhocWorkspace();
        var document = workspace.AddProject(ProjectInfo.Create(
                ProjectId.CreateNewId(), VersionStamp.Default, "Program", "Program" + Guid.NewGuid().ToString("N"), LanguageNames.CSharp,
                compilationOptions: new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary),
                metadataReferences: withSecureDefaults ? TestFrameworks.Net100.Add(TestFrameworks.SecureDefaults) : TestFrameworks.Net100))
            .AddDocument("Program.cs", source);

        var findings = await FindingsAsync(document, cancellationToken);
        Assert.NotEmpty(findings);
        var actions = new List<CodeAction>();
        await new SymmetricCipherFix().RegisterCodeFixesAsync(new CodeFixContext(document, findings[0], (action, _) => actions.Add(action), cancellationToken));
        if (actions.Count == 0)
        {
            return null;
        }

        var action = Assert.Single(actions);
        if (withSecureDefaults)
        {
            Assert.Contains(action.EquivalenceKey, new[] { SymmetricCipherFix.AeadBoxKey, SymmetricCipherFix.StreamEncryptionKey, SymmetricCipherFix.PasswordBoxKey });
        }
        else
        {
            Assert.Equal(SymmetricCipherFix.AesGcmKey, action.EquivalenceKey);
        }

        var change = Assert.Single((await action.GetOperationsAsync(cancellationToken)).OfType<ApplyChangesOperation>());
        var changed = change.ChangedSolution.GetDocument(document.Id)!;
        var text = (await changed.GetTextAsync(cancellationToken)).ToString();

        using var image = new MemoryStream();
        var emitted = (await changed.Project.GetCompilationAsync(cancellationToken))!.Emit(image, cancellationToken: cancellationToken);
        Assert.True(emitted.Success, string.Join('\n', emitted.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)) + "\n" + text);
        Assert.DoesNotContain(emitted.Diagnostics, diagnostic => diagnostic.Severity == DiagnosticSeverity.Warning && !IsExpected(diagnostic));
        Assert.Empty(await FindingsAsync(changed, cancellationToken));

        image.Position = 0;
        return new RewrittenProgram(text, new AssemblyLoadContext(name: null).LoadFromStream(image).GetType("Messages")!);
    }

    /// <summary>Obsolete members that the programs named before and that are no matter of the fix.</summary>
    private static bool IsExpected(Diagnostic diagnostic) => diagnostic.Id.StartsWith("SYSLIB", StringComparison.Ordinal);

    public object Call(string method, params object[] arguments) =>
        _type.GetMethod(method)!.Invoke(null, BindingFlags.DoNotWrapExceptions, binder: null, arguments, culture: null)!;

    private static async Task<ImmutableArray<Diagnostic>> FindingsAsync(Document document, CancellationToken cancellationToken)
    {
        var compilation = (await document.Project.GetCompilationAsync(cancellationToken))!;
        Assert.DoesNotContain(compilation.GetDiagnostics(cancellationToken), diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        var findings = await compilation.WithAnalyzers([new SocketSecurityAnalyzer([new SymmetricCipherAnalyzer()])]).GetAnalyzerDiagnosticsAsync(cancellationToken);
        return [.. findings.OrderBy(finding => finding.Location.SourceSpan.Start)];
    }
}
