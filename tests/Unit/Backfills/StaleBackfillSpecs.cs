using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Backfills;
using EventedPipelines.Domain.Production.Intervals;
using EventedPipelines.Domain.Production.Runs;
using static EventedPipelines.Tests.Unit.Runs.RunHistory;

namespace EventedPipelines.Tests.Unit.Backfills;

/// <summary>A backfill of what is stale (domain.md 2.4), and what a backfill still has to do (2.2).</summary>
public sealed class StaleBackfillSpecs
{
    static readonly BackfillItem[] stale = [
        .. DataInterval.Between(Grain.Day, new(2026, 11, 18), new(2026, 11, 22)).Select(day => new BackfillItem("aggregate-profit", day)), new("aggregate-profit", DataInterval.Parse("2026-11"))];

    static IEnumerable<string> Items(string? from, string? to, BackfillItem[]? stale) => RequestBackfillDecision.Decide(
        new(Guid.Empty, from is null ? null : DataInterval.Parse(from).First, to is null ? null : DataInterval.Parse(to).First, Reprocess.Stale, null, "ada", false, stale), [], Now)
        .OfType<BackfillRequested>().Single().Items.Select(item => item.Interval.ToString());

    [Fact]
    public void a_backfill_of_stale_intervals_without_days_has_all_of_them() => Items(null, null, stale).Count().ShouldBe(6);

    [Fact]
    public void a_backfill_of_stale_intervals_has_those_that_meet_its_days() => Items("2026-11-19", "2026-11-21", stale).ShouldBe(["2026-11-19", "2026-11-20", "2026-11-21", "2026-11"]);

    [Fact]
    public void a_backfill_of_stale_intervals_may_be_from_a_day_on_or_up_to_one()
    {
        Items("2026-11-21", null, stale).ShouldBe(["2026-11-21", "2026-11-22", "2026-11"]);
        Items(null, "2026-11-18", stale).ShouldBe(["2026-11-18", "2026-11"]);
        Items("2026-12-01", null, stale).ShouldBeEmpty();
    }

    [Fact]
    public void a_backfill_of_stale_intervals_is_empty_where_nothing_is_stale() => Items(null, null, null).ShouldBeEmpty();

    [Fact]
    public void as_many_intervals_as_a_backfill_may_hold_are_not_too_many() => RequestBackfillDecision.Decide(
        new(Guid.Empty, null, null, Reprocess.Stale, null, "ada", false, [.. Enumerable.Repeat(stale[0], RequestBackfillDecision.MostIntervals)]), [], Now).Rejection.ShouldBeNull();

    static readonly Backfill backfill = Backfill.Fold(null, new BackfillRequested(Guid.Empty, [stale[3]], Reprocess.Stale, "why", "ann", false, Now))!;

    static readonly Interval interval = Interval.Fold(null, new GenerationOpened(TheInterval, "aggregate-profit", "profit", Day, 1, RunCause.Schedule, null, "scheduler", 1, Now, "x@1"))!;

    static Decision Decide(Interval state, DateTimeOffset? now = null) => BackfillIntervalDecision.Decide(
        new(new("aggregate-profit", Day), new(Pipeline.IdOf("aggregate-profit"), 1, 1, "hash", new("aggregate-profit", "profit", Audience.Investors, Grain.Day, "UTC", [], [], [], [])), 3), backfill,
        state,
        Run.Fold(null, Started)! with { Outcome = RunOutcome.Succeeded }, now ?? Now);

    [Fact]
    public void a_backfill_runs_a_stale_interval_again_and_leaves_one_that_is_not()
    {
        Decide(interval).ShouldHaveSingleItem().ShouldBeOfType<BackfillIntervalSkipped>().Reason.ShouldBe("Generation 1 is not stale.");
        Decide(interval with { Stale = [new(Day.Previous, 2, ["orders"])] }).ShouldHaveSingleItem().ShouldBeOfType<BackfillRunOpened>();
    }

    [Fact]
    public void a_backfill_can_run_an_interval_from_the_instant_it_closes() =>
        Decide(interval with { Stale = [new(Day.Previous, 2, ["orders"])] }, Day.ClosesAt(TimeZoneInfo.Utc)).ShouldHaveSingleItem().ShouldBeOfType<BackfillRunOpened>();

    [Fact]
    public void a_backfill_is_under_way_until_all_its_intervals_are_dispatched()
    {
        BackfillWork.Pending(backfill).ShouldHaveSingleItem().ShouldSatisfyAllConditions(work => work.Due.ShouldBe(Now), work => work.Because.ShouldBe(EventRef.Of(Guid.Empty, 1)));
        var through = new object[] { new BackfillRunOpened(Guid.Empty, stale[3], TheRun, Now), new BackfillDispatched(Guid.Empty, 1, 0, Now) }.Aggregate(
            backfill, (state, e) => Backfill.Fold(state, e)!);
        BackfillWork.Pending(through).ShouldBeEmpty();
        (through.Version, through.Total, through.Open.Count).ShouldBe((3, 1, 0));
    }
}
