using CsCheck;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Team.Calendars;
using EventedPipelines.Domain.Team.Members;
using EventedPipelines.Domain.Team.OnCall;
using static EventedPipelines.Tests.Unit.OnCall.Rota;

namespace EventedPipelines.Tests.Unit.OnCall;

/// <summary>Ten working days, and the handover on the first one after them (domain.md 5.1).</summary>
public sealed class SprintDaysSpecs
{
    // Three years, with the changes of the clock, for the zones that do not change it any more those of the past.
    static readonly Gen<(TimeZoneInfo Zone, DateOnly First, DayOfWeek[] Week, int[] Holidays, TimeOnly HandoverAt)> calendars =
        Gen.Select(Zone, Gen.Int[2008, 2026], Gen.Int[0, 365], Week, Gen.Int[0, 900].Array[0, 60], Time)
            .Select((zone, year, day, week, holidays, time) => (zone, new DateOnly(year, 1, 1).AddDays(day), week, holidays, time));

    [Fact]
    public void a_sprint_is_two_weeks_from_monday_to_friday() =>
        SprintDays.Plan(1, Day("2026-11-21"), Calendar(), Rotation, TimeZoneInfo.Utc)
            .ShouldBe(new(1, Day("2026-11-23"), Day("2026-12-04"), At("2026-11-23T09:00Z"), At("2026-12-07T09:00Z")));

    [Fact]
    public void a_public_holiday_lengthens_a_sprint() =>
        SprintDays.Plan(1, Day("2026-12-21"), Calendar(HolidayOn("2026-12-25", "christmas-day"), HolidayOn("2027-01-01", "new-year")), Rotation, TimeZoneInfo.Utc)
            .ShouldBe(new(1, Day("2026-12-21"), Day("2027-01-05"), At("2026-12-21T09:00Z"), At("2027-01-06T09:00Z")));

    [Fact]
    public void a_holiday_on_a_day_that_nobody_works_does_not_lengthen_a_sprint() =>
        SprintDays.Plan(1, Day("2026-11-23"), Calendar(HolidayOn("2026-11-29", "sunday")), Rotation, TimeZoneInfo.Utc).Last.ShouldBe(Day("2026-12-04"));

    [Fact]
    public void the_handover_is_on_the_first_working_day_after_a_sprint() =>
        SprintDays.Plan(1, Day("2026-11-23"), Calendar(HolidayOn("2026-12-07", "monday")), Rotation, TimeZoneInfo.Utc).Until.ShouldBe(At("2026-12-08T09:00Z"));

    [Fact]
    public void a_handover_that_the_clock_skips_is_where_it_lands()
    {
        var rotation = Rotation with { HandoverAt = new(2, 30) };
        SprintDays.Plan(1, Day("2026-03-29"), Calendar(Enum.GetValues<DayOfWeek>(), []), rotation, TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin")).From.ShouldBe(At("2026-03-29T03:00+02:00"));
    }

    [Fact]
    public void an_instant_before_the_first_day_belongs_to_the_first_sprint() =>
        SprintDays.Holding(At("2026-01-01T00:00Z"), Calendar(), Rotation, TimeZoneInfo.Utc).Number.ShouldBe(1);

    [Theory]
    [InlineData("2026-12-07T08:59Z", 1)]
    [InlineData("2026-12-07T09:00Z", 2)]
    [InlineData("2027-06-01T00:00Z", 14)]
    public void the_sprint_of_an_instant_is_counted_from_the_first_one(string instant, int number)
    {
        var sprint = SprintDays.Holding(At(instant), Calendar(), Rotation, TimeZoneInfo.Utc);
        (sprint.Number, sprint.From <= At(instant) && At(instant) < sprint.Until).ShouldBe((number, true));
    }

    [Fact]
    public void sprints_tile_the_calendar_and_each_has_ten_working_days() => Check(100);

    [Fact]
    [Trait("Category", "Full")]
    public void sprints_tile_hundreds_of_calendars_and_each_has_ten_working_days() => Check(500);

    static void Check(long iterations) => calendars.Sample(
        generated =>
        {
            var (zone, first, week, holidays, handoverAt) = generated;
            var calendar = Calendar(week, holidays.Distinct().Select(day => new Holiday($"h{day}", first.AddDays(day), "A holiday")));
            var rotation = new RotationPlan(Engineers[..4], first, handoverAt);
            var sprint = SprintDays.Plan(1, first, calendar, rotation, zone);
            for (var number = 1; number <= 25; number++)
            {
                sprint.Number.ShouldBe(number);
                WorkingDays(sprint.First, sprint.Last, calendar).ShouldBe(10);
                calendar.IsWorkingDay(sprint.First).ShouldBeTrue();
                IsFirstAt(sprint.From, sprint.First, handoverAt, zone);
                sprint.From.ShouldBeLessThan(sprint.Until);

                var next = SprintDays.After(sprint, calendar, rotation, zone);
                sprint.Until.ShouldBe(next.From);
                WorkingDays(sprint.Last.AddDays(1), next.First.AddDays(-1), calendar).ShouldBe(0);
                sprint = next;
            }

            SprintDays.Holding(sprint.From, calendar, rotation, zone).ShouldBe(sprint);
            SprintDays.Holding(sprint.Until.AddTicks(-1), calendar, rotation, zone).ShouldBe(sprint);
        }, iter: iterations);

    static int WorkingDays(DateOnly from, DateOnly to, WorkCalendar calendar) =>
        Enumerable.Range(0, to.DayNumber - from.DayNumber + 1).Count(day => calendar.IsWorkingDay(from.AddDays(day)));

    // By the clock on the wall: at that instant it shows the time or a later one, and a minute before it does not yet.
    static void IsFirstAt(DateTimeOffset instant, DateOnly day, TimeOnly time, TimeZoneInfo zone)
    {
        TimeZoneInfo.ConvertTime(instant, zone).DateTime.ShouldBeGreaterThanOrEqualTo(day.ToDateTime(time));
        TimeZoneInfo.ConvertTime(instant.AddMinutes(-1), zone).DateTime.ShouldBeLessThan(day.ToDateTime(time));
        LocalTime.DayOf(instant, zone).ShouldBe(day.AddDays(Skipped(day, zone)));
    }

    // Samoa had no 30 December 2011.
    static int Skipped(DateOnly day, TimeZoneInfo zone) => zone.Id == "Pacific/Apia" && day == new DateOnly(2011, 12, 30) ? 1 : 0;
}
