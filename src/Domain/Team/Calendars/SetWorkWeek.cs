using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Domain.Team.Calendars;

public sealed record SetWorkWeek(IReadOnlyList<DayOfWeek> Week, string Actor);

public static class SetWorkWeekDecision
{
    /// <summary>From today on; of a calendar that has none, for all time.</summary>
    public static Decision Decide(SetWorkWeek command, WorkCalendar? calendar, DateOnly today, DateTimeOffset now)
    {
        var isFirst = calendar is null or { Weeks.IsEmpty: true };
        return isFirst || !calendar!.WeekOn(today).SequenceEqual(command.Week)
            ? [new WorkWeekSet(WorkCalendar.TheId, isFirst ? DateOnly.MinValue : today, command.Week, command.Actor, now)]
            : [];
    }
}
