using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Team.Calendars;
using static EventedPipelines.Tests.Unit.OnCall.Rota;

namespace EventedPipelines.Tests.Unit.Calendars;

/// <summary>Which days the team works, and from when on (domain.md 5.1).</summary>
public sealed class WorkWeekSpecs
{
    static readonly DateTimeOffset now = At("2026-11-24T09:00Z");
    static readonly DateOnly today = Day("2026-11-24");
    static readonly DayOfWeek[] usual = [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday];
    static readonly DayOfWeek[] shortWeek = [DayOfWeek.Monday, DayOfWeek.Wednesday];
    static readonly DecisionSpec<WorkCalendar> calendar = new(WorkCalendar.Fold);

    static Decision Work(WorkCalendar? state, DayOfWeek[] week) => SetWorkWeekDecision.Decide(new(week, "amara"), state, today, now);

    static WorkWeekSet Set(DayOfWeek[] week, DateOnly? from = null) => new(WorkCalendar.TheId, from ?? DateOnly.MinValue, week, "amara", now);

    [Fact]
    public void the_first_work_week_is_for_all_time() => calendar.Given().Deciding(state => Work(state, shortWeek)).Then(Set(shortWeek));

    [Fact]
    public void the_first_work_week_is_for_all_time_although_holidays_came_before_it() =>
        calendar.Given(new HolidaysImported(WorkCalendar.TheId, "file", [HolidayOn("2026-12-25", "christmas-day")], [], "amara", now)).Deciding(state => Work(state, usual)).Then(Set(usual));

    [Fact]
    public void another_work_week_holds_from_today_on_and_earlier_days_stay_what_they_were()
    {
        var outcome = calendar.Given(Set(usual)).Deciding(state => Work(state, shortWeek));
        outcome.Then(Set(shortWeek, today));
        (outcome.After.IsWorkingDay(Day("2026-11-20")), outcome.After.IsWorkingDay(Day("2026-11-24")), outcome.After.IsWorkingDay(Day("2026-11-27"))).ShouldBe((true, false, false));
    }

    [Fact]
    public void the_same_work_week_again_changes_nothing()
    {
        calendar.Given(Set(usual)).Deciding(state => Work(state, usual)).ThenNothing();
        calendar.Given(Set(usual), Set(shortWeek, Day("2026-11-01"))).Deciding(state => Work(state, shortWeek)).ThenNothing();
    }

    [Fact]
    public void the_later_of_two_work_weeks_that_are_set_on_one_day_holds()
    {
        var after = calendar.Given(Set(shortWeek), Set(usual, today)).Deciding(state => Work(state, shortWeek)).After;
        (after.Weeks.Count, after.IsWorkingDay(today), after.IsWorkingDay(Day("2026-11-20"))).ShouldBe((2, false, false));
    }

    [Fact]
    public void a_calendar_without_a_work_week_has_one_from_monday_to_friday() =>
        Enumerable.Range(0, 7).Select(day => WorkCalendar.Empty.IsWorkingDay(Day("2026-11-23").AddDays(day))).ShouldBe([true, true, true, true, true, false, false]);

    [Fact]
    public void a_public_holiday_is_no_working_day() => Calendar(HolidayOn("2026-12-25", "christmas-day")).IsWorkingDay(Day("2026-12-25")).ShouldBeFalse();

    [Fact]
    public void the_first_working_day_from_a_day_on_may_be_that_day()
    {
        Calendar().FirstWorkingDay(Day("2026-11-23")).ShouldBe(Day("2026-11-23"));
        Calendar(HolidayOn("2026-11-23", "monday")).FirstWorkingDay(Day("2026-11-21")).ShouldBe(Day("2026-11-24"));
    }

    [Fact]
    public void a_work_week_without_days_has_no_first_working_day() => Should.Throw<InvalidOperationException>(() => Calendar([], []).FirstWorkingDay(today));

    [Fact]
    public void each_change_of_the_work_week_is_a_version_of_its_own() => calendar.Given(Set(usual), Set(shortWeek, today)).State!.Version.ShouldBe(2);
}
