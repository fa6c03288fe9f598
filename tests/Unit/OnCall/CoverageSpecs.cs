using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Team.Calendars;
using EventedPipelines.Domain.Team.Holidays;
using EventedPipelines.Domain.Team.Members;
using EventedPipelines.Domain.Team.OnCall;
using EventedPipelines.Domain.Team.Owners;
using static EventedPipelines.Tests.Unit.OnCall.Rota;

namespace EventedPipelines.Tests.Unit.OnCall;

/// <summary>Where nobody is there in this sprint and the next ones, and who is told (domain.md 5.2).</summary>
public sealed class CoverageSpecs
{
    // Today is the first day of sprint 1; the last day of sprint 3 is 2027-01-01.
    static readonly DateOnly today = Day("2026-11-23");
    static readonly DateOnly end = Day("2027-01-01");
    static readonly Sprint running = Sprint.Fold(null, Opened())!;
    static readonly DecisionSpec<Sprint> sprint = new(Sprint.Fold);

    static Ownership Owners(string area, string[] primary, string[] secondary, string from = "2026-01-01") =>
        new(Ownership.IdOf(area), area, [new(Day(from), [.. primary.Select(id => new Owner(id, NameOf(id)))], [.. secondary.Select(id => new Owner(id, NameOf(id)))])], 1);

    static IReadOnlyList<CoverageGap> Find(IEnumerable<Ownership>? ownerships = null, WorkCalendar? calendar = null, TeamPlan? team = null, Overrides? overrides = null, params HolidayYear[] years) =>
        CoverageGaps.Find(new(Defined(team ?? Team(rotation: Rotation)), overrides ?? StandIns(), [running], years), ownerships ?? [Owners("growth", ["amara"], ["bruno"])], calendar ?? Calendar(),
            today);

    static HolidayYear Planned(PlannedHoliday day) => new(HolidayYear.IdOf(day.Day.Year), day.Day.Year, 1, [day], [.. Engineers[..4]], [], new Dictionary<string, int>(), "UTC", 1, 1, Monday);

    static PlannedHoliday Christmas(params string[] off) => new(
        Day("2026-12-25"), [HolidayOn("2026-12-25", "christmas-day")], 0, HolidayBlocks.Of(Day("2026-12-25"), TimeZoneInfo.Utc, [.. Engineers.Except(off).Take(3)]), off, "");

    [Fact]
    public void there_is_no_coverage_gap_where_somebody_is_there() => Find().ShouldBeEmpty();

    [Fact]
    public void a_level_of_an_area_without_owners_is_a_coverage_gap() =>
        Find([Owners("growth", ["amara"], [])]).ShouldBe([new(GapKind.Owners, "growth, secondary", today, end, "Nobody is recorded as secondary owner of growth.")]);

    [Fact]
    public void the_days_before_an_areas_first_owner_are_a_coverage_gap() =>
        Find([Owners("growth", ["amara"], ["bruno"], from: "2026-11-26")]).ShouldBe(
        [
            new(GapKind.Owners, "growth, primary", today, Day("2026-11-25"), "Nobody is recorded as primary owner of growth."),
            new(GapKind.Owners, "growth, secondary", today, Day("2026-11-25"), "Nobody is recorded as secondary owner of growth."),
        ]);

    [Fact]
    public void a_holiday_that_the_only_secondary_owner_has_off_is_a_coverage_gap() =>
        Find(calendar: Calendar(HolidayOn("2026-12-25", "christmas-day")), years: Planned(Christmas("bruno")))
            .ShouldBe([new(GapKind.Owners, "growth, secondary", Day("2026-12-25"), Day("2026-12-25"), "Every secondary owner of growth is away: Bruno, has Christmas-day off.")]);

    [Fact]
    public void a_stand_in_for_the_only_secondary_owner_on_a_holiday_off_closes_the_coverage_gap() =>
        Find(
            calendar: Calendar(HolidayOn("2026-12-25", "christmas-day")), years: Planned(Christmas("bruno")),
            overrides: StandIns(StandIn("davit", "bruno", At("2026-12-25T00:00Z"), At("2026-12-26T00:00Z")))).ShouldBeEmpty();

