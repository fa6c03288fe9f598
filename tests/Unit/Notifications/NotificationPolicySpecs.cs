using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Domain.Kernel.Notifications;

namespace EventedPipelines.Tests.Unit.Notifications;

/// <summary>Who is told, and by which channels.</summary>
public sealed class NotificationPolicySpecs
{
    static readonly NotificationPolicy policy = new(
        [new("mail", ChannelKind.Email), new("chat", ChannelKind.Slack)],
        [new("investors", null, []), new("experiments", null, ["profit", "growth"])],
        [new(Severity.Page, ["mail", "chat"]), new(Severity.Page, ["chat"]), new(Severity.Warning, ["chat"]), new(Severity.Warning, ["mail"], "investors"),
            new(Severity.Warning, ["inbox"], "investors")]);

    [Theory]
    [InlineData("ada", Severity.Page, "mail, chat")]
    [InlineData("ada", Severity.Warning, "chat")]
    [InlineData("investors", Severity.Warning, "mail, inbox")]
    [InlineData("investors", Severity.Page, "mail, chat")]
    [InlineData("ada", Severity.Info, "inbox")]
    public void a_route_that_names_the_recipient_goes_before_those_that_name_nobody(string recipient, Severity severity, string channels) =>
        string.Join(", ", policy.ChannelsFor(recipient, severity)).ShouldBe(channels);

    [Fact]
    public void a_notification_goes_to_the_inbox_where_nothing_is_configured() => NotificationPolicy.Default.ChannelsFor("ada", Severity.Page).ShouldBe(["inbox"]);

    [Theory]
    [InlineData("profit", "investors, experiments")]
    [InlineData("engagement", "investors")]
    public void a_team_without_areas_reads_of_all_areas(string area, string teams) => string.Join(", ", policy.ReadersOf(area)).ShouldBe(teams);

    [Fact]
    public void a_channel_that_is_there_no_more_is_the_inbox() => policy.Channel("gone").ShouldBe(new("gone", ChannelKind.Inbox));
}
