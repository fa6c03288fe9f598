using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Domain.Team.OnCall;

public sealed record RevokeFeed(string Actor);

public static class RevokeFeedDecision
{
    /// <summary>Said again it changes nothing.</summary>
    public static Decision Decide(RevokeFeed command, Feed feed, DateTimeOffset now) => feed.RevokedAt is null ? [new FeedRevoked(feed.Id, command.Actor, now)] : [];
}
