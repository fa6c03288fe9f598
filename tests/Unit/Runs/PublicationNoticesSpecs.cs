using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Kernel.Notifications;
using EventedPipelines.Domain.Production.Intervals;
using EventedPipelines.Domain.Production.Metrics;
using EventedPipelines.Domain.Production.Publications;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Domain.Production.Slots;
using static EventedPipelines.Tests.Unit.Runs.RunHistory;

namespace EventedPipelines.Tests.Unit.Runs;

/// <summary>Who is told what of a publication (domain.md 2.2, 2.4a, 3.4): of partial numbers once, readers and owners alike; and the same people when they are complete.</summary>
public sealed class PublicationNoticesSpecs
{
    static readonly MetricPoint net = new("net_profit", new Dictionary<string, string>(), Day, 12.5m, "USD");
    static readonly Audiences readersAndOwners = new(["finance"], ["amara", "finance"], NotificationPolicy.Default);
    static readonly EarlierPublications gap = new([], DataInterval.Parse("2026-11-17"));

    static readonly PipelineDefinition cumulative = new(
        "aggregate-profit", "profit", Audience.Investors, Grain.Day, "UTC", [],
        [new("daily", Grain.Day, "select * from orders, daily", null, new Dictionary<string, Window> { ["daily"] = Window.History })], [],
        [new("net_profit", "daily", "sum(net)", "day", Grain.Day, "USD", [])]);

    // Reads the week and has data from the day on.
    static readonly PipelineDefinition weekly = cumulative with
    {
        Sources = [new("orders", "orders.csv", "day", new(), new("orders", 1, [], [], null), Begins: Day.First)],
        Models = [new("daily", Grain.Day, "select * from orders", null, new Dictionary<string, Window> { ["orders"] = Window.Parse("trailing(P7D)") })],
    };

    static Interval IntervalOf(RunCause cause = RunCause.Schedule, bool ofHistory = false, params object[] more) =>
        ((object[])[new GenerationOpened(TheInterval, "aggregate-profit", "profit", Day, 1, cause, null, "scheduler", 1, Now, "x@1") { OfHistory = ofHistory }, .. more])
        .Aggregate(default(Interval), Interval.Fold)!;

    static object[] FallenBack(params string[] skipped) =>
        [.. UpToPublish, new FallbackBegun(TheRun, ["orders"], skipped, new("Without 'orders'.", "It has not come.", "Amara", Now), false, Now, "run@1"), Attempt(Step.Publish, fence: 9)];

    static Decision Publish(
        IEnumerable<object> history, Interval interval, PipelineDefinition? definition = null, EarlierPublications? earlier = null, Run? before = null, params MetricPoint[] points) =>
        PublishRunDecision.Decide(
            new(TheRun, 9, definition ?? cumulative, [], points.Length > 0 ? points : [net], before, earlier) { Audiences = readersAndOwners },
            interval, history.Aggregate(default(Run), Run.Fold)!, Now);

    static Published Partial(params string[] told) => new(TheInterval, 1, TheRun, Completeness.Partial, null, [], [net with { Value = 10m }], [], Now, "x@1") { Told = told };

    [Fact]
    public void partial_numbers_at_the_deadline_are_told_to_readers_and_owners_each_once()
    {
        var decision = Publish(FallenBack("other"), IntervalOf());
        decision.Notifications.Select(notification => notification.Recipient).ShouldBe(["finance", "amara"]);
        decision.Notifications[0].ShouldSatisfyAllConditions(
            notification => (notification.Kind, notification.Severity, notification.Simulated).ShouldBe((NotificationKind.Fallback, Severity.Warning, false)),
            notification => notification.Title.ShouldBe("[profit] aggregate-profit 2026-11-21: no numbers yet"),
            notification => notification.Text.ShouldStartWith("aggregate-profit 2026-11-21 was published at its deadline as far as it goes. Without 'orders'. It has not come."),
            notification => notification.Key.ShouldBe($"{TheInterval}/1-fallback/finance/inbox"),
            notification => notification.Because.ShouldBe(EventRef.Of(TheInterval, 2), "The publication is the event after the opening."));
        decision.Published.Told.ShouldBe(["finance", "amara"]);
        Publish(FallenBack(), IntervalOf()).Notifications[0].Title.ShouldBe("[profit] aggregate-profit 2026-11-21: partial numbers");
    }

    [Fact]
    public void each_fallback_is_told_also_where_partial_numbers_were_told_before()
    {
        var decision = Publish(FallenBack(), IntervalOf(more: Partial("growth")));
        decision.Notifications.Select(notification => notification.Recipient).ShouldBe(["finance", "amara"]);
        decision.Published.Told.ShouldBe(["growth", "finance", "amara"], "Whoever knows of them is told when they are whole.");
    }

