using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Domain.Production.Intervals;

public static class EndSourceWatchDecision
{
    /// <summary>Nothing where it is watched for longer by now, or no longer.</summary>
    public static Decision Decide(Interval interval, DateTimeOffset now) => interval.WatchUntil <= now ? [new SourceWatchEnded(interval.Id, now)] : [];
}
