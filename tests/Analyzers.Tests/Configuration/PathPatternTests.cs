using SocketSecurity.Analyzers.Configuration;

namespace SocketSecurity.Analyzers.Tests.Configuration;

public sealed class PathPatternTests
{
    [Theory]
    [InlineData("tests/**", "/home/me/app/tests/Tls/A.cs", true)]
    [InlineData("tests/**", "/home/me/app/contests/A.cs", false)]
    [InlineData("tests/*", "/home/me/app/tests/Tls/A.cs", false)]
    [InlineData("*Tests.cs", "/app/TlsTests.cs", true)]
    [InlineData("*Tests.cs", "/app/TlsTests.csx", false)]
    [InlineData("**/Fakes/**/*.cs", "/app/Fakes/A.cs", true)]
    [InlineData("**/Fakes/**/*.cs", "/app/Fakes/x/y/A.cs", true)]
    [InlineData(@"tests\**", @"C:\App\Tests\A.cs", true)]
    [InlineData("A?.cs", "/app/Ab.cs", true)]
    [InlineData("A?.cs", "/app/A/.cs", false)]
    public void Patterns_match_from_any_folder_on(string pattern, string path, bool expected)
    {
        Assert.True(PathPattern.TryParse(pattern, out var parsed));
        Assert.Equal(expected, parsed.IsMatch(path));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    public void A_pattern_says_something(string pattern) => Assert.False(PathPattern.TryParse(pattern, out _));
}
