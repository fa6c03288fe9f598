using EventedPipelines.Domain.Intervals;
using EventedPipelines.Domain.Runs;

namespace EventedPipelines.Domain.Schedules;

/// <summary>What a tick decided: events of this schedule, the generation to open, and the next month's schedule when this one is through.</summary>
public sealed record TickDecision(object[] Schedule, OpenGeneration? Generation, ScheduleOpened? NextMonth)
{
    public static readonly TickDecision Nothing = new([], null, null);
}

public static class TickScheduleDecision
{
    /// <summary>An interval is expected to run when it has closed (domain.md 2.1).</summary>
    public static TickDecision Decide(Schedule schedule, DateTimeOffset now)
    {
        if (schedule.IsClosed || schedule.NextDue > now)
        {
            return TickDecision.Nothing;
        }

        var slice = schedule.Next;
        var because = EventRef.Of(schedule.Id, schedule.Version + 1);
        var fellDue = new IntervalFellDue(schedule.Id, schedule.Pipeline, slice, now);
        var generation = new OpenGeneration(schedule.Pipeline, slice, RunCause.Schedule, Rerun: false, Reason: null, Actor: "scheduler", because);
        if (Slice.Month(slice.Next.First) == schedule.Month)
        {
            return new([fellDue], generation, null);
        }

        var next = OpenScheduleDecision.Open(schedule.Pipeline, slice.Next, schedule.Zone, now, because);
        return new([fellDue, new ScheduleClosed(schedule.Id, next.ScheduleId, now)], generation, next);
    }
}
