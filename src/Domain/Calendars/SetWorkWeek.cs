namespace EventedPipelines.Domain.Calendars;

public sealed record SetWorkWeek(IReadOnlyList<DayOfWeek> Week, string Actor);

public static class SetWorkWeekDecision
{
    /// <summary>From today on; of a calendar that has none, for all time.</summary>
    public static IEnumerable<object> Decide(SetWorkWeek command, WorkCalendar? calendar, DateOnly today, DateTimeOffset now)
    {
        if (calendar is null or { Weeks.IsEmpty: true } || !calendar.WeekOn(today).SequenceEqual(command.Week))
        {
            yield return new WorkWeekSet(WorkCalendar.TheId, calendar is null or { Weeks.IsEmpty: true } ? DateOnly.MinValue : today, command.Week, command.Actor, now);
        }
    }
}
