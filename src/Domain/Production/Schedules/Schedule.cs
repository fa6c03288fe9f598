using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Kernel.Work;

namespace EventedPipelines.Domain.Production.Schedules;

public interface IScheduleEvent
{
    Guid ScheduleId { get; }
}

/// <summary>A month of one pipeline's schedule begins: <paramref name="First"/> is the first interval it expects.</summary>
public sealed record ScheduleOpened(Guid ScheduleId, string Pipeline, DataInterval Month, DataInterval First, string Zone, DateTimeOffset OpenedAt, string Because) : IScheduleEvent;

/// <summary>An interval closed and its run is due.</summary>
public sealed record IntervalFellDue(Guid ScheduleId, string Pipeline, DataInterval Interval, DateTimeOffset FellDueAt) : IScheduleEvent;

/// <summary>An interval closed that the pipeline does not have, before it begins or after it has ended: no run is due.</summary>
public sealed record IntervalPassed(Guid ScheduleId, string Pipeline, DataInterval Interval, string Reason, DateTimeOffset PassedAt) : IScheduleEvent;

/// <summary>The month's intervals have all fallen due; the next month's schedule takes over.</summary>
public sealed record ScheduleClosed(Guid ScheduleId, Guid NextScheduleId, DateTimeOffset ClosedAt) : IScheduleEvent;

/// <summary>One month of one pipeline's expected intervals. Short on purpose: the next month is a stream of its own.</summary>
public sealed record Schedule(Guid Id, string Pipeline, DataInterval Month, DataInterval Next, string Zone, long Version)
{
    public bool IsClosed { get; init; }

    public DateTimeOffset NextDue => Next.ClosesAt(TimeZoneInfo.FindSystemTimeZoneById(Zone));

    public static Guid IdOf(string pipeline, DataInterval month) => DerivedId.Of("schedule", pipeline, month.ToString());

    public static Schedule? Fold(Schedule? state, object @event) => (state, @event) switch
    {
        (null, ScheduleOpened e) => new(e.ScheduleId, e.Pipeline, e.Month, e.First, e.Zone, 1),
        (null, _) => null,
        ({ } schedule, IntervalFellDue e) => schedule with { Next = e.Interval.Next, Version = schedule.Version + 1 },
        ({ } schedule, IntervalPassed e) => schedule with { Next = e.Interval.Next, Version = schedule.Version + 1 },
        ({ } schedule, ScheduleClosed) => schedule with { IsClosed = true, Version = schedule.Version + 1 },
        ({ } schedule, _) => schedule with { Version = schedule.Version + 1 },
    };
}

public static class ScheduleWork
{
    public static IEnumerable<PendingWork> Pending(Schedule schedule) => schedule.IsClosed
        ? []
        : [new(WorkKind.ScheduleTick, schedule.Next.ToString(), schedule.NextDue, EventRef.Of(schedule.Id, schedule.Version))];
}
