using EventedPipelines.Workers.Team.Requests;

namespace EventedPipelines.Tests.Unit.Requests;

public sealed class TicketWordsSpecs
{
    static readonly TicketDraft draft = new("0199-abc", "Split\r\nrevenue ", "By country.\r\n\r\nAnd city.\n", "growth", "Finance", 6.50m);

    [Fact]
    public void a_tickets_title_is_one_line_and_its_text_says_what_it_is_about()
    {
        TicketWords.Title(draft, 100).ShouldBe("Split revenue");
        TicketWords.Text(draft, 1000).ShouldBe("By country.\n\nAnd city.\n\nArea growth, requested by Finance, 6.5 points.\nKey 0199-abc");
    }

    [Fact]
    public void a_ticket_that_is_too_long_is_cut_and_its_key_stays()
    {
        TicketWords.Title(draft with { Title = new('x', 300) }, 255).ShouldBe($"{new string('x', 254)}…");
        var text = TicketWords.Text(draft with { Body = new('x', 300) }, 200);
        (text.Length, text.EndsWith("…\n\nArea growth, requested by Finance, 6.5 points.\nKey 0199-abc", StringComparison.Ordinal)).ShouldBe((200, true));
    }

    [Theory]
    [InlineData("0199a0b1-c2d3-74e5-8f60-718293a4b5c6", "evented-0199a0b1-c2d3-74e5-8f60-718293a4b5c6")]
    [InlineData("a", "evented-a")]
    public void a_plain_key_of_a_ticket_is_its_label(string key, string label) => TicketWords.Label(key).ShouldBe(label);

    [Theory]
    [InlineData("request/0199a0b1-c2d3-74e5-8f60-718293a4b5c6/ticket")]
    [InlineData("two,labels")]
    [InlineData("a blank")]
    [InlineData("CAPITALS")]
    [InlineData("a\" OR labels = \"b")]
    [InlineData("0123456789-0123456789-0123456789-0123456789")]
    [InlineData("0123456789abcdef0123456789abcdef01234567")]
    [InlineData("é")]
    public void a_key_of_a_ticket_that_is_not_plain_has_its_hash_in_the_label(string key) => TicketWords.Label(key).ShouldMatch("^evented-[0-9a-f]{40}$");

    [Fact]
    public void two_keys_of_tickets_never_have_one_label()
    {
        string[] keys = ["a", "A", "a ", "a,", "a/b", "a-b", "ab", TicketWords.Label("A")["evented-".Length..]];
        keys.Select(TicketWords.Label).ShouldBeUnique();
    }
}
