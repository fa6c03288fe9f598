using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Kernel.Notifications;
using EventedPipelines.Domain.Production.Intervals;

namespace EventedPipelines.Domain.Production.Publications;

/// <summary>What read a publication was marked stale, and what is rerun by itself was opened again.</summary>
/// <param name="Owed">The version of the publication whose effect was looked after.</param>
/// <param name="Generation">Its generation.</param>
/// <param name="Stale">How many intervals are stale, of all pipelines that read it.</param>
/// <param name="Reopened">How many of them are computed again by themselves.</param>
/// <param name="Left">The others, by pipeline.</param>
public sealed record SpreadRipple(long Owed, int Generation, int Stale, int Reopened, IReadOnlyList<StaleNotice> Left);

public static class SpreadRippleDecision
{
    /// <summary>Nothing where the effect of another publication is owed by now.</summary>
    public static Decision Decide(SpreadRipple command, Interval interval, DateTimeOffset now)
    {
        if (interval.RippleOwed != command.Owed)
        {
            return [];
        }

        Decision spread = [new RippleSpread(interval.Id, command.Generation, command.Stale, command.Reopened, now)];
        return spread.Telling([.. command.Left.SelectMany(left => left.To(interval, now))]);
    }
}
