using System.Reflection;

namespace SocketSecurity.SecureDefaults.Tests.BadInput;

/// <summary>The page's table of bad input and the tests are one list: a row without a test, or a test without a row, fails.</summary>
public sealed class BadInputPageTests
{
    /// <summary>The trait that says which row of the table a test is about.</summary>
    public const string Row = "Bad input";

    [Fact]
    public void Every_row_of_the_page_is_tested_and_every_test_has_its_row()
    {
        var tested = typeof(BadInputPageTests).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Instance | BindingFlags.Public))
            .SelectMany(method => method.GetCustomAttributes<TraitAttribute>())
            .Where(trait => trait.Name == Row)
            .Select(trait => trait.Value)
            .Distinct()
            .Order(StringComparer.Ordinal);
        Assert.Equal(RowsOfThePage().Order(StringComparer.Ordinal), tested);
    }

    private static IEnumerable<string> RowsOfThePage()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "global.json")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The repository's root was not found.");
        }

        return File.ReadLines(Path.Combine(folder.FullName, "docs", "messages.md"))
            .SkipWhile(line => line != "## Bad input")
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal))
            .Skip(1)
            .Select(line => line.Split('|')[1].Trim());
    }
}
