using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow.Origins;
using SocketSecurity.Analyzers.Tests.Verification;

namespace SocketSecurity.Analyzers.Tests.Flow;

/// <summary>A compiled program that calls <c>Sink(value)</c>; the tests ask where that value comes from.</summary>
internal sealed class OriginProgram
{
    private readonly CSharpCompilation _compilation;

    public OriginProgram(params string[] files)
        : this([], files)
    {
    }

    private OriginProgram(MetadataReference[] references, string[] files)
    {
        var options = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.CSharp14);
        _compilation = CSharpCompilation.Create(
            "Program",
            [.. files.Append("global using System; global using System.Collections.Generic; global using System.Linq; global using System.Text;\n")
                .Select((text, index) => CSharpSyntaxTree.ParseText(text, options, $"File{index}.cs"))],
            [.. TestFrameworks.Net100, .. references],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true));
        Origins = ValueOrigins.For(_compilation);
    }

    public ValueOrigins Origins { get; }

    /// <summary>A program of one file that references another project.</summary>
    public static OriginProgram Referencing(MetadataReference project, string file) => new([project], [file]);

    /// <summary>A program with the statements in a method, and the members beside it.</summary>
    public static OriginProgram WithBody(string body, string members = "") => new($$"""
        using System.Security.Cryptography;
        class Program
        {
            static void Sink(object value) { }
            static void Sink(ReadOnlySpan<byte> value) { }
            void Run(byte[] given, string text, bool flag, System.Net.Sockets.NetworkStream network)
            {
                {{body}}
            }
            {{members}}
        }
        """);

    /// <summary>No error, so that a test does not pass because of a typing mistake in its source.</summary>
    public OriginProgram Compiles()
    {
        Assert.Empty(_compilation.GetDiagnostics(TestContext.Current.CancellationToken).Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        return this;
    }

    /// <summary>The operations of all calls to <paramref name="name"/>, in source order.</summary>
    public IEnumerable<IInvocationOperation> Calls(string name) =>
        from tree in _compilation.SyntaxTrees
        from node in tree.GetRoot(TestContext.Current.CancellationToken).DescendantNodes().OfType<InvocationExpressionSyntax>()
        where node.Expression is IdentifierNameSyntax identifier && identifier.Identifier.ValueText == name
        let operation = _compilation.GetSemanticModel(tree).GetOperation(node, TestContext.Current.CancellationToken) as IInvocationOperation
        where operation is not null
        select operation;

    /// <summary>The origins of the value given to the only call of <c>Sink</c>.</summary>
    public OriginSet OfSink() => Origins.Of(Assert.Single(Calls("Sink")).Arguments[0].Value, TestContext.Current.CancellationToken);

    /// <summary>Whether the value given to <c>Sink</c> holds what a call of <c>Make</c> made, or what <c>Put</c> filled it with.</summary>
    public bool HoldsSought() => Origins.Of(Assert.Single(Calls("Sink")).Arguments[0].Value, IsSought, TestContext.Current.CancellationToken)
        .CanBe(ValueOriginKind.Sought);

    private static bool IsSought(IOperation operation) =>
        operation is IInvocationOperation { TargetMethod.Name: "Make" } or IArgumentOperation { Parent: IInvocationOperation { TargetMethod.Name: "Put" } };

    /// <summary>The kinds of the value given to <c>Sink</c>, in the order they are found.</summary>
    public string Kinds() => string.Join(" | ", OfSink().Origins.Select(origin => origin.Kind).Distinct());
}
