using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow.Origins;

namespace SocketSecurity.Analyzers.Tests.Flow;

/// <summary>Where a constant goes: <see cref="ValueUses"/>. The constant is the text <c>start</c>.</summary>
public sealed class ValueUsesTests
{
    [Theory]
    [InlineData("Sink(string.Concat(\"start\", text));", true)]
    [InlineData("var a = string.Concat(\"start\", text); var b = a + text; Sink(b.Trim());", true)]
    [InlineData("var a = string.Concat(\"start\", text); Sink($\"{a}{text}\");", true)]
    [InlineData("var a = string.Concat(\"start\", text); Sink($\"{text}{a}\");", false)]
    [InlineData("var a = string.Concat(\"start\", text); Sink(text + a);", false)]
    [InlineData("var a = string.Concat(\"start\", text); a = text; Sink(a);", false)]
    [InlineData("var a = string.Concat(\"start\", text); if (flag) a = text; Sink(a);", true)]
    [InlineData("var a = string.Concat(\"start\", text); if (flag) a = \"excuse\"; Sink(a);", false)]
    [InlineData("Sink(flag ? string.Concat(\"start\", text) : text);", true)]
    [InlineData("Sink(flag ? string.Concat(\"start\", text) : \"excuse\");", false)]
    [InlineData("Sink(string.Concat(\"start\", text) == text);", false)]
    [InlineData("_field = string.Concat(\"start\", text); Use();", true)]
    [InlineData("Property = string.Concat(\"start\", text);", true)]
    [InlineData("Help(string.Concat(\"start\", text), text);", true)]
    [InlineData("Help(text, string.Concat(\"start\", text));", false)]
    [InlineData("Get(); string Local() => string.Concat(\"start\", text);", false)]
    [InlineData("foreach (var a in new[] { text, string.Concat(\"start\", text) }) Sink(a);", true)]
    [InlineData("Console.WriteLine(string.Concat(\"start\", text));", false)]
    public void A_constant_is_followed_to_what_it_begins(string body, bool reaches)
    {
        var program = OriginProgram.WithBody(body, """
            private string _field;
            public string Property { get; set; }
            void Use() { Sink(_field); Sink(Property); }
            void Help(string first, string second) { Sink(first); }
            string Get() => null;
            """).Compiles();
        var uses = new ValueUses(
            program.Origins,
            place => place is IArgumentOperation { Parent: IInvocationOperation { TargetMethod.Name: "Sink" } },
            other => other.ConstantValue is { HasValue: true, Value: "excuse" });

        var model = program.Calls("Sink").First().SemanticModel!;
        var start = model.SyntaxTree.GetRoot(TestContext.Current.CancellationToken).DescendantNodes().OfType<LiteralExpressionSyntax>().Single(literal => literal.Token.ValueText == "start");
        var constant = model.GetOperation(start, TestContext.Current.CancellationToken)!;

        Assert.Equal(reaches, uses.SinkOf(constant, TestContext.Current.CancellationToken) is not null);
    }
}
