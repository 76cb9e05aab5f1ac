using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using SocketSecurity.Analyzers.Flow.Origins;
using SocketSecurity.Analyzers.Tests.Verification;

namespace SocketSecurity.Analyzers.Tests.Flow;

/// <summary>
/// Which parameters reach a sink: <see cref="SinkParameters"/>. Before a sink is bound, syntax and declared types must leave it in:
/// each shape here is one that they could lose. The parameter is <c>secret</c>.
/// </summary>
public sealed class SinkParametersTests
{
    private const string Around = """
        class Mine { public byte[] Key; public string Password { get; set; } public void Create(byte[] key) { } }
        class Derived : NetworkCredential { }
        static class Extensions
        {
            public static void Give(this Aes aes, byte[] key) => aes.Key = key;
        }
        """;

    [Theory]
    [InlineData("void M(string secret) => new NetworkCredential(\"a\", secret);")]
    [InlineData("void M(string secret) => new NetworkCredential(password: secret, userName: \"a\");")]
    [InlineData("void M(string secret) { NetworkCredential c = new(\"a\", secret); }")]
    [InlineData("object M(string secret) => new NetworkCredential { Password = secret };")]
    [InlineData("object M(string secret) => new Derived { Password = secret };")]
    [InlineData("NetworkCredential M(string secret) => new() { Password = secret };")]
    [InlineData("void M(Derived to, string secret) => to.Password = secret;")]
    [InlineData("Derived _to; void M(string secret) => _to.Password = secret;")]
    [InlineData("Derived To { get; } void M(string secret) => this.To.Password = secret;")]
    [InlineData("class Holder { public NetworkCredential Login; } Holder _holder; void M(string secret) => _holder.Login.Password = secret;")]
    [InlineData("NetworkCredential Login() => null; void M(string secret) => Login().Password = secret;")]
    [InlineData("void M(string secret) { foreach (NetworkCredential c in new NetworkCredential[1]) c.Password = secret; }")]
    [InlineData("void M(object o, string secret) { if (o is NetworkCredential c) c.Password = secret; }")]
    [InlineData("void M(string secret) { var c = (NetworkCredential)null; c.Password = secret; }")]
    [InlineData("void M<T>(T c, string secret) where T : NetworkCredential => c.Password = secret;")]
    [InlineData("void M(string secret) { Mine c = null; { } void Inner(NetworkCredential c) => c.Password = secret; }")]
    [InlineData("void M(byte[] secret) { using var aes = Aes.Create(); aes.Key = secret; }")]
    [InlineData("void M(Aes aes, byte[] secret) => aes?.CreateEncryptor(secret, null);")]
    [InlineData("void M(byte[] secret) => System.Security.Cryptography.HMACSHA256.HashData(secret, new byte[1]);")]
    [InlineData("void M(byte[] secret) => Short.HashData(secret, new byte[1]);")]
    [InlineData("string _kept; Program(string secret) => _kept = secret; object Use() => new NetworkCredential(\"a\", _kept);")]
    [InlineData("string Kept { get; } Program(string secret) { Kept = secret; } object Use() => new NetworkCredential(\"a\", Kept);")]
    [InlineData("string _first, _second; Program(string secret) => _first = secret; void Copy() => _second = _first; object Use() => new NetworkCredential(\"a\", _second);")]
    [InlineData("string _kept; Program(string secret) => _kept = secret; string Kept => _kept; object Use() => new NetworkCredential(\"a\", Kept);")]
    [InlineData("static string Kept; static void M(string secret) => Program.Kept = secret; static object Use() => new NetworkCredential(\"a\", Kept);")]
    [InlineData("void M(string secret) { string copy = secret; string again; again = copy; new NetworkCredential(\"a\", again); }")]
    [InlineData("void M(string secret) { string copy = \"\"; if (secret is string other) copy = other; new NetworkCredential(\"a\", secret); }")]
    [InlineData("void M(string secret) => Help(secret); void Help(string a) => new NetworkCredential(\"a\", a);")]
    [InlineData("void M(string secret) => Help(b: 1, a: secret); void Help(string a, int b) => new NetworkCredential(\"a\", a);")]
    [InlineData("void M(string secret) => new Program().Help(secret); void Help(string a) => new NetworkCredential(\"a\", a);")]
    [InlineData("void M(string secret) { Help(secret); static void Help(string a) => new NetworkCredential(\"a\", a); }")]
    [InlineData("void M(string secret) { Help(secret); static void Help(string a) => new NetworkCredential(\"a\", a); } void Help(int a) { }")]
    [InlineData("void M(Aes aes, byte[] secret) => aes.Give(secret);")]
    [InlineData("void M(Aes aes, byte[] secret) => Extensions.Give(aes, secret);")]
    public void A_sink_is_not_lost(string members) => Assert.True(IsReached(members));

    [Theory]
    [InlineData("void M(Mine to, string secret) => to.Password = secret;")]
    [InlineData("object M(string secret) => new Mine { Password = secret };")]
    [InlineData("void M(Mine to, byte[] secret) => to.Create(secret);")]
    [InlineData("string Password { get; set; } void M(string secret) => Password = secret;")]
    [InlineData("void M(string secret) => new NetworkCredential(secret, \"a\");")]
    [InlineData("void M(string secret) { string copy = \"a\"; Console.WriteLine(copy + secret); new NetworkCredential(\"a\", copy); }")]
    [InlineData("string _kept = \"a\"; void M(string secret) => Console.WriteLine(_kept + secret); object Use() => new NetworkCredential(\"a\", _kept);")]
    [InlineData("public string Kept { get; set; } void M(string secret) => Kept = secret; object Use() => new NetworkCredential(\"a\", Kept);")]
    public void What_is_no_sink_or_not_handed_on_is_not_one(string members) => Assert.False(IsReached(members));

    private static bool IsReached(string members)
    {
        var source = $$"""
            using System; using System.Net; using System.Security.Cryptography;
            using Short = System.Security.Cryptography.HMACSHA256;
            class Program { Program() { } {{members}} }
            {{Around}}
            """;
        var tree = CSharpSyntaxTree.ParseText(source, CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.CSharp14), cancellationToken: TestContext.Current.CancellationToken);
        var compilation = CSharpCompilation.Create("Program", [tree], TestFrameworks.Net100, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        Assert.DoesNotContain(
            compilation.GetDiagnostics(TestContext.Current.CancellationToken), diagnostic => diagnostic.Severity == DiagnosticSeverity.Error && diagnostic.Id != "CS0201");
        var secret = compilation.GetTypeByMetadataName("Program")!.GetMembers().OfType<IMethodSymbol>().SelectMany(method => method.Parameters).Single(parameter => parameter.Name == "secret");
        return !SinkParameters.For(compilation, new AnalyzerOptions([]), TestContext.Current.CancellationToken).ReachedBy(secret, TestContext.Current.CancellationToken).IsEmpty;
    }
}
