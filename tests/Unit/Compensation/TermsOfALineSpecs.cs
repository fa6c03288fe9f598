using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Team.Compensation;
using EventedPipelines.Domain.Team.Holidays;
using EventedPipelines.Domain.Team.Members;
using static EventedPipelines.Tests.Unit.OnCall.Rota;

namespace EventedPipelines.Tests.Unit.Compensation;

/// <summary>What of a line stays when something of it was wrong, and by whose terms the rest goes (domain.md 6.4).</summary>
public sealed class TermsOfALineSpecs
{
    static readonly DateTimeOffset present = At("2027-01-15T09:00Z");
    static readonly DataInterval january = DataInterval.Parse("2027-01");
    static readonly PayPolicy pay = new("EUR", 60m, 2m, new Dictionary<string, decimal>(), new Dictionary<string, decimal> { ["chiyo"] = 45m });
    static readonly DefinedTeam terms = Defined(Team(pay: pay), version: 5);

    static readonly PayLine wrong = new(
        DerivedId.Of("pay-line", "2026-12-25-2", "bruno"), "bruno", "Bruno the Elder", Day("2026-12-25"), ["christmas-day"], 2, At("2026-12-25T08:00Z"), At("2026-12-25T16:00Z"), 8m, 50m, 2m, 800m,
        "USD", ["year@1"]);

    static PayLine Corrected(PayChange change, DefinedTeam? then = null, DefinedTeam? now = null) =>
        CorrectPayDecision.Decide(new(wrong.LineId, change, "It was shorter.", "amara"), new([wrong]), january, then ?? terms, now ?? terms, present).Events.Cast<DutyBooked>().Last().Line;

    [Fact]
    public void a_correction_for_the_same_engineer_keeps_name_rate_currency_and_evidence() =>
        Corrected(new(To: At("2026-12-25T12:00Z"))).ShouldSatisfyAllConditions(
            line => (line.Name, line.Rate, line.Amount, line.Currency).ShouldBe(("Bruno the Elder", 50m, 400m, "USD")), line => line.Evidence.ShouldBe(["year@1"]));

    [Fact]
    public void another_engineer_has_their_own_rate_in_the_currency_of_the_terms() =>
        Corrected(new("chiyo")).ShouldSatisfyAllConditions(
            line => (line.Name, line.Rate, line.Amount, line.Currency).ShouldBe(("Chiyo", 45m, 720m, "EUR")), line => line.Evidence.ShouldBe(["year@1", EventRef.Of(DefinedTeam.TheId, 5)]));

    [Fact]
    public void a_corrected_rate_is_in_the_currency_of_the_pay_line() =>
        Corrected(new("chiyo", Rate: 55m)).ShouldSatisfyAllConditions(line => line.Amount.ShouldBe(880m), line => line.Currency.ShouldBe("USD"));

    [Fact]
    public void an_engineer_who_was_not_in_the_team_then_is_paid_by_the_terms_of_now()
    {
        var now = Defined(Team(5, pay: pay with { Rates = new Dictionary<string, decimal> { ["eva"] = 70m } }), version: 9);
        Corrected(new("eva"), then: terms, now: now).ShouldSatisfyAllConditions(line => line.Rate.ShouldBe(70m), line => line.Evidence.ShouldContain(EventRef.Of(DefinedTeam.TheId, 9)));
    }

    [Fact]
    public void an_engineer_who_was_in_the_team_when_it_had_no_pay_is_paid_by_the_terms_of_now() => Corrected(new("chiyo"), then: Defined(Team(), version: 2)).Rate.ShouldBe(45m);

    [Theory]
    [InlineData("2026-12-25T07:00Z", null)]
    [InlineData(null, "2026-12-25T17:00Z")]
    public void a_corrected_beginning_or_end_alone_is_held_to_the_block_as_well(string? from, string? to) =>
        CorrectPayDecision.Decide(
            new(wrong.LineId, new(From: from is null ? null : At(from), To: to is null ? null : At(to)), "Longer.", "amara"), new([wrong]), january, terms, terms,
            present).Rejection!.Reason.ShouldStartWith("It is not within one block");

    [Fact]
    public void a_pay_line_that_stands_across_blocks_can_still_have_its_rate_put_right()
    {
        var across = wrong with { To = At("2026-12-25T17:00Z") };
        CorrectPayDecision.Decide(new(across.LineId, new(Rate: 55m), "The rate.", "amara"), new([across]), january, terms, terms, present).Rejection.ShouldBeNull();
    }

    [Fact]
    public void a_pay_line_is_booked_by_the_rota_unless_it_says_by_whom() => (wrong.BookedBy, (wrong with { Actor = "amara" }).BookedBy).ShouldBe(("rota", "amara"));

    [Fact]
    public void a_reversal_of_a_pay_line_takes_its_time_back() =>
        (wrong.Duration, (wrong with { Reverses = wrong.LineId }).Duration).ShouldBe((TimeSpan.FromHours(8), TimeSpan.FromHours(-8)));

    [Fact]
    public void a_pay_period_counts_its_events()
    {
        var booked = new DutyBooked(PayPeriod.IdOf(january), january, wrong, present);
        new DecisionSpec<PayPeriod>(PayPeriod.Fold).Given(booked, booked, new PayPeriodClosed(PayPeriod.IdOf(january), 1600m, 2, "amara", present)).State!.Version.ShouldBe(3);
    }

    static HolidayYear PlannedAt(string at) => HolidayYear.Fold(null, new HolidaysPlanned(
        HolidayYear.IdOf(2026), 2026, 1, [new(Day("2026-12-25"), [HolidayOn("2026-12-25", "christmas-day")], 0, HolidayBlocks.Of(Day("2026-12-25"), TimeZoneInfo.Utc, Engineers[..3]), ["davit"], "")],
        [.. Engineers[..4]], [], new Dictionary<string, int>(), "UTC", 1, 1, "test", At(at)))!;

    static Decision Book(string from, HolidayYear year) => BookMissingDutyDecision.Decide(
        new("bruno", At(from), At(from).AddHours(8), null, null, null, "Nobody booked it.", "amara"), new([]), year, Calendar(), january, terms, present);

    [Theory]
    [InlineData("2026-12-25T08:00Z")]
    [InlineData("2026-12-25T10:00Z")]
    public void a_block_that_was_over_when_the_year_was_first_planned_is_not_booked_by_itself(string plannedAt)
    {
        Book("2026-12-25T00:00Z", PlannedAt(plannedAt)).Rejection.ShouldBeNull();
        Book("2026-12-25T08:00Z", PlannedAt(plannedAt)).Rejection!.Reason.ShouldStartWith("The block is still to be booked by itself");
        HolidayYearWork.Pending(PlannedAt(plannedAt)).Select(work => work.Key).ShouldBe(["2026-12-25-2", "2026-12-25-3"]);
    }

    [Fact]
    public void a_day_that_was_planned_as_a_holiday_is_paid_as_one_whatever_the_calendar_says_by_now() =>
        Book("2026-12-25T00:00Z", PlannedAt("2026-12-25T10:00Z")).Events.Cast<DutyBooked>().ShouldHaveSingleItem().Line.Holidays.ShouldBe(["christmas-day"]);
}
