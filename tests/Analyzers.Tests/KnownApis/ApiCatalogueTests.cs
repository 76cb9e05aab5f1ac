using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Testing;
using SocketSecurity.Analyzers.KnownApis;
using SocketSecurity.Analyzers.Tests.Verification;
using Rule = SocketSecurity.Analyzers.Tests.Verification.RuleTest<
    SocketSecurity.Analyzers.KnownApis.ApiCatalogueAnalyzer,
    Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;

namespace SocketSecurity.Analyzers.Tests.KnownApis;

/// <summary>The API catalogue: its built-in lines against real metadata, and SOCK0001 for the user's.</summary>
public sealed class ApiCatalogueTests
{
    private static readonly CSharpCompilation Real = CSharpCompilation.Create(
        "real", references: [.. TestFrameworks.Net100, .. TestFrameworks.AspNetCore, .. TestFrameworks.Libraries]);

    private static readonly CSharpCompilation Framework = CSharpCompilation.Create("framework", references: TestFrameworks.Net472);

    public static TheoryData<string> BuiltInMembers =>
        [.. Enum.GetValues<ApiRole>().Where(role => role != ApiRole.AppContextSwitch)
            .SelectMany(role => ApiCatalogue.BuiltIn.Entries(role)).Select(entry => entry.Member).Distinct().Where(member => !IsUnverifiable(member))];

    /// <summary>A renamed member must fail a test, not silently leave an API unchecked.</summary>
    [Theory]
    [MemberData(nameof(BuiltInMembers))]
    public void A_built_in_member_exists_in_the_real_library(string member)
    {
        var found = DocumentationCommentId.GetFirstSymbolForDeclarationId(member, Real) is not null
            || DocumentationCommentId.GetFirstSymbolForDeclarationId(member, Framework) is not null
            || Overloads(member).Concat(Overloads(member, Framework)).Any();

        Assert.True(found, member);
    }

    /// <summary>The fix writes these members, so they have to be there.</summary>
    [Fact]
    public void The_safe_members_of_unauthenticated_values_exist() => Assert.All(
        ApiCatalogue.BuiltIn.Entries(ApiRole.Unauthenticated).Where(entry => entry.Arguments[0] != "-"),
        entry => Assert.All(entry.Arguments[0].Split('|'), safe =>
        {
            var member = entry.Member[..(entry.Member.LastIndexOf('.') + 1)] + safe;
            Assert.True(
                DocumentationCommentId.GetFirstSymbolForDeclarationId(member, Real) is not null
                || DocumentationCommentId.GetFirstSymbolForDeclarationId(member, Framework) is not null,
                member);
        }));

    /// <summary>A sink whose parameter has another name would silently never be found.</summary>
    [Fact]
    public void The_parameters_that_sinks_name_exist() => Assert.All(
        SinkTable.Roles.SelectMany(role => ApiCatalogue.BuiltIn.Entries(role)).Where(entry => entry.Member[0] == 'M' && !IsUnverifiable(entry.Member)),
        entry => Assert.All(entry.Arguments[0].Split('|'), name => Assert.Contains(
            Overloads(entry.Member.Split('(')[0]).Concat(Overloads(entry.Member.Split('(')[0], Framework)).OfType<IMethodSymbol>().SelectMany(method => method.Parameters),
            parameter => parameter.Name == name)));

    [Theory]
    [InlineData("nonsense  P:A.B.C", "there is no role 'nonsense'")]
    [InlineData("accept-any", "needs a member")]
    [InlineData("accept-any  HttpClientHandler", "is no documentation id")]
    [InlineData("accept-any-switch  P:A.B.C", "needs 1 argument(s)")]
    [InlineData("key-sink  M:A.B.#ctor  key", "needs 2 argument(s)")]
    [InlineData("certificate-callback  P:A.B.C  sometimes", "is no way to accept")]
    public async Task A_malformed_line_is_reported_where_it_stands(string line, string reason)
    {
        var expected = new DiagnosticResult(Rules.MalformedApiCatalogueLine)
            .WithSpan("SocketSecurity.Apis.txt", 2, 1, 2, line.Length + 1)
            .WithMessage(null);

        await Rule.Finds("class Empty { }", s =>
        {
            s.AdditionalFiles.Add(("SocketSecurity.Apis.txt", $"# first\n{line}\naccept-any  P:A.B.C  # fine\n"));
            s.Expected.Add(expected);
        });
        ApiCatalogueLine.Read(line, out var problem);
        Assert.Contains(reason, problem, StringComparison.Ordinal);
    }

    [Fact]
    public Task A_good_file_and_other_files_are_silent() => Rule.Silent("class Empty { }", s =>
    {
        s.AdditionalFiles.Add(("SocketSecurity.Apis.txt", "\n  # comment\naccept-any\tP:A.B.C\r\n"));
        s.AdditionalFiles.Add(("Other.txt", "nonsense"));
    });

    /// <summary>Libraries that are not in the registry the tests restore from, or of which the older generation is meant.</summary>
    private static bool IsUnverifiable(string member) =>
        member.Contains("FluentFTP.", StringComparison.Ordinal)
        || member.Contains("Amqp.ConnectionFactory.", StringComparison.Ordinal)
        || member.Contains("Amqp.Address.", StringComparison.Ordinal)
        || member.Contains("WebSocketSharp.", StringComparison.Ordinal)
        || member.Contains("MQTTnet.Client.", StringComparison.Ordinal)
        || member.Contains("Org.BouncyCastle.Crypto.Tls.", StringComparison.Ordinal)
        || member.Contains("DisableServerCertValidation", StringComparison.Ordinal);

    private static IEnumerable<ISymbol> Overloads(string member, CSharpCompilation? compilation = null)
    {
        var name = member[2..];
        var dot = name.LastIndexOf('.');
        return (compilation ?? Real).GetTypeByMetadataName(name[..dot])?.GetMembers(name[(dot + 1)..].Replace('#', '.')) ?? [];
    }
}
