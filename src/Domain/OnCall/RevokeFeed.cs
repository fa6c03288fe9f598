namespace EventedPipelines.Domain.OnCall;

public sealed record RevokeFeed(string Actor);

public static class RevokeFeedDecision
{
    /// <summary>Said again it changes nothing.</summary>
    public static IEnumerable<object> Decide(RevokeFeed command, Feed feed, DateTimeOffset now)
    {
        if (feed.RevokedAt is null)
        {
            yield return new FeedRevoked(feed.Id, command.Actor, now);
        }
    }
}
