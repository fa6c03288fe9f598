using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Intervals;

namespace EventedPipelines.Domain.Production.Alerts;

/// <summary>The alerts of the later intervals that compare themselves with a publication were judged again. <paramref name="Owed"/> is what was owed then.</summary>
public sealed record EndJudging(AlertsOwed Owed, int Generation);

public static class EndJudgingDecision
{
    /// <summary>Nothing where something else is owed by now: another publication came in between.</summary>
    public static Decision Decide(EndJudging command, Interval interval, DateTimeOffset now) =>
        interval.AlertsOwed?.Version == command.Owed.Version ? [new AlertsJudgedAgain(interval.Id, command.Generation, command.Owed.Intervals, now)] : [];
}
