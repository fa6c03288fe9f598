using EventedPipelines.Domain.Team.OnCall;
using static EventedPipelines.Tests.Unit.OnCall.Rota;

namespace EventedPipelines.Tests.Unit.OnCall;

/// <summary>A feed whose secret is out is closed for good.</summary>
public sealed class RevokeFeedSpecs
{
    static readonly FeedOpened opened = new(Guid.CreateVersion7(), "amara", "hash", "amara", Monday);

    readonly DecisionSpec<Feed> _feed = new(Feed.Fold);

    [Fact]
    public void a_feed_is_revoked() =>
        _feed.Given(opened).Deciding(state => RevokeFeedDecision.Decide(new("bruno"), state, Monday.AddDays(1))).Then(new FeedRevoked(opened.FeedId, "bruno", Monday.AddDays(1)));

    [Fact]
    public void a_feed_is_revoked_once() =>
        _feed.Given(opened, new FeedRevoked(opened.FeedId, "bruno", Monday.AddDays(1))).Deciding(state => RevokeFeedDecision.Decide(new("amara"), state, Monday.AddDays(2))).ThenNothing();
}
