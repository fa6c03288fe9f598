using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Domain.Team.Calendars;
using EventedPipelines.Domain.Team.Holidays;
using EventedPipelines.Domain.Team.Members;
using EventedPipelines.Domain.Team.OnCall;
using EventedPipelines.Domain.Team.Owners;
using static EventedPipelines.Tests.Unit.OnCall.Rota;

namespace EventedPipelines.Tests.Unit.OnCall;

/// <summary>What is said of days without anybody, who follows one who has left, and what a feed and a handover say (domain.md 5.1, 5.2).</summary>
public sealed class NobodyThereSpecs
{
    static readonly Sprint running = Sprint.Fold(null, Opened())!;

    static IReadOnlyList<CoverageGap> Find(TeamPlan team, IEnumerable<Ownership> ownerships, WorkCalendar calendar, params HolidayYear[] years) =>
        CoverageGaps.Find(new(Defined(team), StandIns(), [running], years), ownerships, calendar, Day("2026-11-23"));

    static Ownership Nobody(string area) => new(Ownership.IdOf(area), area, [new(Day("2026-01-01"), [new("amara", "Amara")], [])], 1);

    [Fact]
    public void coverage_gaps_of_areas_come_by_name() =>
        Find(Team(rotation: Rotation), [Nobody("profit"), Nobody("growth")], Calendar()).Select(gap => gap.Subject).ShouldBe(["growth, secondary", "profit, secondary"]);

    [Fact]
    public void the_coverage_gap_of_a_holiday_whose_rota_was_refused_says_why()
    {
        static HolidayYear refused(int year, string why) => HolidayYear.Fold(null, new HolidayPlanRefused(HolidayYear.IdOf(year), year, why, [], "UTC", 1, 1, "amara", Monday))!;

        Find(Team(rotation: Rotation), [], Calendar(HolidayOn("2026-12-25", "christmas-day")), refused(2025, "Another year."), refused(2026, "Too few."))
            .ShouldHaveSingleItem().Why.ShouldBe("There is no rota for Christmas-day: Too few.");
    }

    [Fact]
    public void the_coverage_gap_of_a_sprint_that_is_handed_over_at_midnight_ends_the_day_before()
    {
        var midnight = Rotation with { HandoverAt = TimeOnly.MinValue };
        Find(Team(["amara", "chiyo", "davit"], rotation: midnight), [], Calendar()).ShouldHaveSingleItem().To.ShouldBe(Day("2026-12-20"));
    }

    [Fact]
    public void the_first_of_the_rotation_follows_an_engineer_who_has_left_it() =>
        (RotationOrder.After("zoe", Rotation), RotationOrder.After("davit", Rotation), RotationOrder.After("amara", Rotation)).ShouldBe(("amara", "amara", "bruno"));

    [Fact]
    public void a_feed_was_revoked_when_that_was_first_said()
    {
        var (id, later) = (Guid.CreateVersion7(), Monday.AddDays(1));
        var feed = new DecisionSpec<Feed>(Feed.Fold).Given(new FeedOpened(id, null, "hash", "amara", Monday), new FeedRevoked(id, "amara", Monday), new FeedRevoked(id, "amara", later)).State!;
        (feed.RevokedAt, feed.Version).ShouldBe((Monday, 3));
    }

    [Fact]
    public void whoever_takes_over_the_duty_is_told_where_there_is_nothing_to_take_over()
    {
        var told = HandOverDecision.Decide(new(null, null, [], [], Terms(), NotificationPolicy.Default), running, At("2026-12-07T09:00Z")).Notifications[0];
        told.Text.Split('\n').ShouldSatisfyAllConditions(lines => lines.ShouldContain("No incident is open."), lines => lines.ShouldContain("No request is in progress."));
    }

    [Fact]
    public void duty_of_sprints_and_of_holidays_counts_alike_in_the_fairness()
    {
        static Shift of(string engineer, ShiftKind kind, int from, int to) =>
            new(kind, $"{engineer}-{from}", engineer, NameOf(engineer), Monday.AddHours(from), Monday.AddHours(to), "", null, null, 1, Monday);

        DutyLoad.Of(Engineers[..2], NameOf, [of("amara", ShiftKind.Sprint, 0, 8), of("amara", ShiftKind.Holiday, 8, 16), of("bruno", ShiftKind.Sprint, 16, 32)], [], [], Monday, Monday.AddHours(100))
            .Fairness.ShouldBe(1);
    }
}
