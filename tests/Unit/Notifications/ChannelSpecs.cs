using EventedPipelines.Domain.Catalog.Policies;

namespace EventedPipelines.Tests.Unit.Notifications;

/// <summary>A channel is found by its name, and what none is configured for is in the inbox (domain.md 3.5).</summary>
public sealed class ChannelSpecs
{
    [Fact]
    public void a_channel_that_is_configured_is_that_one_and_any_other_is_the_inbox()
    {
        var pager = new Channel("pager", ChannelKind.Named("Webhook"), "https://pager.example/in");
        var policy = new NotificationPolicy([pager], [], []);
        policy.Channel("pager").ShouldBe(pager);
        policy.Channel("other").ShouldBe(new("other", ChannelKind.Inbox));
    }

    [Fact]
    public void a_kind_of_channel_is_the_inbox_unless_it_is_named()
    {
        (default(ChannelKind).Name, ChannelKind.Named("Slack").Name).ShouldBe(("Inbox", "Slack"));
        ChannelKind.Named("Inbox").ShouldBe(ChannelKind.Inbox);
    }
}
