namespace SocketSecurity.Analyzers.Tests;

public sealed class RulesTests
{
    [Fact]
    public void Rules_stand_in_id_order_and_ids_are_unique()
    {
        var ids = Rules.All.Select(rule => rule.Id).ToList();

        Assert.Equal(ids.Distinct(), ids);
        Assert.All(ids, id => Assert.Matches("^SOCK[0-6][0-9]{3}$", id));
    }

    [Fact]
    public void Titles_are_sentences_without_a_full_stop_and_help_links_name_the_rule()
    {
        Assert.All(Rules.All, rule =>
        {
            Assert.False(rule.Title.ToString().EndsWith('.'), rule.Id);
            Assert.EndsWith($"/docs/rules/{rule.Id}.md", rule.HelpLinkUri, StringComparison.Ordinal);
        });
    }
}
