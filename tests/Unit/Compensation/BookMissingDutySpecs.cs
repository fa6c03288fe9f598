using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Team.Calendars;
using EventedPipelines.Domain.Team.Compensation;
using EventedPipelines.Domain.Team.Holidays;
using EventedPipelines.Domain.Team.Members;
using static EventedPipelines.Tests.Unit.OnCall.Rota;

namespace EventedPipelines.Tests.Unit.Compensation;

/// <summary>Duty that was worked, and never booked (domain.md 6.4).</summary>
public sealed class BookMissingDutySpecs
{
    static readonly DateTimeOffset now = At("2027-01-15T09:00Z");
    static readonly DataInterval january = DataInterval.Parse("2027-01");
    static readonly PayPolicy rates = new("EUR", 60m, 2m, new Dictionary<string, decimal> { ["christmas-day"] = 3m }, new Dictionary<string, decimal>());
    static readonly WorkCalendar known = Calendar([HolidayOn("2026-12-25", "christmas-day")]);

    static readonly BookMissingDuty missing = new("bruno", At("2026-12-25T08:00Z"), At("2026-12-25T16:00Z"), null, null, null, "The plan was refused.", "amara");

    static Decision Book(BookMissingDuty command, IEnumerable<PayLine>? lines = null, HolidayYear? year = null, WorkCalendar? calendar = null, PayPolicy? pay = null) =>
        BookMissingDutyDecision.Decide(command, new([.. lines ?? []]), year, calendar ?? known, january, Defined(Team(pay: pay ?? rates), version: 5), now);

    static string WhyNot(BookMissingDuty command, IEnumerable<PayLine>? lines = null, HolidayYear? year = null, WorkCalendar? calendar = null) =>
        Book(command, lines, year, calendar).Rejection!.Reason;

    static PayLine Line(Decision decided) => decided.Events.ShouldHaveSingleItem().ShouldBeOfType<DutyBooked>().Line;

    static HolidayYear Planned(params object[] later) => later.Aggregate(HolidayYear.Fold(null, new HolidaysPlanned(
        HolidayYear.IdOf(2026), 2026, 1, [new(Day("2026-12-25"), [HolidayOn("2026-12-25", "christmas-day")], 0, HolidayBlocks.Of(Day("2026-12-25"), TimeZoneInfo.Utc, Engineers[..3]), ["davit"], "")],
        [.. Engineers[..4]], [], new Dictionary<string, int>(), "UTC", 1, 1, "test", Monday)), HolidayYear.Fold)!;

    [Fact]
    public void missing_duty_is_booked_as_a_pay_line_with_its_evidence()
    {
        var line = Line(Book(missing));
        (line.Engineer, line.Day, line.Block, line.Rate, line.Multiplier, line.Amount, line.Reason, line.Actor)
            .ShouldBe(("bruno", Day("2026-12-25"), 2, 60m, 3m, 1440m, "The plan was refused.", "amara"));
        line.Evidence.ShouldBe([EventRef.Of(WorkCalendar.TheId, known.Version), EventRef.Of(DefinedTeam.TheId, 5)]);
    }

    [Fact]
    public void missing_duty_of_twenty_minutes_is_paid_a_third_of_an_hour_at_its_rate_and_multiplier() =>
        Line(Book(missing with { To = At("2026-12-25T08:20Z"), Rate = 72.00m })).Amount.ShouldBe(72.00m);

    [Fact]
    public void missing_duty_may_be_booked_at_another_rate_and_multiplier() => Line(Book(missing with { Rate = 10m, Multiplier = 1.5m })).Amount.ShouldBe(120m);

    [Fact]
    public void a_pay_line_of_missing_duty_can_be_corrected_in_turn()
    {
        var line = Line(Book(missing));
        var (refused, events) = CorrectPayDecision.Decide(new(line.LineId, new("davit"), "It was Davit.", "amara"), new([line]), january, Defined(Team(pay: rates)), Defined(Team(pay: rates)), now);
        refused.ShouldBeNull();
        events.Length.ShouldBe(2);
    }

    [Fact]
    public void missing_duty_of_an_hour_that_is_paid_already_is_refused() => WhyNot(missing, [Line(Book(missing))]).ShouldContain("already: correct that one.");

    [Fact]
    public void missing_duty_of_a_block_that_is_still_to_be_booked_by_itself_is_refused()
    {
        var worked = new HolidayBlockWorked(HolidayYear.IdOf(2026), Day("2026-12-25"), 2, [], now);
        WhyNot(missing, year: Planned()).ShouldStartWith("The block is still to be booked by itself");
        Line(Book(missing, year: Planned(worked))).Evidence[0].ShouldBe(EventRef.Of(HolidayYear.IdOf(2026), 1));
    }

    [Fact]
    public void missing_duty_of_a_day_that_is_no_holiday_is_refused_unless_a_holiday_is_named()
    {
        WhyNot(missing with { From = At("2026-12-24T08:00Z"), To = At("2026-12-24T16:00Z") }).ShouldStartWith("The calendar has no public holiday on 2026-12-24");
        WhyNot(missing with { Holidays = ["boxing-day"] }).ShouldStartWith("The calendar knows no holiday 'boxing-day'");
        Line(Book(missing with { From = At("2026-12-24T08:00Z"), To = At("2026-12-24T16:00Z"), Holidays = ["christmas-day"] })).Amount.ShouldBe(1440m);
    }

    [Fact]
    public void missing_duty_that_is_to_come_of_two_blocks_or_of_a_stranger_is_refused()
    {
        WhyNot(missing with { From = At("2027-12-25T08:00Z"), To = At("2027-12-25T16:00Z") }).ShouldStartWith("It is not over");
        WhyNot(missing with { To = At("2026-12-25T17:00Z") }).ShouldStartWith("It is not within one block");
        WhyNot(missing with { Engineer = "zoe" }).ShouldStartWith("There is no engineer 'zoe'");
    }

    [Theory]
    [InlineData("2026-03-29", 1, 7)]
    [InlineData("2026-10-25", 1, 9)]
    [InlineData("2026-10-25", 3, 8)]
    public void missing_duty_over_a_clock_change_is_paid_as_long_as_it_was(string day, int block, int hours)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        var (_, from, to, _) = HolidayBlocks.Of(Day(day), zone, Engineers[..3])[block - 1];
        HolidayBlocks.Holding(from, zone).ShouldBe((Day(day), block));
        HolidayBlocks.Holding(to.AddTicks(-1), zone).ShouldBe((Day(day), block));
        var (_, events) = BookMissingDutyDecision.Decide(
            missing with { From = from, To = to }, new([]), null, Calendar([HolidayOn(day, "sunday")]), january, Defined(Team(zone: "Europe/Berlin", pay: rates)), now);
        events.ShouldHaveSingleItem().ShouldBeOfType<DutyBooked>().Line.Amount.ShouldBe(hours * 120m);
    }
}
