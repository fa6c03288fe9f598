using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Team.Calendars;
using EventedPipelines.Domain.Team.Holidays;
using static EventedPipelines.Tests.Unit.OnCall.Rota;

namespace EventedPipelines.Tests.Unit.Holidays;

/// <summary>A year's rota, and what becomes of it when the calendar or the team changes (domain.md 6).</summary>
public sealed class PlanHolidaysSpecs
{
    static readonly DateTimeOffset now = At("2025-12-01T09:00Z");

    static readonly Holiday[] five =
    [
        HolidayOn("2026-01-01", "new-year"), HolidayOn("2026-05-01", "labour-day"), HolidayOn("2026-10-03", "unity-day"), HolidayOn("2026-12-25", "christmas-day"),
        HolidayOn("2026-12-26", "boxing-day"),
    ];

    static Decision Plan(
        HolidayYear? state = null, IEnumerable<Holiday>? holidays = null, IEnumerable<string>? engineers = null, string today = "2025-12-01", HolidayYear? before = null, int team = 1) =>
        PlanHolidaysDecision.Decide(new(2026, Defined(Team(engineers ?? Engineers[..4], "Europe/Berlin"), team), Calendar(holidays ?? five), before, "amara"), state, Day(today), now);

    static HolidayYear Planned(HolidayYear? state = null, IEnumerable<Holiday>? holidays = null, IEnumerable<string>? engineers = null, string today = "2025-12-01") =>
        HolidayYear.Fold(state, Plan(state, holidays, engineers, today).Events.ShouldHaveSingleItem())!;

    static string Of(HolidayYear state, string day) =>
        state.On(Day(day)) is { } planned ? $"{string.Join(' ', planned.Blocks.Select(block => block.Engineer))}, {string.Join(' ', planned.Off)} off" : "none";

