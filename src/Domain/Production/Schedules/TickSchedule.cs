using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Intervals;
using EventedPipelines.Domain.Production.Runs;

namespace EventedPipelines.Domain.Production.Schedules;

public static class TickScheduleDecision
{
    /// <summary>An interval is expected to run when it has closed (domain.md 2.1). When the month is through, the next one's schedule begins.</summary>
    public static Decision Decide(Schedule schedule, DateTimeOffset now)
    {
        if (schedule.IsClosed || schedule.NextDue > now)
        {
            return [];
        }

        var dataInterval = schedule.Next;
        var because = EventRef.Of(schedule.Id, schedule.Version + 1);
        var fellDue = new IntervalFellDue(schedule.Id, schedule.Pipeline, dataInterval, now);
        if (DataInterval.Month(dataInterval.Next.First) == schedule.Month)
        {
            return [fellDue];
        }

        var next = OpenScheduleDecision.Open(schedule.Pipeline, dataInterval.Next, schedule.Zone, now, because);
        Decision closed = [fellDue, new ScheduleClosed(schedule.Id, next.ScheduleId, now)];
        return closed.Beginning<Schedule>(next.ScheduleId, next);
    }

    /// <summary>The generation that an interval which fell due opens.</summary>
    public static OpenGeneration Generation(Schedule schedule, IntervalFellDue fellDue) =>
        new(fellDue.Pipeline, fellDue.Interval, RunCause.Schedule, Rerun: false, Reason: null, Actor: "scheduler", EventRef.Of(schedule.Id, schedule.Version + 1));
}
