using EventedPipelines.Domain.Team.Calendars;
using EventedPipelines.Domain.Team.Holidays;
using EventedPipelines.Tests.Unit.OnCall;

namespace EventedPipelines.Tests.Unit.Holidays;

/// <summary>Years of holidays, one planned after the other at the end of the year before.</summary>
sealed class HolidayHistory(TimeZoneInfo zone)
{
    public List<HolidayYear> Years { get; } = [];

    /// <summary>Plans the next year with these holidays; why not, where it is refused: then that year has no plan, and the next goes on with the one before.</summary>
    public string? Plan(int year, IEnumerable<string> engineers, IEnumerable<Holiday> holidays)
    {
        var before = Years.Count == 0 ? null : Years[^1];
        var command = new PlanHolidays(year, Rota.Defined(Rota.Team(engineers, zone.Id)), Rota.Calendar(holidays), before, "test");
        var today = new DateOnly(year - 1, 12, 31);
        var (refused, events) = PlanHolidaysDecision.Decide(command, null, today, new DateTimeOffset(today.ToDateTime(new(12, 0)), TimeSpan.Zero));
        if (refused is null)
        {
            Years.Add(HolidayYear.Fold(null, events.ShouldHaveSingleItem())!);
        }

        return refused?.Reason;
    }

    /// <summary>One a day in each of several stretches of the year, so that they never share one; their order is that of the shuffled keys.</summary>
    public static IEnumerable<Holiday> Holidays(int year, IReadOnlyList<string> keys, IReadOnlyList<int> days) =>
        keys.Select((key, at) => new Holiday(key, new DateOnly(year, 1, 1).AddDays((at * 365 / keys.Count) + (days[at % days.Count] % (365 / keys.Count))), key));
}
