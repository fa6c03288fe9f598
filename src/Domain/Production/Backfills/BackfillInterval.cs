using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Intervals;
using EventedPipelines.Domain.Production.Runs;

namespace EventedPipelines.Domain.Production.Backfills;

/// <summary>An interval of a backfill is to be decided. <paramref name="PolicyVersion"/>: of the policies in force; null where none are defined.</summary>
public sealed record BackfillInterval(BackfillItem Item, Pipeline Pipeline, int? PolicyVersion);

public static class BackfillIntervalDecision
{
    /// <summary>About the backfill: a generation is opened with it, or the interval is skipped with the reason. One that is still open has nothing to run on.</summary>
    /// <param name="command">Which interval.</param>
    /// <param name="backfill">The backfill under way.</param>
    /// <param name="interval">The interval, null when it never had a run.</param>
    /// <param name="current">The run of its current generation.</param>
    /// <param name="now">The Clock's time.</param>
    public static Decision Decide(BackfillInterval command, Backfill backfill, Interval? interval, Run? current, DateTimeOffset now)
    {
        var (item, pipeline) = (command.Item, command.Pipeline);
        if (ReasonToSkip() is { } reason)
        {
            return [new BackfillIntervalSkipped(backfill.Id, item, reason, current?.Id, now)];
        }

        var open = new OpenGeneration(
            item.Pipeline, item.Interval, RunCause.Backfill, Rerun: interval is not null, backfill.Reason, backfill.Actor, EventRef.Of(backfill.Id, 1), backfill.Simulated)
        {
            PolicyVersion = command.PolicyVersion,
        };
        var opened = OpenGenerationDecision.Decide(open, pipeline, interval, current, now);
        Decision decision = [new BackfillRunOpened(backfill.Id, item, CurrentGeneration.After(interval, opened).RunId, now)];
        return decision.And<Interval>(IntervalId.Of(item.Pipeline, item.Interval), opened);

        string? ReasonToSkip() => pipeline.Definition.WhyNot(item.Interval) ?? (interval, current, backfill.Reprocess) switch
        {
            _ when item.Interval.ClosesAt(pipeline.Definition.TimeZone) > now => "The interval has not closed yet.",
            (null, _, Reprocess.Stale) => "It never had a run.",
            (_, { IsFinished: false }, Reprocess.Stale) => $"Generation {interval.Generation} is still running.",
            (_, _, Reprocess.Stale) => interval.Stale.IsEmpty ? $"Generation {interval.Generation} is not stale." : null,
            (null, _, _) => null,
            (_, { IsFinished: false }, _) => $"Generation {interval.Generation} is still running.",
            (_, _, Reprocess.All) => null,
            (_, { Outcome: RunOutcome.Failed or RunOutcome.Cancelled } or { Fallback: not null }, Reprocess.Failed) => null,
            (_, { Outcome: RunOutcome.Failed or RunOutcome.Cancelled }, _) => $"Generation {interval.Generation} ended {current.Outcome}; reprocess 'failed' or 'all' runs it again.",
            _ => $"Generation {interval.Generation} is published; reprocess 'all' runs it again.",
        };
    }
}
