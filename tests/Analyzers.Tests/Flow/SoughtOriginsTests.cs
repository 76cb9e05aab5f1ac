using SocketSecurity.Analyzers.Flow.Origins;

namespace SocketSecurity.Analyzers.Tests.Flow;

/// <summary><see cref="ValueOrigins"/>, asked whether a value holds something that the rule looks for: what <c>Make</c> returns.</summary>
public sealed class SoughtOriginsTests
{
    private const string Members = """
        byte[] Make() => _made;
        void Put(Span<byte> target) { }
        readonly byte[] _made = new byte[4];
        readonly byte[] _kept;
        readonly byte[] _other = new byte[4];
        Program() => _kept = Make();
        byte[] Through() { var made = Make(); return made; }
        protected virtual byte[] ThroughVirtual() => Make();
        protected virtual byte[] Other() => [1];
        static string Hex(byte[] bytes) { var text = new StringBuilder(); foreach (var b in bytes) text.Append(b.ToString("x2")); return text.ToString(); }
        async System.Threading.Tasks.Task<byte[]> Later() { await System.Threading.Tasks.Task.Yield(); return Make(); }
        """;

    [Theory]
    [InlineData("Sink(Make());")]
    [InlineData("var made = Make(); Sink(made[..2]);")]
    [InlineData("Sink(_kept);")]
    [InlineData("Sink(Through());")]
    [InlineData("Sink(ThroughVirtual());")]
    [InlineData("Sink(Later().Result);")]
    [InlineData("Sink(flag ? Make() : given);")]
    [InlineData("Sink(text + Convert.ToBase64String(Make()));")]
    [InlineData("Sink(Hex(Make()));")]
    [InlineData("string hex = \"\"; foreach (var b in Make()) hex += b; Sink(hex);")]
    [InlineData("Sink(string.Join(\"\", Make().Select(b => b.ToString(\"x2\"))));")]
    [InlineData("var buffer = new byte[4]; Put(buffer); Sink(buffer);")]
    [InlineData("var buffer = new byte[4]; Put(buffer.AsSpan(1)); Sink(buffer);")]
    [InlineData("var buffer = new byte[4]; Put(buffer.AsSpan()); Sink(buffer.AsSpan(1));")]
    [InlineData("var buffer = new byte[9]; Put(buffer.AsSpan(4)); Sink(buffer.AsSpan(4));")]
    [InlineData("var buffer = new byte[9]; Array.Copy(Make(), 0, buffer, 2, 4); Sink(buffer);")]
    [InlineData("var buffer = new byte[9]; Make().CopyTo(buffer, 1); Sink(buffer);")]
    [InlineData("Span<byte> buffer = stackalloc byte[9]; Make().AsSpan().CopyTo(buffer[2..]); Sink(buffer);")]
    public void What_is_sought_is_found_inside_a_value(string body) => Assert.True(OriginProgram.WithBody(body, Members).Compiles().HoldsSought());

    [Theory]
    [InlineData("Make(); Sink(given);")]
    [InlineData("var made = Make(); made = given; Sink(made);")]
    [InlineData("Sink(Make().Length > 1 ? given : _other);")]
    [InlineData("Sink(_other);")]
    [InlineData("Sink(Other());")]
    [InlineData("Sink(SHA256.HashData(Make()));")]
    [InlineData("Sink(Hex(given));")]
    [InlineData("var buffer = new byte[9]; Array.Copy(buffer, Make(), 4); Sink(buffer);")]
    [InlineData("var buffer = new byte[9]; Put(buffer.AsSpan(4)); Sink(buffer.AsSpan(0, 4));")]
    [InlineData("var buffer = new byte[9]; Make().CopyTo(buffer.AsSpan(4)); Sink(buffer[..4]);")]
    [InlineData("var buffer = new byte[9]; var other = new byte[9]; Put(other); Sink(buffer);")]
    public void What_only_stands_beside_it_is_not(string body) => Assert.False(OriginProgram.WithBody(body, Members).Compiles().HoldsSought());

    /// <summary>Nobody who does not search sees the kind.</summary>
    [Fact]
    public void Without_a_search_nothing_is_sought() => Assert.Equal("Unknown", OriginProgram.WithBody("Sink(MD5.HashData(Make()));", Members.Replace("=> _made;", "=> Other();", StringComparison.Ordinal)).Compiles().Kinds());

    /// <summary>In an IDE the members of a referenced project have their source, which this compilation has no model of.</summary>
    [Fact]
    public void Members_of_a_referenced_project_are_unknown()
    {
        var library = Microsoft.CodeAnalysis.CSharp.CSharpCompilation.Create(
            "Library",
            [Microsoft.CodeAnalysis.CSharp.CSharpSyntaxTree.ParseText("public static class Keys { public static readonly byte[] Key = { 1 }; public static byte[] Get() => Key; public static byte[] Auto { get; } = Key; }", cancellationToken: TestContext.Current.CancellationToken)],
            Verification.TestFrameworks.Net100,
            new(Microsoft.CodeAnalysis.OutputKind.DynamicallyLinkedLibrary));

        foreach (var expression in new[] { "Keys.Key", "Keys.Get()", "Keys.Auto" })
        {
            var program = OriginProgram.Referencing(library.ToMetadataReference(), $"class Program {{ static void Sink(object value) {{ }} void Run() => Sink({expression}); }}");
            Assert.Equal("Unknown", program.Compiles().Kinds());
        }
    }

    [Theory]
    [InlineData("var builder = new StringBuilder(\"a\"); builder.Append(\"b\").Append(1); Sink(builder.ToString());", "Constant")]
    [InlineData("var builder = new StringBuilder(); builder.Append(text); Sink(builder.ToString());", "Parameter")]
    [InlineData("var builder = new StringBuilder(); builder.Append(Guid.NewGuid()); Sink(builder.ToString());", "Predictable")]
    [InlineData("var builder = new StringBuilder(); Action<StringBuilder> other = b => b.Append(1); other(builder); Sink(builder.ToString());", "Unknown")]
    [InlineData("byte last = 0; foreach (var b in new byte[] { 1, 2 }) { Sink(b); }", "Constant")]
    [InlineData("foreach (var b in given) { Sink(b); }", "Parameter")]
    public void Texts_put_together_and_elements_of_a_loop_have_an_origin(string body, string kinds) =>
        Assert.Equal(kinds, OriginProgram.WithBody(body, Members).Compiles().Kinds());
}
