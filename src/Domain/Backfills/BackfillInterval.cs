using EventedPipelines.Domain.Intervals;
using EventedPipelines.Domain.Runs;

namespace EventedPipelines.Domain.Backfills;

/// <summary>Either a generation to open, or the reason why not.</summary>
public sealed record BackfillIntervalDecision(OpenGeneration? Generation, BackfillIntervalSkipped? Skipped)
{
    /// <param name="backfill">The backfill under way.</param>
    /// <param name="item">The interval to decide.</param>
    /// <param name="closesAt">When the interval ends: one that is still open has nothing to run on.</param>
    /// <param name="interval">The interval, null when it never had a run.</param>
    /// <param name="current">The run of its current generation.</param>
    /// <param name="now">The Clock's time.</param>
    public static BackfillIntervalDecision Decide(Backfill backfill, BackfillItem item, DateTimeOffset closesAt, Interval? interval, Run? current, DateTimeOffset now)
    {
        return ReasonToSkip() is { } reason
            ? new(null, new(backfill.Id, item, reason, current?.Id, now))
            : new(new(item.Pipeline, item.Interval, RunCause.Backfill, Rerun: interval is not null, backfill.Reason, backfill.Actor, EventRef.Of(backfill.Id, 1), backfill.Simulated), null);

        string? ReasonToSkip() => (interval, current, backfill.Reprocess) switch
        {
            _ when closesAt > now => "The interval has not closed yet.",
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
