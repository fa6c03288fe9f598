using EventedPipelines.Domain.Reliability.Incidents;
using EventedPipelines.Domain.Team.OnCall;

namespace EventedPipelines.Tests.Unit.Incidents;

/// <summary>A page's work is told from another's by its key, which is read again to say what comes next.</summary>
public sealed class PageKeySpecs
{
    public static TheoryData<EscalationStep> Steps => [.. Enum.GetValues<EscalationStep>()];

    [Theory]
    [MemberData(nameof(Steps))]
    public void a_pages_key_says_of_which_page_it_is(EscalationStep step) => NextPage.OfKey(NextPage.KeyOf(2, step, 13)).ShouldBe((2, step, 13));

    [Theory]
    [InlineData("")]
    [InlineData("2-primary")]
    [InlineData("2-nobody-3")]
    [InlineData("primary-2-3")]
    public void a_text_that_is_no_key_of_a_page_names_no_page(string key) => NextPage.OfKey(key).ShouldBeNull();
}
