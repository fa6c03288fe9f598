using System.Collections.Immutable;
using System.Globalization;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Kernel.Work;
using EventedPipelines.Domain.Team.Calendars;

namespace EventedPipelines.Domain.Team.Holidays;

public interface IHolidayYearEvent
{
    Guid HolidayYearId { get; }
}

/// <summary>
/// Who works which block of which public holiday of a year, and who is off (domain.md 6). A later plan takes its place for the days that had not begun;
/// <paramref name="Roster"/>, <paramref name="Balances"/> and <paramref name="Offsets"/> are what the next year goes on with.
/// </summary>
/// <param name="Roster">The ids of the engineers by their place in the rotation.</param>
/// <param name="Balances">Hours of holiday duty by engineer, of this and all former years.</param>
/// <param name="Offsets">By the keys of holidays, of this and all former years.</param>
public sealed record HolidaysPlanned(
    Guid HolidayYearId,
    int Year,
    int Plan,
    IReadOnlyList<PlannedHoliday> Days,
    IReadOnlyList<string> Roster,
    IReadOnlyList<Balance> Balances,
    IReadOnlyDictionary<string, int> Offsets,
    string Zone,
    long CalendarVersion,
    int TeamVersion,
    string Actor,
    DateTimeOffset PlannedAt) : IHolidayYearEvent;

/// <summary>
/// A plan could not give everybody a whole holiday off, or could not be made at all (domain.md 6.3): said once a reason, until a plan is made. What was
/// planned before stays, without the days to come that are no holidays any more.
/// </summary>
public sealed record HolidayPlanRefused(
    Guid HolidayYearId, int Year, string Reason, IReadOnlyList<DateOnly> Dropped, string Zone, long CalendarVersion, int TeamVersion, string Actor, DateTimeOffset RefusedAt) : IHolidayYearEvent;

/// <summary>A block is over, and who was there is known.</summary>
public sealed record HolidayBlockWorked(Guid HolidayYearId, DateOnly Day, int Block, IReadOnlyList<WorkedShift> Shifts, DateTimeOffset RecordedAt) : IHolidayYearEvent;

/// <param name="Offset">What the holiday adds to the rotation, 0 to 3; null where balances decided.</param>
/// <param name="Derivation">How it was found out, for a person.</param>
public sealed record PlannedHoliday(DateOnly Day, IReadOnlyList<Holiday> Holidays, int? Offset, IReadOnlyList<PlannedBlock> Blocks, IReadOnlyList<string> Off, string Derivation)
{
    public string Name => string.Join(", ", Holidays.Select(holiday => holiday.Name));

    public bool Has(string key) => Holidays.Any(holiday => holiday.Key == key);

    public PlannedBlock? BlockAt(DateTimeOffset instant) => Blocks.FirstOrDefault(block => block.From <= instant && instant < block.To);
}

/// <summary>8 hours of local time: 7 or 9 where the clock changes in them (domain.md 6.1).</summary>
/// <param name="Number">1 to 3.</param>
public sealed record PlannedBlock(int Number, DateTimeOffset From, DateTimeOffset To, string Engineer)
{
    public decimal Hours => Between(From, To);

    public static decimal Between(DateTimeOffset from, DateTimeOffset to) => (decimal)(to - from).Ticks / TimeSpan.TicksPerHour;
}

/// <summary>One who was there in a block, for all of it or a part; where another was planned, by these overrides, each as `stream@version`.</summary>
public sealed record WorkedShift(string Engineer, DateTimeOffset From, DateTimeOffset To, IReadOnlyList<string> Overrides);

public sealed record Balance(string Engineer, decimal Hours);

/// <summary>Why a year is not planned as the team and the calendar are now.</summary>
public sealed record PlanRefusal(string Reason, DateTimeOffset Since);

