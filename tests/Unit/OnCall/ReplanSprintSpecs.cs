using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Team.Calendars;
using EventedPipelines.Domain.Team.OnCall;
using static EventedPipelines.Tests.Unit.OnCall.Rota;

namespace EventedPipelines.Tests.Unit.OnCall;

/// <summary>The running sprint has its ten days whatever becomes of the calendar (domain.md 5.1).</summary>
public sealed class ReplanSprintSpecs
{
    static readonly DateTimeOffset due = At("2026-12-07T09:00Z");
    static readonly DecisionSpec<Sprint> sprint = new(Sprint.Fold);
    static readonly WorkCalendar withHoliday = Calendar(HolidayOn("2026-12-01", "tuesday"));

    static Decision Replan(Sprint state, WorkCalendar calendar, DateTimeOffset? now = null) =>
        ReplanSprintDecision.Decide(state, calendar, Rotation, "calendar@2", now ?? Monday.AddDays(1));

    static SprintReplanned Replanned(string last, string handoverAt) => new(Sprint.IdOf(1), Day(last), At(handoverAt), 2, Monday.AddDays(1), "calendar@2");

    [Fact]
    public void a_holiday_that_comes_in_lengthens_the_running_sprint() =>
        sprint.Given(Opened()).Deciding(state => Replan(state, withHoliday)).Then(Replanned("2026-12-07", "2026-12-08T09:00Z"));

    [Fact]
    public void a_holiday_on_its_first_day_lengthens_the_running_sprint() =>
        sprint.Given(Opened()).Deciding(state => Replan(state, Calendar(HolidayOn("2026-11-23", "monday")))).Then(Replanned("2026-12-07", "2026-12-08T09:00Z"));

    [Fact]
    public void a_holiday_that_is_taken_back_shortens_the_running_sprint() =>
        sprint.Given(Opened(Terms(withHoliday))).Deciding(state => Replan(state, Calendar())).Then(Replanned("2026-12-04", "2026-12-07T09:00Z"));

    [Fact]
    public void a_holiday_on_the_day_of_the_handover_moves_the_handover_alone() =>
        sprint.Given(Opened()).Deciding(state => Replan(state, Calendar(HolidayOn("2026-12-07", "monday")))).Then(Replanned("2026-12-04", "2026-12-08T09:00Z"));

    [Fact]
    public void a_holiday_outside_the_running_sprint_changes_nothing() =>
        sprint.Given(Opened()).Deciding(state => Replan(state, Calendar(HolidayOn("2026-12-25", "christmas-day")))).ThenNothing();

    [Fact]
    public void a_sprint_is_not_replanned_again_by_the_same_calendar()
    {
        var after = sprint.Given(Opened()).Deciding(state => Replan(state, withHoliday)).After;
        Replan(after, withHoliday).ShouldBeEmpty();
    }

    [Fact]
    public void a_sprint_that_was_handed_over_is_not_replanned()
    {
        var over = sprint.Given(Opened()).Deciding(state => HandOverDecision.Decide(new("amara", null, [], [], Terms(), NotificationPolicy.Default), state, Monday.AddHours(1))).After;
        Replan(over, withHoliday).ShouldBeEmpty();
    }

    [Fact]
    public void a_sprint_whose_days_are_over_is_not_replanned_though_it_is_handed_over_late() => sprint.Given(Opened()).Deciding(state => Replan(state, withHoliday, due)).ThenNothing();

    // Saturday is worked from today on: by that the handover was this morning, when everybody took amara to be on duty.
    [Fact]
    public void a_replanned_sprint_does_not_rewrite_who_was_on_duty_until_now()
    {
        var saturday = At("2026-12-05T12:00Z");
        var longer = WorkCalendar.Fold(Calendar(), new WorkWeekSet(WorkCalendar.TheId, Day("2026-12-05"), [.. CalendarPlan.Default.Week, DayOfWeek.Saturday], "test", saturday))!;
        var outcome = sprint.Given(Opened()).Deciding(state => Replan(state, longer, saturday));

        outcome.ThenOne<SprintReplanned>().HandoverAt.ShouldBe(saturday);
        Replan(outcome.After, longer, saturday.AddMinutes(1)).ShouldBeEmpty();
    }
}
