using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Team.Calendars;
using EventedPipelines.Domain.Team.Holidays;
using static EventedPipelines.Tests.Unit.OnCall.Rota;

namespace EventedPipelines.Tests.Unit.Holidays;

/// <summary>What a plan takes over from those before it, and what makes another of it (domain.md 6.2, 6.3).</summary>
public sealed class PlanAnewSpecs
{
    static readonly DateTimeOffset now = At("2025-12-01T09:00Z");

    static Holiday[] Of(int year) =>
    [
        HolidayOn($"{year}-01-01", "new-year"), HolidayOn($"{year}-05-01", "labour-day"), HolidayOn($"{year}-10-03", "unity-day"), HolidayOn($"{year}-12-25", "christmas-day"),
        HolidayOn($"{year}-12-26", "boxing-day"),
    ];

    static Decision Decide(
        HolidayYear? state = null, int year = 2026, IEnumerable<Holiday>? holidays = null, IEnumerable<string>? engineers = null, string zone = "UTC", string today = "2025-12-01",
        HolidayYear? before = null) =>
        PlanHolidaysDecision.Decide(new(year, Defined(Team(engineers ?? Engineers[..4], zone)), Calendar(holidays ?? Of(year)), before, "amara"), state, Day(today), now);

    static HolidayYear Planned(Decision decided, HolidayYear? state = null) => HolidayYear.Fold(state, decided.Events.ShouldHaveSingleItem().ShouldBeOfType<HolidaysPlanned>())!;

    [Fact]
    public void a_holiday_keeps_its_offset_when_another_comes_in()
    {
        var state = Planned(Decide());
        var after = Planned(Decide(state, holidays: [HolidayOn("2026-01-06", "epiphany"), .. Of(2026)]), state);
        state.Offsets.ShouldAllBe(entry => after.Offsets[entry.Key] == entry.Value);
    }

    [Fact]
    public void a_holiday_keeps_its_offset_in_the_next_year_though_others_come_before_it()
    {
        var before = Planned(Decide(holidays: [.. Of(2026), HolidayOn("2026-04-03", "good-friday")]));
        var next = Planned(Decide(year: 2027, holidays: [.. Of(2027), HolidayOn("2027-01-06", "epiphany")], before: before));
        before.Offsets.ShouldAllBe(entry => next.Offsets[entry.Key] == entry.Value);
    }

    [Fact]
    public void a_holiday_of_another_name_is_planned_anew()
    {
        var state = Planned(Decide());
        Planned(Decide(state, holidays: [.. Of(2026)[..4], Of(2026)[4] with { Name = "St. Stephen's Day" }]), state).Days[^1].Name.ShouldBe("St. Stephen's Day");
    }

    [Fact]
    public void all_holidays_are_planned_anew_where_days_begin_at_another_instant()
    {
        var state = Planned(Decide());
        Planned(Decide(state, zone: "Europe/Berlin"), state).Days[0].Blocks[0].From.ShouldBe(At("2025-12-31T23:00Z"));
    }

    [Fact]
    public void one_of_two_who_join_when_one_holiday_is_left_has_it_off_and_the_other_has_none()
    {
        var state = Planned(Decide());
        var late = Decide(state, engineers: ["amara", "bruno", "eva", "farid"], today: "2026-12-25");
        late.Rejection.ShouldBeNull();
        Planned(late, state).Days[^1].Off.ShouldHaveSingleItem().ShouldBeOneOf("eva", "farid");
    }

    [Fact]
    public void a_year_of_which_nothing_is_over_is_refused_where_somebody_would_have_no_holiday_off() =>
        Decide(Planned(Decide()), holidays: Of(2026)[..3], today: "2025-12-31").Rejection!.Reason.ShouldContain("would have no whole holiday off in 2026");

    [Fact]
    public void a_day_that_begins_today_stays_when_a_refusal_drops_what_is_no_holiday_any_more()
    {
        var state = Planned(Decide());
        Decide(state, holidays: [], engineers: Engineers[..2], today: "2026-12-25").Events.ShouldHaveSingleItem()
            .ShouldBeOfType<HolidayPlanRefused>().Dropped.ShouldBe([Day("2026-12-26")]);
    }

    [Fact]
    public void holiday_blocks_are_owed_because_of_the_plan_that_they_are_of()
    {
        var state = Planned(Decide());
        var again = Planned(Decide(state, zone: "Europe/Berlin"), HolidayYear.Fold(state, new HolidayBlockWorked(state.Id, Day("2026-01-01"), 1, [], now)));
        (again.Version, again.Plan).ShouldBe((3, 2));
        HolidayYearWork.Pending(again).ShouldAllBe(work => work.Because == EventRef.Of(state.Id, 3));
        HolidayYear.Fold(again, new HolidayPlanRefused(state.Id, 2026, "Too few.", [], "UTC", 1, 1, "amara", now))!.Version.ShouldBe(4);
    }

    [Fact]
    public void a_day_of_two_holidays_is_a_day_of_either()
    {
        var day = Planned(Decide(holidays: [.. Of(2026), HolidayOn("2026-12-26", "founders-day")])).On(Day("2026-12-26"))!;
        (day.Has("boxing-day"), day.Has("founders-day"), day.Has("christmas-day")).ShouldBe((true, true, false));
    }

    // Three engineers: two share the blocks of a day, so that one has two of them by plan.
    static readonly HolidayYear byThree = Planned(Decide(engineers: Engineers[..3]));

    [Fact]
    public void two_blocks_that_an_engineer_has_by_plan_need_no_consent() =>
        HolidayRest.Costs([byThree], StandIns(), StandIns(StandIn("davit", "eva", At("2026-01-01T00:00Z"), At("2026-12-31T00:00Z"))), NameOf).ShouldBeEmpty();

    [Fact]
    public void an_override_takes_no_day_off_from_an_engineer_who_has_none()
    {
        var nobodyOff = byThree with { Days = [.. byThree.Days.Select(day => day with { Off = [] })] };
        HolidayRest.Costs([nobodyOff], StandIns(), StandIns(StandIn("davit", "eva", At("2026-01-01T00:00Z"), At("2026-12-31T00:00Z"))), NameOf).ShouldBeEmpty();
    }
}
