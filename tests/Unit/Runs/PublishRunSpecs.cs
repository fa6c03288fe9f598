using EventedPipelines.Domain.Checks;
using EventedPipelines.Domain.Intervals;
using EventedPipelines.Domain.Metrics;
using EventedPipelines.Domain.Runs;
using static EventedPipelines.Tests.Unit.Runs.RunHistory;

namespace EventedPipelines.Tests.Unit.Runs;

public sealed class PublishRunSpecs
{
    static readonly MetricPoint Net = new("net_profit", new Dictionary<string, string>(), Day, 12.5m, "USD");

    static Interval IntervalAt(int generation, params object[] more) => ((object[])
    [
        .. Enumerable.Range(1, generation).Select(n => new GenerationOpened(TheInterval, "aggregate-profit", "profit", Day, n, RunCause.Schedule, null, "scheduler", 1, Now, "x@1")),
        .. more,
    ]).Aggregate(default(Interval), Interval.Fold)!;

    static PublishDecision Publish(IEnumerable<object> history, Interval interval, long fence = 9) =>
        PublishRunDecision.Decide(new(TheRun, fence, [new("daily", 3)], [Net]), interval, history.Aggregate(default(Run), Run.Fold)!, Now);

    [Fact]
    public void publishes_complete_when_every_check_passed()
    {
        var decision = Publish(UpToPublish, IntervalAt(1));
        decision.Published!.Completeness.ShouldBe(Completeness.Complete);
        decision.Published.Warning.ShouldBeNull();
        decision.Run.ShouldHaveSingleItem().ShouldBeOfType<RunPublished>().Outcome.ShouldBe(RunOutcome.Succeeded);
    }

    [Fact]
    public void warns_on_the_numbers_when_a_check_quarantined_rows()
    {
        var decision = Publish([.. UpToPublish, new CheckEvaluated(TheRun, Result("sums", CheckOutcome.Failed, CheckAction.Quarantine, 2), Now)], IntervalAt(1));
        decision.Run.ShouldHaveSingleItem().ShouldBeOfType<RunPublished>().Outcome.ShouldBe(RunOutcome.SucceededWithWarnings);
        decision.Published!.Warning.ShouldBe("Checks: sums.");
    }

    [Fact]
    public void is_never_green_without_a_check_evaluated()
    {
        var unchecked_ = UpToPublish.Where(e => e is not CheckEvaluated);
        Publish(unchecked_, IntervalAt(1)).Run.ShouldHaveSingleItem().ShouldBeOfType<RunPublished>().Outcome.ShouldBe(RunOutcome.SucceededWithWarnings);
    }

    [Fact]
    public void yields_to_a_newer_generation()
    {
        var decision = Publish(UpToPublish, IntervalAt(2));
        decision.Published.ShouldBeNull();
        decision.Run.ShouldHaveSingleItem().ShouldBeOfType<RunSuperseded>().ByGeneration.ShouldBe(2);
    }

    [Fact]
    public void swaps_nothing_for_a_stale_lease()
    {
        var decision = Publish(UpToPublish, IntervalAt(1), fence: 8);
        decision.Published.ShouldBeNull();
        decision.Run.ShouldHaveSingleItem().ShouldBeOfType<StaleResultRecorded>();
    }

    [Fact]
    public void does_not_publish_twice()
    {
        var once = Publish(UpToPublish, IntervalAt(1));
        Publish([.. UpToPublish, .. once.Run], IntervalAt(1, once.Published!)).Published.ShouldBeNull();
    }

    [Fact]
    public void states_the_difference_to_the_publication_before()
    {
        var before = new Published(TheInterval, 1, TheRun, Completeness.Complete, null, [], [Net with { Value = 10m }], [], Now, "x@1");
        var restated = Publish(UpToPublish, IntervalAt(1, before)).Published!.Restated.ShouldHaveSingleItem();
        (restated.Previous, restated.Value, restated.Difference).ShouldBe((10m, 12.5m, 2.5m));
    }
}
