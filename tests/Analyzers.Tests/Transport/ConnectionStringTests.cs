using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using SocketSecurity.Analyzers.CodeFixes.Transport;
using SocketSecurity.Analyzers.Tests.Verification;
using SocketSecurity.Analyzers.Transport;
using Test = SocketSecurity.Analyzers.Tests.Verification.RuleTest<
    SocketSecurity.Analyzers.Transport.ConnectionStringAnalyzer,
    SocketSecurity.Analyzers.CodeFixes.Transport.ConnectionStringFix>;

namespace SocketSecurity.Analyzers.Tests.Transport;

/// <summary>SOCK5006, <see cref="ConnectionStringAnalyzer"/> and <see cref="ConnectionStringFix"/>.</summary>
public sealed class ConnectionStringTests
{
    private static string Program(string expression) => $$"""
        class Program
        {
            static string Get(string host, string password) => {{expression}};
        }
        """;

    [Theory]
    [InlineData("Server=db.example.com;Database=shop;Encrypt=false")]
    [InlineData("Data Source=db.example.com;Initial Catalog=shop;Encrypt=Optional;")]
    [InlineData("Server=db.example.com;Database=shop;TrustServerCertificate=True")]
    [InlineData("Server=tcp:db.example.com,1433;Trust Server Certificate = yes ;Database=shop")]
    [InlineData("Host=db.example.com;Username=app;SSL Mode=Prefer")]
    [InlineData("Host=db.example.com;Username=app;SslMode=Disable;")]
    [InlineData("server=db.example.com;uid=app;sslmode=none")]
    [InlineData("server='db.example.com';user='a;b';SslMode=Preferred")]
    [InlineData("cache.example.com:6380,ssl=false,abortConnect=false")]
    [InlineData("mongodb://db.example.com/shop?tls=false&retryWrites=true")]
    [InlineData("mongodb+srv://app@db.example.com/shop?tlsInsecure=true")]
    [InlineData("postgres://db.example.com/shop?sslmode=disable")]
    public Task A_setting_that_gives_TLS_up_is_found(string text) => Test.Finds(Program($"{{|SOCK5006:\"{text}\"|}}"));

    [Theory]
    [InlineData("Server=db.example.com;Database=shop;Encrypt=true")]
    [InlineData("Server=db.example.com;Database=shop")]
    [InlineData("Server=localhost;Database=shop;Encrypt=false")]
    [InlineData("Data Source=.;Database=shop;TrustServerCertificate=true")]
    [InlineData("Server=(localdb)\\\\v11;Encrypt=false")]
    [InlineData("Host=127.0.0.1;SslMode=Disable")]
    [InlineData("Host=/var/run/postgresql;SslMode=Disable")]
    [InlineData("Host=db.example.com;SslMode=VerifyFull")]
    [InlineData("localhost:6379,ssl=false")]
    [InlineData("mongodb://localhost/shop?tls=false")]
    [InlineData("Encrypt=false;")]
    [InlineData("the option ssl=false; switches it off")]
    [InlineData("server=db.example.com;user='x;Encrypt=false;y'")]
    [InlineData("a=b, ssl=false")]
    public Task Other_texts_are_not_reported(string text) => Test.Silent(Program($"\"{text}\""));

    [Fact]
    public Task A_text_in_an_attribute_connects_to_nothing() => Test.Finds("""
        [System.ComponentModel.Description("Server=db.example.com;Database=shop;Encrypt=false")]
        class Program
        {
            const string Shop = {|SOCK5006:"Server=db.example.com;Database=shop;Encrypt=false"|};
        }
        """);

    [Theory]
    [InlineData("{|SOCK5006:$\"Host={host};Password={password};SslMode=Prefer\"|}")]
    [InlineData("{|SOCK5006:\"Server=db.example.com;\" + \"Encrypt=false\"|}")]
    public Task Interpolated_and_added_texts_are_read_as_one(string expression) => Test.Finds(Program(expression));

    [Theory]
    [InlineData("\"Server=db.example.com;Encrypt=false;User=Encrypt\"", "\"Server=db.example.com;Encrypt=true;User=Encrypt\"")]
    [InlineData("$\"Host={host};SSL Mode=Prefer\"", "$\"Host={host};SSL Mode=VerifyFull\"")]
    [InlineData("\"cache.example.com:6380,ssl=False\"", "\"cache.example.com:6380,ssl=true\"")]
    public Task The_value_is_replaced_where_it_stands(string weak, string safe) =>
        Test.Fixes(Program($"{{|SOCK5006:{weak}|}}"), Program(safe), ConnectionStringFix.SafeValueKey);

    [Theory]
    [InlineData("appsettings.json", "{ \"ConnectionStrings\": { \"Shop\": \"Server=db.example.com;Encrypt=false\" } }", 1, 65)]
    [InlineData("web.config", "<connectionStrings>\n  <add name=\"Shop\" connectionString=\"Server=db.example.com;Encrypt=false\" />", 2, 68)]
    public Task Configuration_files_are_read(string file, string text, int line, int column) => Test.Finds("class Program { }", setup =>
    {
        setup.AdditionalFiles.Add((file, text));
        setup.Expected.Add(new DiagnosticResult("SOCK5006", DiagnosticSeverity.Warning).WithSpan(file, line, column, line, column + "false".Length));
    });

    [Fact]
    public Task Files_of_other_names_and_safe_ones_are_not_reported() => Test.Silent("class Program { }", setup =>
    {
        setup.AdditionalFiles.Add(("notes.json", "{ \"a\": \"Server=db.example.com;Encrypt=false\" }"));
        setup.AdditionalFiles.Add(("appsettings.json", "{ \"a\": \"Server=db.example.com;Encrypt=true\", \"b\": \"Server=localhost;Encrypt=false\" }"));
    });

    [Fact]
    public Task Unfinished_code_is_survived() => Test.Silent(
        "class Program { string text = \"Server=db.example.com;Encrypt=\" + ; string other = $\"Host={;SslMode=Prefer",
        setup => setup.CompilerDiagnostics = CompilerDiagnostics.None);
}
