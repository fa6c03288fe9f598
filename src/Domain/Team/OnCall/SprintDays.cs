using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Team.Calendars;
using EventedPipelines.Domain.Team.Members;

namespace EventedPipelines.Domain.Team.OnCall;

/// <summary>A sprint as the calendar has it: ten working days, and the instants between which it is (domain.md 5.1).</summary>
public sealed record PlannedSprint(int Number, DateOnly First, DateOnly Last, DateTimeOffset From, DateTimeOffset Until);

/// <summary>Sprints follow one another without a gap: each lasts until the handover on the first working day after it.</summary>
public static class SprintDays
{
    public const int Length = 10;

    /// <summary>The sprint whose first day is the first working day from a day on.</summary>
    public static PlannedSprint Plan(int number, DateOnly from, WorkCalendar calendar, RotationPlan rotation, TimeZoneInfo zone)
    {
        var first = calendar.FirstWorkingDay(from);
        var last = first;
        for (var days = 1; days < Length; days++)
        {
            last = calendar.FirstWorkingDay(last.AddDays(1));
        }

        return new(number, first, last, LocalTime.FirstAt(first, rotation.HandoverAt, zone), LocalTime.FirstAt(calendar.FirstWorkingDay(last.AddDays(1)), rotation.HandoverAt, zone));
    }

    public static PlannedSprint After(PlannedSprint sprint, WorkCalendar calendar, RotationPlan rotation, TimeZoneInfo zone) =>
        Plan(sprint.Number + 1, sprint.Last.AddDays(1), calendar, rotation, zone);

    /// <summary>The sprint of an instant, counted from the rotation's first day; before that the first one.</summary>
    public static PlannedSprint Holding(DateTimeOffset instant, WorkCalendar calendar, RotationPlan rotation, TimeZoneInfo zone)
    {
        var sprint = Plan(1, rotation.FirstDay, calendar, rotation, zone);
        while (sprint.Until <= instant)
        {
            sprint = After(sprint, calendar, rotation, zone);
        }

        return sprint;
    }
}
