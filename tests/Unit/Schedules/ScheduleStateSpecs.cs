using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Schedules;

namespace EventedPipelines.Tests.Unit.Schedules;

/// <summary>Which event made an interval due, and with what its run begins (domain.md 2.1, 8.1).</summary>
public sealed class ScheduleStateSpecs
{
    static readonly DecisionSpec<Schedule> schedule = new(Schedule.Fold);
    static readonly DateTimeOffset now = new(2026, 12, 1, 0, 0, 0, TimeSpan.Zero);
    static readonly Guid id = Schedule.IdOf("p", DataInterval.Parse("2026-11"));

    static ScheduleOpened Opened(string first) => new(id, "p", DataInterval.Parse("2026-11"), DataInterval.Parse(first), "UTC", now, "pipeline@1");

    static IntervalFellDue FellDue(string day) => new(id, "p", DataInterval.Parse(day), now);

    [Fact]
    public void the_next_interval_of_a_schedule_is_owed_by_the_one_before_it() =>
        ScheduleWork.Pending(schedule.Given(Opened("2026-11-20"), FellDue("2026-11-20"), FellDue("2026-11-21")).State!).ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            work => work.Key.ShouldBe("2026-11-22"), work => work.Because.ShouldBe(EventRef.Of(id, 3)));

    [Fact]
    public void a_run_is_opened_because_its_interval_fell_due_and_is_no_rerun()
    {
        var state = schedule.Given(Opened("2026-11-20"), FellDue("2026-11-20")).State!;
        var generation = TickScheduleDecision.Generation(state, FellDue("2026-11-21"));
        (generation.Because, generation.Rerun).ShouldBe((EventRef.Of(id, 3), false));
    }

    [Fact]
    public void the_next_month_begins_because_the_last_interval_of_this_one_fell_due()
    {
        var state = schedule.Given(Opened("2026-11-29"), FellDue("2026-11-29")).State!;
        TickScheduleDecision.Decide(state, now).With<Schedule>().ShouldHaveSingleItem().ShouldBeOfType<ScheduleOpened>().Because.ShouldBe(EventRef.Of(id, 3));
        schedule.Given(Opened("2026-11-30"), FellDue("2026-11-30"), new ScheduleClosed(id, Guid.Empty, now)).State!.Version.ShouldBe(3);
    }
}