/// <summary>The rota of one year's public holidays. It has no plan, which is then 0, where none could be made so far.</summary>
public sealed record HolidayYear(
    Guid Id,
    int Year,
    int Plan,
    ImmutableList<PlannedHoliday> Days,
    ImmutableList<string> Roster,
    ImmutableList<Balance> Balances,
    IReadOnlyDictionary<string, int> Offsets,
    string Zone,
    long CalendarVersion,
    int TeamVersion,
    DateTimeOffset PlannedAt)
{
    public long Version { get; init; } = 1;

    /// <summary>The version of the event that planned it.</summary>
    public long PlannedBy { get; init; } = 1;

    /// <summary>When the year was planned first: what was over by then was nobody's duty.</summary>
    public DateTimeOffset FirstPlannedAt { get; init; } = PlannedAt;

    public bool IsPlanned => Plan > 0;

    /// <summary>Null where it is planned as the team and the calendar are.</summary>
    public PlanRefusal? Refusal { get; init; }

    /// <summary>Who had a day off by the plan that a refusal has taken days from: that is still owed to them.</summary>
    public ImmutableList<string> Promised { get; init; } = [];

    /// <summary>The blocks that are over, "2026-12-25-3".</summary>
    public ImmutableList<string> Worked { get; init; } = [];

    public static Guid IdOf(int year) => DerivedId.Of("holiday-year", year.ToString(CultureInfo.InvariantCulture));

    public static string KeyOf(DateOnly day, int block) => string.Create(CultureInfo.InvariantCulture, $"{day:yyyy-MM-dd}-{block}");

    public PlannedHoliday? On(DateOnly day) => Days.Find(planned => planned.Day == day);

    public PlannedHoliday? Holding(DateTimeOffset instant) => On(LocalTime.DayOf(instant, TimeZoneInfo.FindSystemTimeZoneById(Zone)));

    public static HolidayYear? Fold(HolidayYear? state, object @event) => (state, @event) switch
    {
        (_, HolidaysPlanned e) => new(e.HolidayYearId, e.Year, e.Plan, [.. e.Days], [.. e.Roster], [.. e.Balances], e.Offsets, e.Zone, e.CalendarVersion, e.TeamVersion, e.PlannedAt)
        {
            Version = (state?.Version ?? 0) + 1,
            PlannedBy = (state?.Version ?? 0) + 1,
            FirstPlannedAt = state is { IsPlanned: true } ? state.FirstPlannedAt : e.PlannedAt,
            Worked = state?.Worked ?? [],
        },
        (null, HolidayPlanRefused e) =>
            new(e.HolidayYearId, e.Year, 0, [], [], [], new Dictionary<string, int>(), e.Zone, e.CalendarVersion, e.TeamVersion, e.RefusedAt) { Refusal = new(e.Reason, e.RefusedAt) },
        ({ } year, HolidayPlanRefused e) => year.Without(e.Dropped) with { Refusal = new(e.Reason, e.RefusedAt), Version = year.Version + 1 },
        ({ } year, HolidayBlockWorked e) => year with { Worked = year.Worked.Add(KeyOf(e.Day, e.Block)), Version = year.Version + 1 },
        ({ } year, _) => year with { Version = year.Version + 1 },
        _ => null,
    };

    // Nobody works them any more: their hours are nobody's either.
    HolidayYear Without(IReadOnlyList<DateOnly> dropped) => this with
    {
        Days = Days.RemoveAll(day => dropped.Contains(day.Day)),
        Promised = [.. Promised.Union(Days.SelectMany(day => day.Off))],
        Balances = [.. Balances.Select(balance => balance with
        {
            Hours = balance.Hours - Days.Where(day => dropped.Contains(day.Day)).SelectMany(day => day.Blocks).Where(block => block.Engineer == balance.Engineer).Sum(block => block.Hours),
        })],
    };
}

public static class HolidayYearWork
{
    /// <summary>Each block to come, at its end: who was there is recorded then.</summary>
    public static IEnumerable<PendingWork> Pending(HolidayYear year) =>
        from day in year.Days
        from block in day.Blocks
        let key = HolidayYear.KeyOf(day.Day, block.Number)
        where block.To > year.FirstPlannedAt && !year.Worked.Contains(key)
        select new PendingWork(WorkKind.HolidayBlockEnd, key, block.To, EventRef.Of(year.Id, year.PlannedBy));
}
