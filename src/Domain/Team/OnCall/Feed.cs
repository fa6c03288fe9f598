namespace EventedPipelines.Domain.Team.OnCall;

public interface IFeedEvent
{
    Guid FeedId { get; }
}

/// <summary>A calendar of shifts, of one engineer or of the whole team, for whoever has its secret; only that one's SHA-256 is kept.</summary>
public sealed record FeedOpened(Guid FeedId, string? Engineer, string SecretHash, string Actor, DateTimeOffset OpenedAt) : IFeedEvent;

/// <summary>Its address leads nowhere any more.</summary>
public sealed record FeedRevoked(Guid FeedId, string Actor, DateTimeOffset RevokedAt) : IFeedEvent;

/// <summary>A feed of shifts.</summary>
public sealed record Feed(Guid Id, string? Engineer, string SecretHash, string OpenedBy, DateTimeOffset OpenedAt, DateTimeOffset? RevokedAt, long Version)
{
    public static Feed? Fold(Feed? state, object @event) => (state, @event) switch
    {
        (null, FeedOpened e) => new(e.FeedId, e.Engineer, e.SecretHash, e.Actor, e.OpenedAt, null, 1),
        ({ } feed, FeedRevoked e) => feed with { RevokedAt = feed.RevokedAt ?? e.RevokedAt, Version = feed.Version + 1 },
        _ => state,
    };
}
