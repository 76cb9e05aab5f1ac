using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using SocketSecurity.Analyzers.Configuration;
using SocketSecurity.Analyzers.Tests.Verification;
using Test = SocketSecurity.Analyzers.Tests.Verification.RuleTest<
    SocketSecurity.Analyzers.Configuration.OptionValueAnalyzer,
    Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;

namespace SocketSecurity.Analyzers.Tests.Configuration;

/// <summary>SOCK0002.</summary>
public sealed class OptionValueAnalyzerTests
{
    [Theory]
    [InlineData("socketsecurity.minimum_tls_version = tls11")]
    [InlineData("socketsecurity.minimum_tls_version =")]
    [InlineData("SocketSecurity.Minimum_Tls_Version: 1.3")]
    [InlineData("socketsecurity.test_code_paths = tests/**,,")]
    [InlineData("socketsecurity.minimun_tls_version = tls13")]
    public Task A_wrong_value_or_name_is_reported_where_it_stands(string line) =>
        Test.Finds("class C;", setup =>
        {
            setup.AdditionalFiles.Add(("/src/.editorconfig", $"root = true\n[*.cs]\n  {line} # why\n"));
            setup.Expected.Add(new DiagnosticResult("SOCK0002", DiagnosticSeverity.Warning)
                .WithSpan("/src/.editorconfig", 3, 3, 3, 3 + line.Length));
        });

    [Theory]
    [InlineData("socketsecurity.minimum_tls_version = tls13")]
    [InlineData("socketsecurity.minimum_tls_version = TLS12 ; comment")]
    [InlineData("socketsecurity.test_code_paths = tests/**, *Tests.cs")]
    [InlineData("# socketsecurity.minimum_tls_version = tls11")]
    [InlineData("other.minimum_tls_version = tls11")]
    [InlineData("socketsecurity.minimum_tls_version")]
    public Task Right_values_comments_and_other_peoples_options_are_silent(string line) =>
        Test.Silent("class C;", setup => setup.AdditionalFiles.Add(("/src/.editorconfig", $"[*.cs]\n{line}\n")));

    [Fact]
    public Task Global_configurations_are_checked_too_and_other_files_are_not() =>
        Test.Finds("class C;", setup =>
        {
            const string Wrong = "socketsecurity.minimum_tls_version = tls10";
            setup.AdditionalFiles.Add(("/src/notes.txt", Wrong));
            setup.AdditionalFiles.Add(("/src/team.globalconfig", $"is_global = true\n{Wrong}"));
            setup.Expected.Add(new DiagnosticResult("SOCK0002", DiagnosticSeverity.Warning)
                .WithSpan("/src/team.globalconfig", 2, 1, 2, 1 + Wrong.Length)
                .WithArguments("socketsecurity.minimum_tls_version", "tls10", "the value must be tls12 or tls13, and the default tls12 holds instead"));
        });

    [Fact]
    public void Every_option_accepts_its_own_default_and_has_a_lower_case_key()
    {
        Assert.NotEmpty(Options.All);
        Assert.All(Options.All, option =>
        {
            Assert.True(option.DefaultText.Length == 0 || option.IsValid(option.DefaultText), option.Key);
            Assert.StartsWith(Options.KeyPrefix, option.Key, StringComparison.Ordinal);
            Assert.Equal(option.Key.ToLowerInvariant(), option.Key);
        });
    }
}
