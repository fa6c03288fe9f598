using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Runs;

namespace EventedPipelines.Domain.Production.Intervals;

/// <summary>A look found, in an interval that is no longer watched, that something has come or changed.</summary>
public sealed record SeeRedelivery(Guid RunId, string Source, string Change);

public static class SeeRedeliveryDecision
{
    /// <summary>
    /// Listed until a generation has read it, never ignored (domain.md 2.5). Nothing where the interval is watched, and so takes it in by itself, where another
    /// run has been opened since, or where it is listed.
    /// </summary>
    public static Decision Decide(SeeRedelivery command, Interval interval, DateTimeOffset now) =>
        interval.WatchUntil is null
        && RunId.Of(interval.Pipeline, interval.DataInterval, interval.Generation) == command.RunId
        && !interval.Redelivered.Exists(known => known.Source == command.Source && known.Change == command.Change)
            ? [new RedeliverySeen(interval.Id, command.Source, command.Change, now, EventRef.Of(interval.Id, interval.Version))]
            : [];
}
