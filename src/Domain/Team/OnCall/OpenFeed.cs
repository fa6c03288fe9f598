using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Domain.Team.OnCall;

/// <summary>A feed of the shifts of an engineer, or without one of the whole team. Its secret is known by its SHA-256 only.</summary>
public sealed record OpenFeed(Guid FeedId, string? Engineer, string SecretHash, string Actor);

public static class OpenFeedDecision
{
    public static Decision Decide(OpenFeed command, DateTimeOffset now) => [new FeedOpened(command.FeedId, command.Engineer, command.SecretHash, command.Actor, now)];
}