    [Fact]
    public void what_an_earlier_interval_lacks_is_told_to_readers_for_investors_once()
    {
        var decision = Publish(UpToPublish, IntervalOf(), cumulative with { Sources = [weekly.Sources[0] with { Begins = null }] }, gap);
        decision.Notifications.Select(notification => (notification.Kind, notification.Recipient, notification.Title)).ShouldBe([
            (NotificationKind.Partial, "finance", "[profit] aggregate-profit 2026-11-21: partial numbers"),
            (NotificationKind.Partial, "amara", "[profit] aggregate-profit 2026-11-21: partial numbers")]);
        decision.Notifications[0].Text.ShouldBe("aggregate-profit 2026-11-21 was published, and some of its numbers lack what earlier intervals lack. "
            + "Without daily 2026-11-17..2026-11-20 (published nothing). They are published anew when it is there.");
        decision.Published.Told.ShouldBe(["finance", "amara"]);

        var again = Publish(UpToPublish, IntervalOf(more: Partial("growth")), earlier: gap);
        again.Notifications.ShouldBeEmpty();
        again.Published.Told.ShouldBe(["growth"]);
    }

    [Fact]
    public void nobody_is_told_so_who_experiments_or_where_a_backfill_fills_in_history()
    {
        Publish(UpToPublish, IntervalOf(), cumulative with { Audience = Audience.Experiments }, gap).ShouldSatisfyAllConditions(
            it => it.Notifications.ShouldBeEmpty(), it => it.Published.Told.ShouldBeNull());
        object[] filled = [.. UpToPublish.Select(e => e is RunStarted started ? started with { OfHistory = true } : e)];
        Publish(filled, IntervalOf(RunCause.Backfill, ofHistory: true), earlier: gap).ShouldSatisfyAllConditions(
            it => it.Notifications.ShouldBeEmpty(), it => it.Published.Told.ShouldBeNull());
    }

    [Fact]
    public void complete_numbers_are_told_to_those_who_knew_the_partial_ones_with_the_difference_and_its_cause()
    {
        var late = UpToPublish.Select(e => e is SourceIngested ingested ? ingested with { Files = [new("orders.csv", "1", "f", 5, 100, 0)] } : e);
        var before = UpToPublish.Aggregate(default(Run), Run.Fold);
        MetricPoint[] points = [net, net with { Dimensions = new Dictionary<string, string> { ["category"] = "bikes" } }, net with { Metric = "gross_profit" }];
        var decision = Publish(late, IntervalOf(more: Partial("growth")), before: before, points: points);
        var told = decision.Notifications.ShouldHaveSingleItem();
        (told.Recipient, told.Kind, told.Severity, told.Title).ShouldBe(("growth", NotificationKind.Restated, Severity.Warning, "[profit] aggregate-profit 2026-11-21: complete numbers"));
        told.Text.ShouldBe("aggregate-profit 2026-11-21 is complete now. gross_profit 2026-11-21: 12.50, before nothing. net_profit 2026-11-21: 12.50, before 10.00. "
            + "Because 'orders': orders.csv has come.");
        decision.Published.Told.ShouldBeNull("They know.");
    }

    [Fact]
    public void readers_of_partial_numbers_are_told_when_no_number_has_changed()
    {
        Publish(UpToPublish, IntervalOf(more: Partial("growth")), points: net with { Value = 10m }).Notifications.ShouldHaveSingleItem().Text
            .ShouldBe("aggregate-profit 2026-11-21 is complete now. No number has changed.");
        Publish(UpToPublish, IntervalOf()).Notifications.ShouldBeEmpty("Nobody knew of partial ones.");
    }

    [Fact]
    public void data_that_does_not_go_back_further_is_all_there_is_and_no_news()
    {
        var first = Publish(UpToPublish, IntervalOf(), weekly);
        (first.Published.Completeness, first.Notifications.Count, first.Published.Told).ShouldBe((Completeness.Partial, 0, null));
        Publish(UpToPublish, IntervalOf(more: Partial("growth")), weekly).Notifications.ShouldHaveSingleItem().Text.ShouldStartWith(
            "aggregate-profit 2026-11-21 is complete now, as far as the data goes back. net_profit 2026-11-21: 12.50, before 10.00.");
        Publish(FallenBack(), IntervalOf(more: Partial("growth")), weekly).Notifications.ShouldAllBe(notification => notification.Kind == NotificationKind.Fallback);
    }

    [Fact]
    public void what_is_told_of_a_simulated_run_says_so() =>
        Publish(FallenBack().Select(e => e is RunStarted started ? started with { Simulated = true } : e), IntervalOf()).Notifications.ShouldAllBe(notification => notification.Simulated);
}