    [Fact]
    public void a_years_holiday_rota_is_planned_with_all_that_explains_it()
    {
        var planned = Plan().Events.ShouldHaveSingleItem().ShouldBeOfType<HolidaysPlanned>();

        (planned.HolidayYearId, planned.Year, planned.Plan, planned.Zone, planned.CalendarVersion, planned.TeamVersion, planned.Actor, planned.PlannedAt)
            .ShouldBe((HolidayYear.IdOf(2026), 2026, 1, "Europe/Berlin", 2, 1, "amara", now));
        planned.Roster.ShouldBe(Engineers[..4]);
        planned.Days.Select(day => day.Day).ShouldBe(five.Select(holiday => holiday.Date));
        planned.Offsets.ShouldBe(new Dictionary<string, int> { ["new-year"] = 0, ["labour-day"] = 1, ["unity-day"] = 2, ["christmas-day"] = 3, ["boxing-day"] = 0 }, ignoreOrder: true);
        planned.Balances.ShouldBe([new("amara", 32), new("bruno", 24), new("chiyo", 32), new("davit", 32)]);
        planned.Days[0].ShouldSatisfyAllConditions(
            day => day.Derivation.ShouldBe("position = (place + 2026 + 0) mod 4, places 0 amara, 1 bruno, 2 chiyo, 3 davit: bruno is at 3, which is off"),
            day => day.Blocks.ShouldBe(HolidayBlocks.Of(Day("2026-01-01"), TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"), ["chiyo", "davit", "amara"])));
    }

    [Fact]
    public void a_holiday_plan_that_changes_nothing_is_not_recorded()
    {
        var state = Planned();
        Plan(state).ShouldSatisfyAllConditions(again => again.Rejection.ShouldBeNull(), again => again.Events.ShouldBeEmpty());
        Plan(state, today: "2026-12-25", team: 2).Events.ShouldBeEmpty();
    }

    [Fact]
    public void a_holiday_that_has_begun_stays_as_it_was_planned()
    {
        var state = Planned();
        var after = Planned(state, five[1..], ["amara", "bruno", "chiyo", "eva"], today: "2026-05-01");

        (Of(after, "2026-01-01"), Of(after, "2026-05-01")).ShouldBe((Of(state, "2026-01-01"), Of(state, "2026-05-01")));
        Of(after, "2026-10-03").ShouldBe(Of(state, "2026-10-03").Replace("davit", "eva", StringComparison.Ordinal));
        after.Plan.ShouldBe(2);
    }

    [Fact]
    public void a_holiday_that_comes_in_later_is_given_to_whom_the_year_has_given_least()
    {
        var state = Planned(holidays: five[..4]);
        var after = Planned(state, [.. five[..3], HolidayOn("2026-12-24", "christmas-eve")], today: "2026-06-01");
        after.On(Day("2026-12-24"))!.Off.ShouldBe(state.On(Day("2026-12-25"))!.Off);
    }

    [Fact]
    public void two_holidays_on_a_day_are_one_day_of_duty()
    {
        var state = Planned(holidays: [.. five, HolidayOn("2026-05-01", "ascension-day")]);
        state.On(Day("2026-05-01"))!.ShouldSatisfyAllConditions(day => day.Name.ShouldBe("Ascension-day, Labour-day"), day => day.Blocks.Count.ShouldBe(3));
        state.Days.Count.ShouldBe(5);
    }

    [Fact]
    public void three_holidays_are_too_few_for_four_engineers() =>
        Plan(holidays: five[..3]).Rejection!.Reason.ShouldBe("Chiyo would have no whole holiday off in 2026: 3 holidays are too few for 4 engineers.");

    [Fact]
    public void one_holiday_leaves_three_of_four_engineers_without_a_holiday_off() =>
        Plan(holidays: five[..1]).Rejection!.Reason.ShouldBe("Amara and Chiyo and Davit would have no whole holiday off in 2026: 1 holidays are too few for 4 engineers.");

    [Fact]
    public void a_holiday_plan_of_a_year_without_holidays_is_refused() => Plan(holidays: []).Rejection!.Reason.ShouldStartWith("The calendar knows no public holiday in 2026.");

    [Fact]
    public void a_holiday_plan_for_a_team_of_two_is_refused() =>
        Plan(engineers: Engineers[..2]).Rejection!.Reason.ShouldBe("A holiday takes two or three engineers and leaves at least one off; the team has 2.");

    [Fact]
    public void a_holiday_year_that_is_over_is_not_rewritten() =>
        Plan(Planned(), holidays: five[1..], today: "2027-01-01").Rejection!.Reason.ShouldBe("2026 is over: who worked its holidays is not rewritten.");

    [Fact]
    public void a_refused_holiday_plan_is_put_down_and_drops_days_that_are_no_holidays_any_more()
    {
        var before = Planned();
        var refused = Plan(before, holidays: five[..3], today: "2025-12-02").Events.ShouldHaveSingleItem().ShouldBeOfType<HolidayPlanRefused>();
        refused.Dropped.ShouldBe([Day("2026-12-25"), Day("2026-12-26")]);

        var after = HolidayYear.Fold(before, refused)!;
        after.Refusal.ShouldBe(new(refused.Reason, now));
        after.Days.ShouldBe(before.Days.Take(3));
        after.Balances.Sum(balance => balance.Hours).ShouldBe(3 * 24);
        (after.Plan, after.PlannedBy, after.Version).ShouldBe((1, 1, 2));
    }

    [Fact]
    public void a_refusal_of_a_holiday_plan_is_said_once_a_reason_and_ends_with_the_next_plan()
    {
        var refused = HolidayYear.Fold(null, Plan(holidays: five[..3]).Events.ShouldHaveSingleItem())!;
        (refused.IsPlanned, refused.Days.Count, refused.Refusal!.Reason).ShouldBe((false, 0, "Chiyo would have no whole holiday off in 2026: 3 holidays are too few for 4 engineers."));
        HolidayYearWork.Pending(refused).ShouldBeEmpty();

        Plan(refused, holidays: five[..3]).ShouldSatisfyAllConditions(again => again.Rejection.ShouldNotBeNull(), again => again.Events.ShouldBeEmpty());
        Plan(refused, holidays: five[..1]).Events.ShouldHaveSingleItem().ShouldBeOfType<HolidayPlanRefused>();

        var planned = Planned(refused);
        (planned.Plan, planned.Refusal, planned.PlannedBy, planned.FirstPlannedAt).ShouldBe((1, null, 2, now));
        planned.Days.Select(day => day.Derivation).ShouldBe(Planned().Days.Select(day => day.Derivation));
    }

    [Fact]
    public void a_refusal_of_a_holiday_plan_ends_also_where_the_plan_before_is_right_again()
    {
        var before = Planned();
        var refused = HolidayYear.Fold(before, Plan(before, engineers: Engineers[..2]).Events.ShouldHaveSingleItem())!;
        Planned(refused).ShouldSatisfyAllConditions(year => year.Refusal.ShouldBeNull(), year => year.Days.Select(day => day.Derivation).ShouldBe(before.Days.Select(day => day.Derivation)));
    }

    [Fact]
    public void a_day_off_that_was_taken_away_in_the_middle_of_a_year_is_still_owed()
    {
        var before = Planned();
        var refused = HolidayYear.Fold(before, Plan(before, holidays: five[..2], today: "2026-05-01").Events.ShouldHaveSingleItem())!;
        Plan(refused, holidays: five[..2], today: "2026-05-01").ShouldSatisfyAllConditions(again => again.Rejection.ShouldNotBeNull(), again => again.Events.ShouldBeEmpty());
        Planned(refused, today: "2026-05-01").Promised.ShouldBeEmpty();
    }

    [Fact]
    public void a_holiday_year_that_was_never_planned_carries_nothing_over_to_the_next()
    {
        var before = HolidayYear.Fold(null, new HolidayPlanRefused(HolidayYear.IdOf(2025), 2025, "too few", [], "UTC", 1, 1, "test", now))!;
        Plan(before: before).Events[0].ShouldBeOfType<HolidaysPlanned>().Balances.ShouldBe(((HolidaysPlanned)Plan().Events[0]).Balances);
    }

    [Fact]
    public void an_engineer_who_joins_late_has_what_the_rest_gives_and_no_later_plan_is_refused()
    {
        var state = Planned();
        var joined = Planned(state, engineers: Engineers[..5], today: "2026-12-24");
        Plan(joined, engineers: Engineers[..5], today: "2026-12-24").ShouldSatisfyAllConditions(again => again.Rejection.ShouldBeNull(), again => again.Events.ShouldBeEmpty());
        Planned(joined, [.. five[..4], HolidayOn("2026-12-27", "boxing-day")], Engineers[..5], today: "2026-12-24").Plan.ShouldBe(3);
    }

    // The other four have many hours more, and eva would work every holiday of the year: the last is hers all the same.
    [Fact]
    public void an_engineer_who_comes_back_with_few_hours_has_a_holiday_off_too()
    {
        var before = new HolidayYear(
            HolidayYear.IdOf(2025), 2025, 1, [], [.. Engineers[..5]], [.. Engineers[..5].Select(id => new Balance(id, id == "eva" ? 0 : 200))], new Dictionary<string, int>(), "UTC", 1, 1, now);
        var planned = Plan(engineers: Engineers[..5], before: before).Events.ShouldHaveSingleItem().ShouldBeOfType<HolidaysPlanned>();
        planned.Days.Select(day => day.Off.Contains("eva")).ShouldBe([false, false, false, false, true]);
        planned.Days[^1].Derivation.ShouldContain("eva would have no holiday off otherwise");
    }

    [Fact]
    public void an_engineer_who_joins_and_leaves_within_a_year_keeps_the_hours_they_joined_with()
    {
        var before = new HolidayYear(
            HolidayYear.IdOf(2025), 2025, 1, [], [.. Engineers[..4]], [.. Engineers[..4].Select(id => new Balance(id, 100))], new Dictionary<string, int>(), "UTC", 1, 1, now);
        var state = HolidayYear.Fold(null, Plan(before: before).Events[0])!;
        var joined = HolidayYear.Fold(state, Plan(state, engineers: Engineers[..5], today: "2026-05-01", before: before).Events[0])!;
        joined.On(Day("2026-10-03"))!.Blocks.ShouldContain(block => block.Engineer == "eva");

        var left = HolidayYear.Fold(joined, Plan(joined, today: "2026-10-03", before: before).Events[0])!;
        left.Balances.Find(balance => balance.Engineer == "eva")!.Hours.ShouldBe(108);
    }

    [Fact]
    public void an_engineer_who_leaves_and_comes_back_goes_on_with_the_hours_they_had()
    {
        var state = Planned();
        var without = Planned(state, engineers: Engineers[1..4], today: "2026-05-01");
        var back = Planned(without, today: "2026-10-03");
        back.Balances.Find(balance => balance.Engineer == "amara")!.Hours.ShouldBe(back.Days.SelectMany(day => day.Blocks).Where(block => block.Engineer == "amara").Sum(block => block.Hours));
    }

    [Fact]
    public void the_hours_that_the_year_before_came_to_later_are_carried_over()
    {
        var before = Planned();
        PlanHolidays next(HolidayYear last) => new(
            2027, Defined(Team(4, "Europe/Berlin")), Calendar(five.Select(holiday => holiday with { Date = holiday.Date.AddYears(1) })), last, "amara");
        var year2027 = HolidayYear.Fold(null, PlanHolidaysDecision.Decide(next(before), null, Day("2026-12-01"), now).Events[0])!;

        var longer = Planned(before, [.. five, HolidayOn("2026-12-31", "new-years-eve")], today: "2026-12-01");
        var carried = HolidayYear.Fold(year2027, PlanHolidaysDecision.Decide(next(longer), year2027, Day("2026-12-01"), now).Events.ShouldHaveSingleItem())!;
        carried.Balances.Sum(balance => balance.Hours).ShouldBe(11 * 24);
    }
}
