using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Kernel.Notifications;
using EventedPipelines.Workers.Catalog.Receivers;
using EventedPipelines.Workers.Reliability.Notifications;

namespace EventedPipelines.Tests.Unit.Notifications;

public sealed class NotificationWordsSpecs
{
    static readonly NotificationQueued queued = new(
        Guid.Empty, "key", Guid.Empty, NotificationKind.Fallback, Severity.Warning, "profit", "daily", DataInterval.Parse("2026-11-24"), "ada", "mail", "Two\nlines", "What is\r\nwrong.\n", false,
        DateTimeOffset.UnixEpoch, "x@1");

    [Theory]
    [InlineData("incident/2026-11-24/page-1/0/ada_b/mail", "incident/2026-11-24/page-1/0/ada_b/mail")]
    [InlineData("a b.c@d:é", "a%20b%2Ec%40d%3A%C3%A9")]
    public void a_notifications_key_stands_in_the_header_as_it_is_where_it_can(string key, string inHeader) => HeaderKey.Of(key).ShouldBe(inHeader);

    [Fact]
    public void a_notifications_title_is_one_line_and_its_text_says_what_it_is_about()
    {
        NotificationWords.Title(queued).ShouldBe("Two lines");
        NotificationWords.Text(queued).ShouldBe("What is\nwrong.\n\nArea profit, pipeline daily, interval 2026-11-24.");
    }

    [Fact]
    public void a_simulated_notification_says_so()
    {
        NotificationWords.Title(queued with { Simulated = true }).ShouldStartWith("[simulated] ");
        NotificationWords.Text(queued with { Simulated = true, Pipeline = null }).ShouldEndWith("Area profit, interval 2026-11-24.\nThis is a simulation: the data behind it is synthetic.");
    }
}
