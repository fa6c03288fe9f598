using System.Globalization;
using CsCheck;
using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Domain.Team.Calendars;
using EventedPipelines.Domain.Team.Members;
using EventedPipelines.Domain.Team.OnCall;

namespace EventedPipelines.Tests.Unit.OnCall;

/// <summary>Teams, calendars and rotations, as they come and generated.</summary>
static class Rota
{
    /// <summary>Up to seven of them, in the order of their ids.</summary>
    public static readonly string[] Engineers = ["amara", "bruno", "chiyo", "davit", "eva", "farid", "gita"];

    public static readonly DateTimeOffset Monday = At("2026-11-23T09:00Z");

    public static readonly RotationPlan Rotation = new(Engineers[..4], Day("2026-11-23"), new(9, 0));

    public static readonly Gen<TimeZoneInfo> Zone = Gen.Int[0, 4].Select(at => Zones.WithChanges[at]);

    /// <summary>One to seven days of a week.</summary>
    public static readonly Gen<DayOfWeek[]> Week = Gen.Int[1, 127].Select(mask => Enumerable.Range(0, 7).Where(day => (mask & (1 << day)) != 0).Select(day => (DayOfWeek)((day + 1) % 7)).ToArray());

    public static readonly Gen<TimeOnly> Time = Gen.Int[0, 95].Select(quarter => new TimeOnly(0, 0).AddMinutes(quarter * 15));

    public static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    public static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd");

    public static string NameOf(string id) => $"{char.ToUpperInvariant(id[0])}{id[1..]}";

    public static TeamPlan Team(int engineers = 4, string zone = "UTC", RotationPlan? rotation = null, PayPolicy? pay = null) => Team(Engineers[..engineers], zone, rotation, pay);

    public static TeamPlan Team(IEnumerable<string> engineers, string zone = "UTC", RotationPlan? rotation = null, PayPolicy? pay = null) =>
        new([.. engineers.Select(id => new Member(id, NameOf(id), 2))], zone, rotation, pay);

    public static DefinedTeam Defined(TeamPlan plan, int version = 1, DateTimeOffset? at = null) => new(DefinedTeam.TheId, version, version, "hash", plan) { DefinedAt = at ?? Monday };

    public static Holiday HolidayOn(string day, string key) => new(key, Day(day), NameOf(key));

    public static WorkCalendar Calendar(params IEnumerable<Holiday> holidays) => Calendar(CalendarPlan.Default.Week, holidays);

    public static WorkCalendar Calendar(IReadOnlyList<DayOfWeek> week, IEnumerable<Holiday> holidays) => new object[]
    {
        new WorkWeekSet(WorkCalendar.TheId, DateOnly.MinValue, week, "test", Monday),
        new HolidaysImported(WorkCalendar.TheId, "file", [.. holidays], [], "test", Monday),
    }.Aggregate(default(WorkCalendar), WorkCalendar.Fold)!;

    public static SprintTerms Terms(WorkCalendar? calendar = null, RotationPlan? rotation = null, string zone = "UTC", int teamVersion = 1, RequestPolicy? requests = null) =>
        new(Team(7, zone, rotation ?? Rotation), teamVersion, rotation ?? Rotation, calendar ?? Calendar(), requests ?? RequestPolicy.Default, false, "team@1");

    /// <summary>The first sprint, of two weeks from Monday on.</summary>
    public static SprintOpened Opened(SprintTerms? terms = null) => SprintOpening.First(terms ?? Terms(), Monday);

    public static Override StandIn(string engineer, string insteadOf, DateTimeOffset from, DateTimeOffset to, int number = 1) =>
        new(new Guid(number, 0, 0, new byte[8]), engineer, NameOf(engineer), insteadOf, from, to, to, "a wedding", insteadOf, Monday, number);

    public static Overrides StandIns(params Override[] all) => new(Overrides.TheId, [.. all], all.Length);
}
