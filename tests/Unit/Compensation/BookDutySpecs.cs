using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Team.Calendars;
using EventedPipelines.Domain.Team.Compensation;
using EventedPipelines.Domain.Team.Holidays;
using EventedPipelines.Domain.Team.Members;
using static EventedPipelines.Tests.Unit.OnCall.Rota;

namespace EventedPipelines.Tests.Unit.Compensation;

/// <summary>What holiday duty is worth (domain.md 6.4).</summary>
public sealed class BookDutySpecs
{
    static readonly DateTimeOffset now = At("2026-12-26T00:00Z");
    static readonly DataInterval december = DataInterval.Parse("2026-12");
    static readonly DecisionSpec<PayPeriod> ledger = new(PayPeriod.Fold);
    static readonly PayPolicy rates = new("EUR", 60m, 2m, new Dictionary<string, decimal> { ["christmas-day"] = 3m }, new Dictionary<string, decimal> { ["amara"] = 72.5m });

    static HolidayYear Year(string day, string zone, params Holiday[] holidays) => HolidayYear.Fold(null, new HolidaysPlanned(
        HolidayYear.IdOf(2026), 2026, 1, [new(Day(day), holidays, 0, HolidayBlocks.Of(Day(day), TimeZoneInfo.FindSystemTimeZoneById(zone), Engineers[..3]), ["davit"], "")],
        [.. Engineers[..4]], [], new Dictionary<string, int>(), zone, 1, 1, "test", Monday))!;

    static HolidayYear Christmas(params string[] others) => Year("2026-12-25", "UTC", [.. others.Append("christmas-day").Order(StringComparer.Ordinal).Select(key => HolidayOn("2026-12-25", key))]);

    static HolidayBlockWorked Worked(HolidayYear year, int block, params WorkedShift[] shifts)
    {
        var (_, from, to, engineer) = year.Days[0].Blocks[block - 1];
        return new(year.Id, year.Days[0].Day, block, shifts.Length > 0 ? shifts : [new(engineer, from, to, [])], now);
    }

    static Decision Book(HolidayYear year, HolidayBlockWorked worked, PayPeriod? period = null, PayPolicy? pay = null) =>
        BookDutyDecision.Decide(new(year, worked, Defined(Team(pay: pay ?? rates), version: 4)), period, december, now);

    static PayLine Line(HolidayYear year, int block) => Book(year, Worked(year, block)).ShouldHaveSingleItem().ShouldBeOfType<DutyBooked>().Line;

    [Fact]
    public void a_holiday_block_is_paid_hours_times_rate_times_multiplier_with_its_evidence()
    {
        var (from, to) = (At("2026-12-25T00:00Z"), At("2026-12-25T08:00Z"));
        ledger.Given().Deciding(_ => Book(Christmas(), Worked(Christmas(), 1))).Then(new DutyBooked(
            PayPeriod.IdOf(december), december,
            new(
                DerivedId.Of("pay-line", "2026-12-25-1", "amara", "2026-12-25T00:00:00.0000000Z"), "amara", "Amara", Day("2026-12-25"), ["christmas-day"], 1, from, to, 8m, 72.5m, 3m, 1740.00m, "EUR",
                [EventRef.Of(HolidayYear.IdOf(2026), 1), EventRef.Of(DefinedTeam.TheId, 4)], Actor: "rota"),
            now));
    }

    [Fact]
    public void an_engineer_without_a_rate_of_their_own_is_paid_the_teams() => Line(Christmas(), 2).ShouldSatisfyAllConditions(line => line.Rate.ShouldBe(60), line => line.Amount.ShouldBe(1440));

    [Fact]
    public void a_holiday_without_a_multiplier_of_its_own_has_the_usual_one() => Line(Year("2026-05-01", "UTC", HolidayOn("2026-05-01", "labour-day")), 2).Multiplier.ShouldBe(2);

    [Fact]
    public void two_holidays_on_a_day_pay_once_at_the_higher_multiplier() =>
        Line(Christmas("boxing-day"), 2)
            .ShouldSatisfyAllConditions(line => line.Holidays.ShouldBe(["boxing-day", "christmas-day"]), line => line.Multiplier.ShouldBe(3), line => line.Amount.ShouldBe(1440));

    [Fact]
    public void two_holidays_on_a_day_have_the_usual_multiplier_where_ones_own_is_the_lower_one() =>
        (rates with { Holidays = new Dictionary<string, decimal> { ["christmas-day"] = 1.5m } }).MultiplierOf(["boxing-day", "christmas-day"]).ShouldBe(2);

