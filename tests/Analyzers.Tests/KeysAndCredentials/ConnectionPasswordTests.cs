using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using SocketSecurity.Analyzers.CodeFixes.KeysAndCredentials;
using SocketSecurity.Analyzers.Tests.Verification;
using SocketSecurity.Analyzers.Transport;
using Rule = SocketSecurity.Analyzers.Tests.Verification.RuleTest<
    SocketSecurity.Analyzers.Transport.ConnectionStringAnalyzer,
    SocketSecurity.Analyzers.CodeFixes.KeysAndCredentials.CredentialFix>;

namespace SocketSecurity.Analyzers.Tests.KeysAndCredentials;

/// <summary>SOCK3004 in connection strings: <see cref="ConnectionStringAnalyzer"/> and <see cref="CredentialFix"/>.</summary>
public sealed class ConnectionPasswordTests
{
    [Theory]
    [InlineData("\"Server=db.example.com;Database=shop;User Id=app;Password=S3cret-2024\"")]
    [InlineData("\"Host=db.example.com;Username=app;Pwd='S3cret;2024'\"")]
    [InlineData("\"Data Source=db.example.com;\" + \"Password=S3cret-2024\"")]
    [InlineData("$\"Server={host};User Id=app;Password=S3cret-2024\"")]
    [InlineData("\"DefaultEndpointsProtocol=https;AccountName=shop;AccountKey=c2VjcmV0LWtleS1vZi10aGUtc2hvcA==\"")]
    [InlineData("\"Endpoint=sb://shop.example.com/;SharedAccessKeyName=all;SharedAccessKey=c2VjcmV0LWtleQ==\"")]
    [InlineData("\"cache.example.com:6380,password=S3cret-2024,ssl=true\"")]
    [InlineData("\"mongodb://app:S3cret-2024@db.example.com/shop\"")]
    [InlineData("\"amqps://app:S3cret-2024@mq.example.com/\"")]
    public Task A_password_of_a_connection_is_found(string text) => Rule.Finds(Program($"{{|SOCK3004:{text}|}}"));

    [Theory]
    [InlineData("\"Server=db.example.com;Password=<password>\"")]
    [InlineData("\"Server=db.example.com;Password=***\"")]
    [InlineData("\"Server=localhost;Password=S3cret-2024\"")]
    [InlineData("\"amqp://guest:guest@localhost:5672\"")]
    public Task A_placeholder_or_a_server_of_this_machine_is_information(string text) => Rule.Finds(
        Program($"{{|#0:{text}|}}"),
        setup => setup.Expected.Add(new DiagnosticResult(Rules.HardCodedCredential.Id, DiagnosticSeverity.Info).WithLocation(0)));

    [Theory]
    [InlineData("\"Server=db.example.com;Integrated Security=true\"")]
    [InlineData("\"Server=db.example.com;Password=\"")]
    [InlineData("$\"Server=db.example.com;Password={password}\"")]
    [InlineData("$\"amqps://app:{password}@mq.example.com/\"")]
    [InlineData("\"amqps://app@mq.example.com/\"")]
    [InlineData("\"Server=db.example.com;Password=\" + password")]
    [InlineData("\"https://example.com/?password=reset;lang=en\"")]
    [InlineData("\"Password=S3cret-2024; is what it must not look like\"")]
    [InlineData("\"mongodb://db.example.com:27017/shop?authSource=a@b\"")]
    public Task Texts_without_a_password_are_silent(string text) => Rule.Silent(Program(text));

    [Fact]
    public Task The_whole_text_is_read_instead() => Rule.Fixes(
        Program("{|SOCK3004:\"Server=db.example.com;Password=S3cret-2024\"|}"),
        Program("Environment.GetEnvironmentVariable(\"CONNECTION_STRING\") ?? throw new InvalidOperationException(\"The environment variable CONNECTION_STRING is not set.\")"),
        CredentialFix.PasswordKey);

    [Fact]
    public Task A_text_with_holes_has_no_fix()
    {
        var program = Program("{|SOCK3004:$\"Server={host};Password=S3cret-2024\"|}");
        return Rule.Fixes(program, program, CredentialFix.PasswordKey);
    }

    private static string Program(string expression) => $$"""
        using System;

        class Program
        {
            static string Get(string host, string password) => {{expression}};
        }
        """;
}
