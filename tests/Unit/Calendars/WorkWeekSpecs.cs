using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Team.Calendars;
using static EventedPipelines.Tests.Unit.OnCall.Rota;

namespace EventedPipelines.Tests.Unit.Calendars;

/// <summary>Which days the team works, and from when on (domain.md 5.1).</summary>
public sealed class WorkWeekSpecs
{
    static readonly DateTimeOffset Now = At("2026-11-24T09:00Z");
    static readonly DateOnly Today = Day("2026-11-24");
    static readonly DayOfWeek[] Usual = [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday];
    static readonly DayOfWeek[] Short = [DayOfWeek.Monday, DayOfWeek.Wednesday];
    static readonly DecisionSpec<WorkCalendar> calendar = new(WorkCalendar.Fold);

    static Decision Work(WorkCalendar? state, DayOfWeek[] week) => SetWorkWeekDecision.Decide(new(week, "amara"), state, Today, Now);

    static WorkWeekSet Set(DayOfWeek[] week, DateOnly? from = null) => new(WorkCalendar.TheId, from ?? DateOnly.MinValue, week, "amara", Now);

    [Fact]
    public void the_first_is_for_all_time() => calendar.Given().Deciding(state => Work(state, Short)).Then(Set(Short));

    [Fact]
    public void also_where_holidays_came_first() =>
        calendar.Given(new HolidaysImported(WorkCalendar.TheId, "file", [HolidayOn("2026-12-25", "christmas-day")], [], "amara", Now)).Deciding(state => Work(state, Usual)).Then(Set(Usual));

    [Fact]
    public void another_is_from_today_on_and_days_before_stay_what_they_were()
    {
        var outcome = calendar.Given(Set(Usual)).Deciding(state => Work(state, Short));
        outcome.Then(Set(Short, Today));
        (outcome.After.IsWorkingDay(Day("2026-11-20")), outcome.After.IsWorkingDay(Day("2026-11-24")), outcome.After.IsWorkingDay(Day("2026-11-27"))).ShouldBe((true, false, false));
    }

    [Fact]
    public void the_same_again_changes_nothing()
    {
        calendar.Given(Set(Usual)).Deciding(state => Work(state, Usual)).ThenNothing();
        calendar.Given(Set(Usual), Set(Short, Day("2026-11-01"))).Deciding(state => Work(state, Short)).ThenNothing();
    }

    [Fact]
    public void said_twice_on_a_day_the_later_holds()
    {
        var after = calendar.Given(Set(Short), Set(Usual, Today)).Deciding(state => Work(state, Short)).After;
        (after.Weeks.Count, after.IsWorkingDay(Today), after.IsWorkingDay(Day("2026-11-20"))).ShouldBe((2, false, false));
    }

    [Fact]
    public void without_any_it_is_monday_to_friday() =>
        Enumerable.Range(0, 7).Select(day => WorkCalendar.Empty.IsWorkingDay(Day("2026-11-23").AddDays(day))).ShouldBe([true, true, true, true, true, false, false]);

    [Fact]
    public void a_public_holiday_is_no_working_day() => Calendar(HolidayOn("2026-12-25", "christmas-day")).IsWorkingDay(Day("2026-12-25")).ShouldBeFalse();

    [Fact]
    public void the_first_working_day_may_be_the_day_itself()
    {
        Calendar().FirstWorkingDay(Day("2026-11-23")).ShouldBe(Day("2026-11-23"));
        Calendar(HolidayOn("2026-11-23", "monday")).FirstWorkingDay(Day("2026-11-21")).ShouldBe(Day("2026-11-24"));
    }

    [Fact]
    public void a_week_without_days_has_none() => Should.Throw<InvalidOperationException>(() => Calendar([], []).FirstWorkingDay(Today));

    [Fact]
    public void each_change_is_a_version_of_its_own() => calendar.Given(Set(Usual), Set(Short, Today)).State!.Version.ShouldBe(2);
}
