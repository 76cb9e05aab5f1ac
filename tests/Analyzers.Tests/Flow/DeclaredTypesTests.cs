using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SocketSecurity.Analyzers.Flow;
using SocketSecurity.Analyzers.Tests.Verification;

namespace SocketSecurity.Analyzers.Tests.Flow;

/// <summary>What declarations say about the type of an expression: <see cref="DeclaredTypes"/>.</summary>
public sealed class DeclaredTypesTests
{
    [Theory]
    [InlineData("given", "byte[]")]
    [InlineData("_field", "Inner")]
    [InlineData("this._field", "Inner")]
    [InlineData("_field.Next.Next", "Inner")]
    [InlineData("Inherited", "System.IO.Stream")]
    [InlineData("base.Inherited", "System.IO.Stream")]
    [InlineData("outer", "string")]
    [InlineData("declared", "System.Uri")]
    [InlineData("made", "Inner")]
    [InlineData("copy", "Inner")]
    [InlineData("cast", "Inner")]
    [InlineData("awaited", "System.IO.Stream")]
    [InlineData("Inner.Shared", "Inner")]
    [InlineData("Inner", "Inner")]
    [InlineData("System.Text.Encoding.UTF8", null)]
    [InlineData("Encoding.UTF8", "System.Text.Encoding")]
    [InlineData("Short.UTF8", "System.Text.Encoding")]
    [InlineData("_field.Make()", "Inner")]
    [InlineData("new Inner().Make().Next", "Inner")]
    [InlineData("Twice(1)", null)]
    [InlineData("Generic(1)", null)]
    [InlineData("unknown", null)]
    [InlineData("ofMethod", null)]
    [InlineData("twice", null)]
    [InlineData("range", null)]
    [InlineData("_field?.Next", null)]
    [InlineData("Box.Value", "int")]
    public void Declarations_tell_or_there_is_no_answer(string expression, string? type)
    {
        var source = $$"""
            using System;
            using System.IO;
            using System.Linq;
            using System.Text;
            using System.Threading.Tasks;
            using Short = System.Text.Encoding;
            class Base { protected Stream Inherited; private string _field; }
            class Holder<T> { public T Value; }
            class Program(string outer) : Base
            {
                Inner _field = new(); static Holder<int> Box = new();
                class Inner { public Inner Next; public static Inner Shared; public Inner Make() => this; }
                string Twice(int a) => ""; int Twice(string a) => 0;
                T Generic<T>(T a) => a;
                Task<Stream> Open() => null;
                async Task Run<T>(byte[] given, T ofMethod)
                {
                    Uri declared = null; var made = new Inner(); var copy = made; var cast = (Inner)(object)made; var awaited = await Open();
                    { string twice = null; } { int twice = 0; }
                    var query = from range in given select range;
                    _ = {{expression}};
                }
            }
            """;
        var (types, tree) = Of(source);
        var asked = tree.GetRoot(TestContext.Current.CancellationToken).DescendantNodes().OfType<AssignmentExpressionSyntax>().Last(assignment => assignment.Left.ToString() == "_").Right;

        Assert.Equal(type, types.Of(asked, TestContext.Current.CancellationToken)?.ToDisplayString().Replace("Program.", "", StringComparison.Ordinal));
    }

    /// <summary>Whatever is answered about the sources of this repository is what binding them answers.</summary>
    [Fact]
    public void Binding_agrees()
    {
        var trees = House.House.SourceFiles("src/SecureDefaults").Select(File.ReadAllText)
            .Append("global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global using System.Threading; global using System.Threading.Tasks;")
            .Select(text => CSharpSyntaxTree.ParseText(text, CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.CSharp14), cancellationToken: TestContext.Current.CancellationToken));
        var compilation = CSharpCompilation.Create("Own", trees, TestFrameworks.Net100, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true));
        var types = new DeclaredTypes(SourceModels.For(compilation));
        var (asked, answered) = (0, 0);
        foreach (var tree in compilation.SyntaxTrees)
        {
            var model = compilation.GetSemanticModel(tree);
            foreach (var access in tree.GetRoot(TestContext.Current.CancellationToken).DescendantNodes().OfType<MemberAccessExpressionSyntax>())
            {
                asked++;
                if (types.Of(access.Expression, TestContext.Current.CancellationToken) is { } told)
                {
                    answered++;
                    var bound = model.GetTypeInfo(access.Expression, TestContext.Current.CancellationToken).Type;
                    Assert.True(
                        SymbolEqualityComparer.Default.Equals(told, bound) || bound is ITypeParameterSymbol,
                        $"{access} at {access.GetLocation().GetLineSpan()}: {told} is {bound}");
                }
            }
        }

        Assert.True(answered > asked / 2, $"{answered} of {asked}");
    }

    private static (DeclaredTypes Types, SyntaxTree Tree) Of(string source)
    {
        var tree = CSharpSyntaxTree.ParseText(source, CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.CSharp14), cancellationToken: TestContext.Current.CancellationToken);
        var compilation = CSharpCompilation.Create("Program", [tree], TestFrameworks.Net100, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        return (new DeclaredTypes(SourceModels.For(compilation)), tree);
    }
}
