using EventedPipelines.Domain.Calendars;

namespace EventedPipelines.Projections.Calendars;

/// <summary>
/// The holidays of an iCalendar text: its events, again and again by their rules, with single days replaced by RECURRENCE-ID, and without what is
/// cancelled (RFC 5545, 3.8.4.4 and 3.8.5).
/// </summary>
static class IcsHolidays
{
    public static IEnumerable<Holiday> Read(string text, DateOnly from, DateOnly until, List<HolidayProblem> problems)
    {
        List<HolidayEvent> events = [.. IcsText.Events(text, problems).Select(source => HolidayEvent.Read(source, problems)).OfType<HolidayEvent>()];
        var replacements = events.Where(one => one.Replaces is not null)
            .GroupBy(one => (one.Uid, one.Replaces))
            .ToDictionary(group => group.Key, group => group.OrderBy(one => one.Sequence).Last());
        var keys = events.Where(one => one is { Replaces: null, Named: not null })
            .GroupBy(one => one.Uid)
            .ToDictionary(group => group.Key, group => group.First().Named!.Key);
        foreach (var series in events.Where(one => one.Replaces is null))
        {
            var days = series.Recurrence.Days(Before(from, series.Days - 1), until, problems);
            if (problems.Count > 0)
            {
                yield break;
            }

            foreach (var holiday in days.Where(day => !replacements.ContainsKey((series.Uid, day))).SelectMany(day => series.On(day)))
            {
                yield return holiday;
            }
        }

        foreach (var one in replacements.Values)
        {
            // Moved to another day, or named otherwise for once, it still is the holiday that comes every year.
            foreach (var holiday in one.On(one.First, one.HasKey ? null : keys.GetValueOrDefault(one.Uid)))
            {
                yield return holiday;
            }
        }
    }

    static DateOnly Before(DateOnly day, int days) => DateOnly.FromDayNumber(Math.Max(0, day.DayNumber - days));
}
