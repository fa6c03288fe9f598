using System.Collections.Immutable;
using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Domain.Team.Calendars;

public interface ICalendarEvent
{
    Guid CalendarId { get; }
}

/// <summary>The team's working week from a day on.</summary>
public sealed record WorkWeekSet(Guid CalendarId, DateOnly From, IReadOnlyList<DayOfWeek> Week, string Actor, DateTimeOffset SetAt) : ICalendarEvent;

/// <summary>What a source says of public holidays now, as the difference to what it said before.</summary>
public sealed record HolidaysImported(
    Guid CalendarId, string Source, IReadOnlyList<Holiday> Added, IReadOnlyList<Holiday> Removed, string Actor, DateTimeOffset ImportedAt) : ICalendarEvent;

public sealed record WorkWeek(DateOnly From, IReadOnlyList<DayOfWeek> Days);

/// <summary>A holiday, and the source that knows of it.</summary>
public sealed record KnownHoliday(string Source, Holiday Holiday);

/// <summary>
/// The team's working days. Its stream's version is the calendar's: what was decided by one version (a sprint's days, a year's rota) names it and is
/// not rewritten by the next.
/// </summary>
public sealed record WorkCalendar(Guid Id, ImmutableList<WorkWeek> Weeks, ImmutableList<KnownHoliday> Known, long Version)
{
    static readonly WorkWeek UnlessSet = new(DateOnly.MinValue, CalendarPlan.Default.Week);

    /// <summary>A team has one.</summary>
    public static Guid TheId { get; } = DerivedId.Of("calendar");

    public static WorkCalendar Empty { get; } = new(TheId, [], [], 0);

    public DateTimeOffset ChangedAt { get; init; }

    /// <summary>Who ever said something of public holidays, also those who know of none any more.</summary>
    public ImmutableList<string> Sources { get; init; } = [];

    public IReadOnlyList<DayOfWeek> WeekOn(DateOnly day) => (Weeks.LastOrDefault(week => week.From <= day) ?? UnlessSet).Days;

    /// <summary>The public holidays of a day, by key; two sources that know of one count once.</summary>
    public IEnumerable<Holiday> On(DateOnly day) =>
        Known.Where(known => known.Holiday.Date == day).Select(known => known.Holiday).DistinctBy(holiday => holiday.Key).OrderBy(holiday => holiday.Key, StringComparer.Ordinal);

    /// <summary>The days of a year that are public holidays, in order.</summary>
    public IEnumerable<DateOnly> HolidaysOf(int year) => Known.Select(known => known.Holiday.Date).Where(day => day.Year == year).Distinct().Order();

    public bool IsWorkingDay(DateOnly day) => WeekOn(day).Contains(day.DayOfWeek) && Known.All(known => known.Holiday.Date != day);

    /// <summary>The first working day from a day on, the day itself included.</summary>
    /// <exception cref="InvalidOperationException">There is none within two years: the week has no day, or all are holidays.</exception>
    public DateOnly FirstWorkingDay(DateOnly from)
    {
        for (var day = from; day < from.AddYears(2); day = day.AddDays(1))
        {
            if (IsWorkingDay(day))
            {
                return day;
            }
        }

        throw new InvalidOperationException($"There is no working day within two years of {from:yyyy-MM-dd}.");
    }

    public static WorkCalendar? Fold(WorkCalendar? state, object @event) => (state ?? Empty, @event) switch
    {
        (var calendar, WorkWeekSet e) => calendar with
        {
            Weeks = [.. calendar.Weeks.Where(week => week.From != e.From).Append(new(e.From, e.Week)).OrderBy(week => week.From)],
            Version = calendar.Version + 1,
            ChangedAt = e.SetAt,
        },
        (var calendar, HolidaysImported e) => calendar with
        {
            Known = [.. calendar.Known.Where(known => known.Source != e.Source || !e.Removed.Contains(known.Holiday))
                .Concat(e.Added.Select(holiday => new KnownHoliday(e.Source, holiday)))
                .OrderBy(known => known.Holiday.Date).ThenBy(known => known.Holiday.Key, StringComparer.Ordinal).ThenBy(known => known.Source, StringComparer.Ordinal)],
            Sources = [.. calendar.Sources.Union([e.Source])],
            Version = calendar.Version + 1,
            ChangedAt = e.ImportedAt,
        },
        _ => state,
    };
}
