using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Intervals;
using EventedPipelines.Domain.Production.Runs;

namespace EventedPipelines.Domain.Production.Schedules;

public static class TickScheduleDecision
{
    /// <summary>An interval is expected to run when it has closed (domain.md 2.1). When the month is through, the next one's schedule begins.</summary>
    /// <param name="schedule">The schedule.</param>
    /// <param name="now">The Clock's time.</param>
    /// <param name="without">Why the pipeline does not have the next interval; null where it has. The schedule goes on, since its begin and end may be moved.</param>
    public static Decision Decide(Schedule schedule, DateTimeOffset now, string? without = null)
    {
        if (schedule.IsClosed || schedule.NextDue > now)
        {
            return [];
        }

        var dataInterval = schedule.Next;
        var because = EventRef.Of(schedule.Id, schedule.Version + 1);
        object closed = without is null ? new IntervalFellDue(schedule.Id, schedule.Pipeline, dataInterval, now) : new IntervalPassed(schedule.Id, schedule.Pipeline, dataInterval, without, now);
        if (DataInterval.Month(dataInterval.Next.First) == schedule.Month)
        {
            return [closed];
        }

        var next = OpenScheduleDecision.Open(schedule.Pipeline, dataInterval.Next, schedule.Zone, now, because);
        Decision through = [closed, new ScheduleClosed(schedule.Id, next.ScheduleId, now)];
        return through.Beginning<Schedule>(next.ScheduleId, next);
    }

    /// <summary>The generation that an interval which fell due opens.</summary>
    public static OpenGeneration Generation(Schedule schedule, IntervalFellDue fellDue) =>
        new(fellDue.Pipeline, fellDue.Interval, RunCause.Schedule, Rerun: false, Reason: null, Actor: "scheduler", EventRef.Of(schedule.Id, schedule.Version + 1));
}
