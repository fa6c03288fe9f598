using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Backfills;

namespace EventedPipelines.Tests.Unit.Backfills;

public sealed class EndDispatchSpecs
{
    static readonly DateTimeOffset now = new(2026, 11, 22, 3, 0, 0, TimeSpan.Zero);
    static readonly BackfillItem first = new("unit-profit", DataInterval.Parse("2026-11-20"));
    static readonly BackfillItem second = new("unit-profit", DataInterval.Parse("2026-11-21"));
    static readonly BackfillItem third = new("unit-profit", DataInterval.Parse("2026-11-22"));
    static readonly BackfillRequested requested = new(Guid.Empty, [first, second, third], Reprocess.Missing, null, "ada", false, now);
    static readonly BackfillRunOpened opened = new(Guid.Empty, first, Guid.NewGuid(), now);
    static readonly BackfillIntervalSkipped skipped = new(Guid.Empty, second, "It is published.", null, now);

    static Decision Decide(params object[] history) => EndDispatchDecision.Decide(history.Prepend(requested).Aggregate(default(Backfill), Backfill.Fold)!, now);

    [Fact]
    public void a_backfill_with_an_interval_to_decide_goes_on() => Decide(opened).ShouldBeEmpty();

    [Fact]
    public void a_backfill_whose_intervals_are_all_decided_says_how_many_run_and_how_many_do_not() =>
        Decide(opened, skipped, opened with { Item = third }).ShouldBe([new BackfillDispatched(Guid.Empty, Opened: 2, Skipped: 1, now)]);

    [Fact]
    public void a_backfill_says_once_that_its_intervals_are_all_decided() => Decide(opened, skipped, opened with { Item = third }, new BackfillDispatched(Guid.Empty, 2, 1, now)).ShouldBeEmpty();
}
