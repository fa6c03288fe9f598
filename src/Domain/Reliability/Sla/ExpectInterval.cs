using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Intervals;

namespace EventedPipelines.Domain.Reliability.Sla;

/// <summary>A source has fallen due that an interval, which the schedule expects, was published without.</summary>
public sealed record ExpectInterval(Interval Interval, AwaitedSource Awaited, bool Simulated, string Because);

public static class ExpectIntervalDecision
{
    /// <summary>
    /// The area's SLA counts from the instant at which the source fell due, one promise for its period (domain.md 2.4): the first interval arms it, the
    /// others join. Nothing where the area has no SLA, or a backfill made the interval.
    /// </summary>
    public static Decision Decide(ExpectInterval command, Promise? promise, DefinedPolicies policies, DateTimeOffset now)
    {
        var (interval, awaited) = (command.Interval, command.Awaited);
        if (interval.Deadline is null || awaited.Period is not { } period || promise?.Waited.Contains(new(interval.Pipeline, interval.DataInterval)) is true)
        {
            return [];
        }

        var arm = new ArmSla(interval.Area, period, [interval.Pipeline], awaited.DueAt, null, command.Simulated, command.Because) { Source = awaited.Source };
        var armed = ArmSlaDecision.Decide(arm, promise, policies, now);
        return armed.Count > 0 || promise is { IsJudged: false }
            ? armed.Then([new IntervalExpected(Promise.IdOf(interval.Area, period, awaited.Source), interval.Pipeline, interval.DataInterval, now, command.Because)])
            : [];
    }
}