    [Theory]
    [InlineData("2026-03-29", 7, 840)]
    [InlineData("2026-10-25", 9, 1080)]
    public void a_block_that_spans_a_clock_change_is_paid_as_long_as_it_was(string day, int hours, int amount)
    {
        var year = Year(day, "Europe/Berlin", HolidayOn(day, "sunday"));
        var (_, from, to, _) = year.Days[0].Blocks[0];
        var line = Book(year, Worked(year, 1, new WorkedShift("bruno", from, to, []))).ShouldHaveSingleItem().ShouldBeOfType<DutyBooked>().Line;
        (line.Hours, line.Amount).ShouldBe((hours, amount));
    }

    [Fact]
    public void each_engineer_who_worked_a_part_of_a_block_has_a_pay_line_for_it()
    {
        var year = Christmas();
        var (begin, end) = (At("2026-12-25T08:00Z"), At("2026-12-25T16:00Z"));
        var lines = Book(year, Worked(year, 2, new("bruno", begin, begin.AddMinutes(100), []), new("davit", begin.AddMinutes(100), end, ["overrides@3"]))).Cast<DutyBooked>()
            .Select(booked => booked.Line).ToList();

        lines.Select(line => (line.Engineer, line.Hours, line.Amount)).ShouldBe([("bruno", 1.6667m, 300.00m), ("davit", 6.3333m, 1140.00m)]);
        lines[1].Evidence.ShouldBe([EventRef.Of(year.Id, 1), "overrides@3", EventRef.Of(DefinedTeam.TheId, 4)]);
    }

    [Fact]
    public void twenty_minutes_of_duty_are_paid_as_a_third_of_an_hour_and_not_as_0_3333()
    {
        var year = Christmas();
        var (begin, end) = (At("2026-12-25T00:00Z"), At("2026-12-25T08:00Z"));
        var pay = rates with { Rates = new Dictionary<string, decimal> { ["davit"] = 72.00m } };
        var lines = Book(year, Worked(year, 1, new("davit", begin, begin.AddMinutes(20), []), new("amara", begin.AddMinutes(20), end, [])), pay: pay).Cast<DutyBooked>().Select(booked => booked.Line)
            .ToList();

        lines.Select(line => (line.Engineer, line.Duration, line.Amount)).ShouldBe([("davit", TimeSpan.FromMinutes(20), 72.00m), ("amara", TimeSpan.FromMinutes(460), 1380.00m)]);
    }

    [Theory]
    [InlineData(0.00625, 1.00005, "0.05")]
    [InlineData(1.005, 1, "8.04")]
    [InlineData(0.000625, 1, "0.01")]
    [InlineData(0.0006249, 1, "0.00")]
    public void an_amount_is_rounded_once_to_cents_halves_away_from_zero(double rate, double multiplier, string amount) =>
        Book(Year("2026-05-01", "UTC", HolidayOn("2026-05-01", "labour-day")), Worked(Year("2026-05-01", "UTC", HolidayOn("2026-05-01", "labour-day")), 2),
            pay: new("EUR", (decimal)rate, (decimal)multiplier, new Dictionary<string, decimal>(), new Dictionary<string, decimal>()))
            .ShouldHaveSingleItem().ShouldBeOfType<DutyBooked>().Line.Amount.ToString(System.Globalization.CultureInfo.InvariantCulture).ShouldBe(amount);

    // 8 h at 10.00 x 1 is 80.00; each of three parts of 2 h 40 m is 26.666...: the odd cents go by engineer where the remainders are the same.
    [Fact]
    public void the_amounts_of_the_parts_of_a_block_sum_to_that_of_the_block()
    {
        var year = Christmas();
        var begin = At("2026-12-25T00:00Z");
        WorkedShift part(string engineer, int at) => new(engineer, begin.AddMinutes(160 * at), begin.AddMinutes(160 * (at + 1)), []);
        var pay = new PayPolicy("EUR", 10m, 1m, new Dictionary<string, decimal>(), new Dictionary<string, decimal>());
        var lines = Book(year, Worked(year, 1, part("davit", 0), part("amara", 1), part("bruno", 2)), pay: pay).Cast<DutyBooked>().Select(booked => booked.Line).ToList();

        lines.Select(line => (line.Engineer, line.Amount)).ShouldBe([("davit", 26.66m), ("amara", 26.67m), ("bruno", 26.67m)]);
        lines.Sum(line => line.Amount).ShouldBe(80m);
    }

    [Fact]
    public void a_holiday_block_is_not_booked_twice()
    {
        var booked = ledger.Given().Deciding(_ => Book(Christmas(), Worked(Christmas(), 1)));
        Book(Christmas(), Worked(Christmas(), 1), booked.After).ShouldBeEmpty();
        Book(Christmas(), Worked(Christmas(), 2), booked.After).ShouldNotBeEmpty();
    }

    [Fact]
    public void a_team_that_does_not_pay_through_the_ledger_books_nothing() =>
        BookDutyDecision.Decide(new(Christmas(), Worked(Christmas(), 1), Defined(Team())), null, december, now).ShouldBeEmpty();
}
