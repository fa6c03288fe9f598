using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Domain.Team.Calendars;

/// <summary>All that a source, a file of the workspace or one that was sent, says of public holidays.</summary>
public sealed record ImportHolidays(string Source, IReadOnlyList<Holiday> Holidays, string Actor);

public static class ImportHolidaysDecision
{
    /// <summary>
    /// What differs from what the source said before, of days to come: a day that has begun stays what it was. A source that is new is taken over
    /// as it stands.
    /// </summary>
    public static Decision Decide(ImportHolidays command, WorkCalendar? calendar, DateOnly today, DateTimeOffset now)
    {
        var before = (calendar ?? WorkCalendar.Empty).Known.Where(known => known.Source == command.Source).Select(known => known.Holiday).ToList();
        var isNew = calendar?.Sources.Contains(command.Source) is not true;
        bool isOpen(Holiday holiday) => isNew || holiday.Date > today;
        var added = Ordered(command.Holidays.Distinct().Except(before).Where(isOpen));
        var removed = Ordered(before.Except(command.Holidays).Where(isOpen));
        return added.Count + removed.Count > 0 ? [new HolidaysImported(WorkCalendar.TheId, command.Source, added, removed, command.Actor, now)] : [];
    }

    static List<Holiday> Ordered(IEnumerable<Holiday> holidays) => [.. holidays.OrderBy(holiday => holiday.Date).ThenBy(holiday => holiday.Key, StringComparer.Ordinal)];
}
