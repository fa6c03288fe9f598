using EventedPipelines.Domain.Checks;
using EventedPipelines.Domain.Intervals;
using EventedPipelines.Domain.Metrics;
using EventedPipelines.Domain.Pipelines;
using EventedPipelines.Domain.Runs;
using EventedPipelines.Domain.Work;
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

    static readonly PipelineDefinition Definition = new("aggregate-profit", "profit", Audience.Investors, Grain.Day, "UTC", [], [], [], [])
    {
        Alerts = [new("net-drop", "net_profit", Grain.Day, 0.10m)],
    };

    static readonly PipelineDefinition Reading = Definition with
    {
        Models = [new("daily", Grain.Day, "select * from orders, daily", null, new Dictionary<string, Window> { ["daily"] = Window.History })],
        Metrics = [new("net_profit", "daily", "sum(net)", "day", Grain.Day, "USD", [])],
    };

    static PublishDecision Publish(IEnumerable<object> history, Interval interval, long fence = 9, Func<PublishRun, PublishRun>? with = null)
    {
        var command = new PublishRun(TheRun, fence, Definition, [new("daily", 3)], [Net]);
        return PublishRunDecision.Decide(with?.Invoke(command) ?? command, interval, history.Aggregate(default(Run), Run.Fold)!, Now);
    }

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
    public void warns_of_rejected_rows_and_of_a_delivery_that_came_twice()
    {
        IngestedFile[] files = [new("a (1).csv", "1", "f", 0, 100, 0, DuplicateOf: "a.csv"), new("a.csv", "1", "f", 5, 100, 2)];
        var history = UpToPublish.Select(happened => happened is SourceIngested ingested ? ingested with { Files = files } : happened);
        var decision = Publish(history, IntervalAt(1));
        decision.Run.ShouldHaveSingleItem().ShouldBeOfType<RunPublished>().Outcome.ShouldBe(RunOutcome.SucceededWithWarnings);
        decision.Published!.Warning.ShouldBe("2 rows of 'orders' were rejected. a (1).csv of 'orders' is a.csv delivered again, and counts once.");
        decision.Published.Completeness.ShouldBe(Completeness.Complete);
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

    [Fact]
    public void is_partial_and_says_so_where_earlier_intervals_have_published_nothing()
    {
        var gap = new SliceRange(Slice.Parse("2026-11-18"), Slice.Parse("2026-11-19"));
        var decision = Publish([.. UpToPublish, new TurnTaken(TheRun, [], [gap], Now)], IntervalAt(1), with: command => command with { Definition = Reading });
        decision.Published!.Completeness.ShouldBe(Completeness.Partial);
        decision.Published.Warning.ShouldBe("Without 2026-11-18..2026-11-19, which published nothing.");
        decision.Published.Points.ShouldHaveSingleItem().State.ShouldBe(PointState.Partial);
        Publish([.. UpToPublish, new TurnTaken(TheRun, [], [gap], Now)], IntervalAt(1), with: command => command with { Definition = Reading with { Models = [new("daily", Grain.Day, "select 1", null)] } })
            .Published!.Points.ShouldHaveSingleItem().State.ShouldBe(PointState.Complete, "A number that is made of the interval alone lacks nothing.");
    }

    [Fact]
    public void is_complete_over_what_is_due()
    {
        var decision = Publish(
            [.. UpToPublish, new SourceNotYetDue(TheRun, "ledger", Now.AddDays(9), Now)], IntervalAt(1), with: command => command with { Points = [Net with { Value = null }] });
        decision.Published!.Completeness.ShouldBe(Completeness.Complete);
        decision.Published.Points.ShouldHaveSingleItem().State.ShouldBe(PointState.NotYetDue);
        decision.Published.NotYetDue!.ShouldHaveSingleItem().ShouldBe(new("ledger", Now.AddDays(9)));
        IntervalWork.Pending(IntervalAt(1, decision.Published)).ShouldContain(work => work.Kind == WorkKind.SourceDue && work.Key == "ledger" && work.Due == Now.AddDays(9));
    }

    [Fact]
    public void reads_again_what_was_published_anew_meanwhile()
    {
        var decision = Publish(UpToPublish, IntervalAt(1), with: command => command with { Overtaken = new(Day.Previous, 2, 5) });
        decision.Published.ShouldBeNull();
        var lost = decision.Run.ShouldHaveSingleItem().ShouldBeOfType<TurnLost>();
        var run = ((object[])[.. UpToPublish, lost]).Aggregate(default(Run), Run.Fold)!;
        run.OpenSteps.ShouldBe([Step.Transform("daily")]);
        run.Models.ShouldBeEmpty();
    }

    [Fact]
    public void a_placeholder_alone_has_read_nothing_and_loses_no_turn()
    {
        object[] history = [.. UpToPublish, new FallbackBegun(TheRun, [], ["daily"], new("All is missing.", "It broke.", "Amara", null), false, Now, "run@1"), Attempt(Step.Publish, fence: 9)];
        Publish(history, IntervalAt(1), with: command => command with { Overtaken = new(Day.Previous, 2, 5) }).Published.ShouldNotBeNull();
    }

    [Fact]
    public void names_what_later_intervals_may_have_read_otherwise()
    {
        var run = UpToPublish.Aggregate(default(Run), Run.Fold)!;
        Publish(UpToPublish, IntervalAt(1), with: command => command with { Definition = Reading }).Published!.Changed.ShouldBe(["orders", "daily"]);
        Publish(UpToPublish, IntervalAt(1), with: command => command with { Definition = Reading, Before = run }).Published!.Changed.ShouldBeNull();
        Publish(UpToPublish, IntervalAt(1), with: command => command with { Definition = Reading, Before = run with { Models = run.Models.SetItem("daily", new("other", 3)) } })
            .Published!.Changed.ShouldBe(["daily"]);
    }

    [Theory]
    [InlineData(13.89, true)]
    [InlineData(13.88, false)]
    [InlineData(0, false)]
    [InlineData(-5, false)]
    public void an_alert_is_raised_when_a_complete_number_dropped_by_more_than_it_allows(decimal before, bool raises)
    {
        var decision = Publish(UpToPublish, IntervalAt(1), with: command => command with { PointsBefore = [Net with { Period = Day.Previous, Value = before }] });
        decision.Alerts.OfType<MetricDropped>().Any().ShouldBe(raises);
    }

    [Fact]
    public void a_standing_alert_is_raised_once_and_taken_back_when_the_number_recovers()
    {
        MetricPoint[] before = [Net with { Period = Day.Previous, Value = 20 }];
        var dropped = Publish(UpToPublish, IntervalAt(1), with: command => command with { PointsBefore = before }).Alerts;
        Publish(UpToPublish, IntervalAt(1, dropped), with: command => command with { PointsBefore = before }).Alerts.ShouldBeEmpty();
        Publish(UpToPublish, IntervalAt(1, dropped), with: command => command with { PointsBefore = before, Points = [Net with { Value = 19 }] })
            .Alerts.ShouldHaveSingleItem().ShouldBeOfType<MetricRecovered>();
    }
}
