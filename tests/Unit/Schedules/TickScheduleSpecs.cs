using CsCheck;
using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Schedules;

namespace EventedPipelines.Tests.Unit.Schedules;

public sealed class TickScheduleSpecs
{
    static Schedule Open(string first, string zone = "UTC", Grain grain = Grain.Day)
    {
        var pipeline = new Pipeline(Pipeline.IdOf("p"), 1, 1, "h", new("p", "profit", Audience.Investors, grain, zone, [], [], [], []));
        var noon = DataInterval.Day(DateOnly.Parse(first, null)).OpensAt(pipeline.Definition.TimeZone).AddHours(12);
        return OpenScheduleDecision.Decide(pipeline, noon).On<Schedule>(null, Schedule.Fold)!;
    }

    [Fact]
    public void an_interval_runs_when_it_has_closed()
    {
        var schedule = Open("2026-11-21");
        var tick = TickScheduleDecision.Decide(schedule, new(2026, 11, 22, 0, 0, 0, TimeSpan.Zero));
        var fellDue = tick.ShouldHaveSingleItem().ShouldBeOfType<IntervalFellDue>();
        TickScheduleDecision.Generation(schedule, fellDue).Interval.ShouldBe(DataInterval.Parse("2026-11-21"));
    }

    [Fact]
    public void an_interval_that_the_pipeline_does_not_have_passes_without_a_run()
    {
        var schedule = Open("2026-11-30");
        var tick = TickScheduleDecision.Decide(schedule, new(2026, 12, 1, 0, 0, 0, TimeSpan.Zero), "'p' ended on 2026-11-29.");
        tick.Select(e => e.GetType()).ShouldBe([typeof(IntervalPassed), typeof(ScheduleClosed)], "The schedule goes on: its end may be moved.");
        tick.On(schedule, Schedule.Fold)!.Next.ShouldBe(DataInterval.Parse("2026-12-01"));
    }

    [Fact]
    public void a_schedule_is_silent_before_the_interval_closes() =>
        TickScheduleDecision.Decide(Open("2026-11-21"), new(2026, 11, 21, 23, 59, 59, TimeSpan.Zero)).ShouldBeEmpty();

    [Fact]
    public void a_schedule_is_silent_when_its_month_is_through() =>
        TickScheduleDecision.Decide(Open("2026-11-21") with { IsClosed = true }, new(2027, 1, 1, 0, 0, 0, TimeSpan.Zero)).ShouldBeEmpty();

    [Fact]
    public void the_last_interval_of_a_month_hands_over_to_the_next_month()
    {
        var tick = TickScheduleDecision.Decide(Open("2026-11-30"), new(2026, 12, 1, 0, 0, 0, TimeSpan.Zero));
        tick.With<Schedule>().ShouldHaveSingleItem().ShouldBeOfType<ScheduleOpened>().First.ShouldBe(DataInterval.Parse("2026-12-01"));
        tick.Select(e => e.GetType()).ShouldBe([typeof(IntervalFellDue), typeof(ScheduleClosed)]);
    }

    [Fact]
    public void a_year_of_ticks_runs_every_interval_once_in_order_in_any_zone() =>
        Gen.Select(Gen.OneOf("UTC", "Europe/Berlin", "America/Sao_Paulo", "Asia/Kathmandu"), Gen.OneOf(Grain.Day, Grain.Month)).Sample((zone, grain) =>
        {
            List<DataInterval> ran = [];
            var schedule = Open("2026-01-15", zone, grain);
            while (schedule.Next.First.Year < 2027)
            {
                ScheduleWork.Pending(schedule).Single().Due.ShouldBe(schedule.NextDue);
                var tick = TickScheduleDecision.Decide(schedule, schedule.NextDue);
                ran.Add(tick.OfType<IntervalFellDue>().Single().Interval);
                var after = tick.On(schedule, Schedule.Fold)!;
                ScheduleWork.Pending(after).Any().ShouldBe(tick.Others.Count == 0);
                schedule = tick.With<Schedule>().SingleOrDefault() is { } next ? Schedule.Fold(null, next)! : after;
            }

            ran.ShouldBe(DataInterval.Between(grain, new(2026, 1, 15), new(2026, 12, 31)));
        }, iter: 8);
}