    [Fact]
    public void a_holiday_without_a_rota_is_a_coverage_gap() =>
        Find(calendar: Calendar(HolidayOn("2026-12-25", "christmas-day")))
            .ShouldBe([new(GapKind.Holiday, "Christmas-day", Day("2026-12-25"), Day("2026-12-25"), "There is no rota for Christmas-day.")]);

    [Fact]
    public void a_sprint_whose_engineer_on_duty_has_left_is_a_coverage_gap() =>
        Find(team: Team(["amara", "chiyo", "davit"], rotation: Rotation))
            .ShouldBe([new(GapKind.Duty, "Duty, sprint 2", Day("2026-12-07"), Day("2026-12-21"), "'bruno' is not in the team any more.")]);

    [Fact]
    public void a_coverage_gap_after_the_next_sprints_is_not_looked_for() => Find(calendar: Calendar(HolidayOn("2027-01-06", "epiphany"))).ShouldBeEmpty();

    [Fact]
    public void a_team_without_a_rotation_has_no_coverage_gaps() => Find([Owners("growth", [], [])], team: Team()).ShouldBeEmpty();

    static readonly CoverageGap growth = new(GapKind.Owners, "growth, secondary", Day("2026-12-01"), Day("2026-12-05"), "Nobody.");
    static readonly CoverageGap rota = new(GapKind.Holiday, "Christmas", Day("2026-12-25"), Day("2026-12-25"), "There is no rota for Christmas.");

    static Decision Look(Sprint state, params CoverageGap[] gaps) =>
        LookAtCoverageDecision.Decide(new(gaps, ["amara", "bruno"], NotificationPolicy.Default), state, Monday);

    static CoverageLooked Looked(params CoverageGap[] gaps) => new(Sprint.IdOf(1), gaps, Monday);

    [Fact]
    public void the_whole_team_is_told_of_a_new_coverage_gap()
    {
        var decision = Look(running, growth, rota);
        var told = decision.Notifications;
        decision.ShouldHaveSingleItem().ShouldBeOfType<CoverageLooked>().Gaps.ShouldBe([growth, rota]);
        told.Select(notification => notification.Recipient).ShouldBe(["amara", "bruno"]);
        told[0].Title.ShouldBe("Nobody is there on 2026-12-01 to 2026-12-05 and 1 more");
        told[0].Text.ShouldStartWith("- 2026-12-01 to 2026-12-05: growth, secondary. Nobody.\n- 2026-12-25: Christmas. There is no rota for Christmas.\n");
    }

    [Fact]
    public void the_team_is_not_told_of_a_coverage_gap_that_is_known_already()
    {
        var state = sprint.Given(Opened(), Looked(growth)).State!;
        Look(state, growth).Events.ShouldBeEmpty();
        Look(state, growth, rota).Notifications.ShouldAllBe(notification => !notification.Text.Contains("growth", StringComparison.Ordinal));
    }

    [Fact]
    public void the_team_is_not_told_that_a_day_of_a_coverage_gap_is_over()
    {
        var decision = Look(sprint.Given(Opened(), Looked(growth)).State!, growth with { From = growth.From.AddDays(1) });
        decision.ShouldHaveSingleItem();
        decision.Others.ShouldBeEmpty();
    }

    [Fact]
    public void the_team_is_told_of_more_days_of_a_coverage_gap_than_were_known() =>
        Look(sprint.Given(Opened(), Looked(growth)).State!, growth with { To = growth.To.AddDays(1) }).Notifications.ShouldNotBeEmpty();

    [Fact]
    public void the_team_is_told_of_another_reason_for_a_coverage_gap() =>
        Look(sprint.Given(Opened(), Looked(growth)).State!, growth with { Why = "Everybody is away." }).Notifications.ShouldNotBeEmpty();

    [Fact]
    public void the_end_of_a_coverage_gap_is_recorded_and_nobody_is_told()
    {
        var decision = Look(sprint.Given(Opened(), Looked(growth)).State!);
        decision.ShouldHaveSingleItem().ShouldBeOfType<CoverageLooked>().Gaps.ShouldBeEmpty();
        decision.Others.ShouldBeEmpty();
    }

    [Fact]
    public void two_looks_at_the_coverage_never_tell_under_one_key()
    {
        var first = Look(running, growth);
        var second = Look(sprint.Given(Opened(), first.Events[0]).State!, growth, rota);
        first.Notifications.Concat(second.Notifications).Select(notification => notification.NotificationId).ShouldBeUnique();
    }
}
