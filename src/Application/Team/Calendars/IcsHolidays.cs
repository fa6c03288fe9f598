using EventedPipelines.Domain.Team.Calendars;

namespace EventedPipelines.Application.Team.Calendars;

/// <summary>
/// The holidays of an iCalendar text: its events, again and again by their rules, with single days replaced by RECURRENCE-ID, and without what is
/// cancelled (RFC 5545, 3.8.4.4 and 3.8.5).
/// </summary>
static class IcsHolidays
{
    /// <summary>Each day with why it is no public holiday; null where it is one.</summary>
    public static IEnumerable<(Holiday Holiday, string? WhyNot)> Read(string text, DateOnly from, DateOnly until, HolidayChoice choice, List<HolidayProblem> problems)
    {
        List<HolidayEvent> events = [.. IcsText.Events(text, problems).Select(source => HolidayEvent.Read(source, problems)).OfType<HolidayEvent>()];
        var replacements = events.Where(one => one.Replaces is not null)
            .GroupBy(one => (one.Uid, one.Replaces))
            .ToDictionary(group => group.Key, group => group.OrderBy(one => one.Sequence).Last());
        var known = events.Where(one => one is { Replaces: null, Named: not null })
            .GroupBy(one => one.Uid)
            .ToDictionary(group => group.Key, group => group.First());
        var rules = new HolidayRules([.. events.Where(one => one.Named is not null)], choice);
        foreach (var series in events.Where(one => one.Replaces is null))
        {
            var days = series.Recurrence.Days(Before(from, series.Days - 1), until, problems);
            if (problems.Count > 0)
            {
                yield break;
            }

            var whyNot = series.Named is null ? null : rules.WhyNot(series, series.Named.Key, null);
            foreach (var holiday in days.Where(day => !replacements.ContainsKey((series.Uid, day))).SelectMany(day => series.On(day)))
            {
                yield return (holiday, whyNot);
            }
        }

        foreach (var one in replacements.Values)
        {
            // Moved to another day, or named otherwise for once, it still is the holiday that comes every year.
            var series = known.GetValueOrDefault(one.Uid);
            foreach (var holiday in one.On(one.First, one.HasKey ? null : series?.Named!.Key))
            {
                yield return (holiday, rules.WhyNot(one, holiday.Key, series));
            }
        }
    }

    static DateOnly Before(DateOnly day, int days) => DateOnly.FromDayNumber(Math.Max(0, day.DayNumber - days));
}
