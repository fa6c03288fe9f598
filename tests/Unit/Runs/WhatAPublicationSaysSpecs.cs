using EventedPipelines.Domain.Catalog.Checks;
using EventedPipelines.Domain.Catalog.Contracts;
using EventedPipelines.Domain.Catalog.Metrics;
using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Checks;
using EventedPipelines.Domain.Production.Intervals;
using EventedPipelines.Domain.Production.Metrics;
using EventedPipelines.Domain.Production.Publications;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Domain.Production.Slots;
using static EventedPipelines.Tests.Unit.Runs.RunHistory;

namespace EventedPipelines.Tests.Unit.Runs;

/// <summary>What a publication says of its numbers, of its tables and of the relations that later intervals have read (domain.md 1.4, 2.4a, 2.7, 2.9).</summary>
public sealed class WhatAPublicationSaysSpecs
{
    static readonly MetricPoint net = new("net_profit", new Dictionary<string, string>(), Day, 12.5m, "USD");
    static readonly EarlierPublications gap = new([], Day.Previous);

    static SourceDefinition Source(string id, Grain? period = null) => new(id, $"{id}.csv", "day", new(), new(id, 1, [], [], null), Period: period);

    static MetricDefinition Metric(string id, string model, Grain grain = Grain.Day) => new(id, model, "sum(x)", "day", grain, "USD", []);

    // `total` reads itself over all history, `daily` the day alone.
    static readonly PipelineDefinition definition = new(
        "aggregate-profit", "profit", Audience.Investors, Grain.Day, "UTC", [Source("orders"), Source("ledger", Grain.Month)],
        [
            new("total", Grain.Day, "select * from orders, total", null, new Dictionary<string, Window> { ["total"] = Window.History }),
            new("daily", Grain.Day, "select * from orders", new("daily", [new Column("spent", "decimal(19,4)", Needs: ["ledger"])], [])),
        ],
        [], [Metric("so_far", "total"), Metric("net_profit", "daily")]);

    static readonly Run ready = ((object[])
        [.. UpToPublish, new TransformSucceeded(TheRun, "total", 1, new("sum", 1), Now), new SourceIngested(TheRun, "ledger", [new("l.csv", "1", "f", 1, 1, 0)], 1, "f", Now)])
        .Aggregate(default(Run), Run.Fold)!;

    static readonly Interval opened = Interval.Fold(null, new GenerationOpened(TheInterval, "aggregate-profit", "profit", Day, 1, RunCause.Schedule, null, "scheduler", 1, Now, "x@1"))!;

    static Run With(Run run, params object[] events) => events.Aggregate(run, (state, e) => Run.Fold(state, e)!);

    static Decision Decide(Run run, Func<PublishRun, PublishRun>? with = null, Interval? interval = null)
    {
        var command = new PublishRun(TheRun, 9, definition, [], [net]);
        return PublishRunDecision.Decide(with?.Invoke(command) ?? command, interval ?? opened, run, Now);
    }

    static Published Publish(Run run, Func<PublishRun, PublishRun>? with = null, Interval? interval = null) => Decide(run, with, interval).Published.ShouldNotBeNull();

    static RunOutcome OutcomeOf(Run run, Func<PublishRun, PublishRun>? with = null) => Decide(run, with).Run.ShouldHaveSingleItem().ShouldBeOfType<RunPublished>().Outcome;

    static readonly FallbackBegun withoutLedger = new(TheRun, ["ledger"], [], new("Without 'ledger'.", "It has not come.", "Amara", Now), Resumes: true, Now, "run@1");

    static readonly Run fallenBack = With(ready, withoutLedger, Attempt(Step.Publish, fence: 9));

    [Fact]
    public void a_run_that_is_cancelled_publishes_nothing_any_more()
    {
        var decision = Decide(With(ready, new RunCancelled(TheRun, null, "ann", Now)));
        (decision.Count, decision.Run.ShouldHaveSingleItem().ShouldBeOfType<StaleResultRecorded>().Fence).ShouldBe((0, 9));
    }

    [Fact]
    public void a_run_that_pins_nothing_is_overtaken_by_nobody() =>
        Publish(ready, command => command with { Earlier = new([new(Day.Previous, 2, 5)], Day.Previous) }).Generation.ShouldBe(1);

    [Fact]
    public void the_run_is_published_because_of_the_publication() =>
        Decide(ready).Run.ShouldHaveSingleItem().ShouldBeOfType<RunPublished>().Because.ShouldBe(EventRef.Of(TheInterval, opened.Version + 1));

    [Fact]
    public void the_check_that_holds_a_contract_to_its_key_alone_makes_no_run_green()
    {
        CheckDefinition Check(string id, bool isOfKey) => new(id, 1, CheckKind.Duplicates, "orders", ["id"], CheckSeverity.Error, CheckAction.Block) { IsOfKey = isOfKey };
        PublishRun Keyed(PublishRun command) => command with { Definition = definition with { Checks = [Check("key", true), Check("sums", false)] } };
        Run Checked(params (string Id, CheckStanding Standing)[] checks) =>
            ready with { Checks = ready.Checks.Clear().AddRange(checks.Select(check => KeyValuePair.Create(check.Id, check.Standing))) };
        OutcomeOf(Checked(("key", CheckStanding.Passed)), Keyed).ShouldBe(RunOutcome.SucceededWithWarnings);
        OutcomeOf(Checked(("key", CheckStanding.Passed), ("sums", CheckStanding.NotEvaluated)), Keyed).ShouldBe(RunOutcome.SucceededWithWarnings);
        OutcomeOf(Checked(("key", CheckStanding.Passed), ("sums", CheckStanding.Passed)), Keyed).ShouldBe(RunOutcome.Succeeded);
        Publish(Checked(("key", CheckStanding.Passed)), Keyed).Warning.ShouldBe("No check was evaluated.");
    }

    [Fact]
    public void a_fallback_is_not_whole_itself_and_says_whether_a_generation_takes_up_from_there()
    {
        Publish(fallenBack).ShouldSatisfyAllConditions(it => it.Resumes.ShouldBeTrue(), it => it.Itself.ShouldBe(Completeness.Partial), it => it.NotYetDue.ShouldBeNull());
        Publish(With(fallenBack, withoutLedger with { Resumes = false }, Attempt(Step.Publish, fence: 9))).Resumes.ShouldBeFalse();
        Publish(ready).ShouldSatisfyAllConditions(it => it.Resumes.ShouldBeFalse(), it => it.Itself.ShouldBe(Completeness.Complete), it => it.NotYetDue.ShouldBeNull());
    }

    [Fact]
    public void an_interval_whose_check_calls_for_it_is_not_whole_itself_either() =>
        Publish(With(ready, new CheckEvaluated(TheRun, Result("gaps", CheckOutcome.Failed, CheckAction.Partial, 2), Now))).Itself.ShouldBe(Completeness.Partial);

    [Fact]
    public void a_source_that_is_awaited_is_by_its_own_period() =>
        Publish(With(ready, new SourceNotYetDue(TheRun, "ledger", Now.AddDays(9), Now))).NotYetDue.ShouldBe([new("ledger", Now.AddDays(9), DataInterval.Parse("2026-11"))]);

    [Fact]
    public void causes_are_of_numbers_that_have_changed()
    {
        Published Before(decimal value) => new(TheInterval, 1, TheRun, Completeness.Complete, null, [], [net with { Value = value }], [], Now, "x@1");
        PublishRun Anew(PublishRun command) => command with { Before = ready with { DefinitionVersion = 7 } };
        Publish(ready, Anew, Interval.Fold(opened, Before(12.5m))).Causes.ShouldBeNull();
        Publish(ready, Anew, Interval.Fold(opened, Before(10))).Causes.ShouldHaveSingleItem().Kind.ShouldBe(RestatementCauseKind.Definition);
    }

    [Fact]
    public void the_rows_of_a_table_are_as_whole_as_what_their_model_was_made_of()
    {
        PublishRun Tables(PublishRun command) => command with { Targets = [new("so_far", 1) { Model = "total" }, new("daily", 3) { Model = "daily" }, new("other", 1)], Earlier = gap };
        Publish(ready, Tables).Targets.Select(target => (target.Completeness, target.Warning)).ShouldBe(
            [(Completeness.Partial, "Without total 2026-11-20 (published nothing)."), (Completeness.Complete, null), (null, null)]);
        var warned = With(ready, new CheckEvaluated(TheRun, Result("sums", CheckOutcome.Failed, CheckAction.Quarantine, 2), Now));
        Publish(warned, Tables).Targets.Select(target => target.Warning).ShouldBe(["Without total 2026-11-20 (published nothing). Checks: sums.", "Checks: sums.", null]);
        Publish(fallenBack, Tables).Targets.Select(target => target.Warning?.StartsWith("Without 'ledger'. It has not come.", StringComparison.Ordinal)).ShouldBe([true, null, null]);
    }

    [Fact]
    public void a_number_is_as_whole_as_its_own_model_and_says_what_lacks()
    {
        var points = Publish(ready, command => command with { Points = [net, net with { Metric = "so_far" }], Earlier = gap }).Points;
        points.Select(point => (point.Model, point.State, point.Warning)).ShouldBe(
            [("daily", PointState.Complete, null), ("total", PointState.Partial, "Without total 2026-11-20 (published nothing).")]);
    }

    [Fact]
    public void a_number_that_cannot_be_computed_says_which_source_has_nothing_to_say()
    {
        MetricPoint Nothing(Run run, EarlierPublications? earlier = null, string metric = "net_profit") =>
            Publish(run, command => command with { Points = [net with { Metric = metric, Value = null }], Earlier = earlier }).Points.ShouldHaveSingleItem();
        var silent = ready with { Sources = ready.Sources.SetItem("ledger", []) };
        const string Words = "Nothing was delivered of 'ledger' for 2026-11, and nobody has confirmed that it is empty.";
        Nothing(silent).ShouldSatisfyAllConditions(point => point.State.ShouldBe(PointState.NotComputable), point => point.Warning.ShouldBe(Words));
        Nothing(ready).Warning.ShouldBeNull("It has come.");
        Nothing(silent with { ConfirmedEmpty = ["ledger"] }).Warning.ShouldBeNull();
        Nothing(silent, gap, "so_far").ShouldSatisfyAllConditions(
            point => point.State.ShouldBe(PointState.NotComputable), point => point.Warning.ShouldBe("Without total 2026-11-20 (published nothing)."));

        var awaited = With(ready, new SourceNotYetDue(TheRun, "ledger", Now.AddDays(9), Now));
        Nothing(awaited).ShouldSatisfyAllConditions(point => point.State.ShouldBe(PointState.NotComputable), point => point.Warning.ShouldBeNull("`daily` does not read it."));
        Nothing(awaited, metric: "unknown").State.ShouldBe(PointState.NotYetDue, "It may be what is awaited.");
        Nothing(ready, metric: "unknown").State.ShouldBe(PointState.NotComputable);
    }

    [Fact]
    public void foreign_periods_are_named_in_order_and_beyond_three_not_all()
    {
        string? WarningOf(int days) => Publish(ready, command => command with { Points = [.. Points(days)] }).Warning;
        IEnumerable<MetricPoint> Points(int days) => Enumerable.Range(1, days).Select(day => net with { Period = DataInterval.Day(Day.First.AddDays(-day)) });
        WarningOf(3)!.ShouldStartWith("Numbers of other periods (2026-11-18, 2026-11-19, 2026-11-20) are not published");
        WarningOf(4)!.ShouldStartWith("Numbers of other periods (2026-11-17, 2026-11-18, 2026-11-19, ...) are not published");
    }

    static string[]? Changed(Run before, Run after, Published? published = null) =>
        Publish(after, command => command with { Before = before }, Interval.Fold(opened, published ?? Publish(before)))?.Changed?.ToArray();

    [Fact]
    public void relations_that_later_intervals_have_read_otherwise_are_named_and_no_others()
    {
        Changed(ready, ready).ShouldBeNull();
        Changed(ready, ready with { Sources = ready.Sources.SetItem("ledger", [new("l.csv", "2", "f", 1, 1, 0)]) }).ShouldBe(["ledger"]);
        var before = ready with { Sources = ready.Sources.SetItem("visits", []), Models = ready.Models.SetItem("weekly", new("w", 1)) };
        Changed(before, ready).ShouldBe(["weekly"], "A source without rows had none to read.");
        Changed(before with { Sources = before.Sources.SetItem("visits", [new("v.csv", "1", "f", 1, 1, 0)]).SetItem("ledger", []) }, ready).ShouldBe(["ledger", "visits", "weekly"]);
        Changed(ready, ready with { Models = ready.Models.SetItem("total", new("other", 1)).SetItem("daily", new("another", 1)) }).ShouldBe(["daily", "total"]);
    }

    [Fact]
    public void a_source_of_which_other_rows_are_set_apart_is_named_as_read_otherwise()
    {
        Run Apart(string source, string rows) => With(ready, new RowsQuarantined(TheRun, new(source, "negative", rows, 1), Now));
        Changed(ready, Apart("orders", "a")).ShouldBe(["orders"]);
        Changed(Apart("orders", "a"), Apart("orders", "a")).ShouldBeNull();
        Changed(Apart("orders", "a"), Apart("orders", "b")).ShouldBe(["orders"]);
    }

    [Fact]
    public void a_relation_with_the_same_rows_that_stands_for_more_is_named_as_read_otherwise()
    {
        // The ledger is taken for empty because nobody expects it, then because a person has said so.
        var nothing = ready with { Sources = ready.Sources.SetItem("ledger", []) };
        Changed(nothing, nothing with { ConfirmedEmpty = ["ledger"] }).ShouldBe(["ledger"]);

        // What `total` lacked of its history, it lacks elsewhere.
        Published Over(string first) => Publish(ready, command => command with { Earlier = new([], DataInterval.Parse(first)) });
        string[]? After(string first, Published published) =>
            Publish(ready, command => command with { Before = ready, Earlier = new([], DataInterval.Parse(first)) }, Interval.Fold(opened, published)).Changed?.ToArray();
        After("2026-11-20", Over("2026-11-19")).ShouldBe(["total"]);
        After("2026-11-20", Over("2026-11-20")).ShouldBeNull();
        After("2026-11-20", Over("2026-11-19") with { Coverage = null }).ShouldBeNull("Published before it was said how it stood.");
    }

    [Fact]
    public void a_check_that_sets_rows_apart_again_takes_the_place_of_its_former_ones()
    {
        RowsQuarantined Apart(string check, string rows) => new(TheRun, new("orders", check, rows, 1), Now);
        With(ready, Apart("negative", "a"), Apart("nulls", "b"), Apart("negative", "c")).Quarantine.Select(rows => (rows.Check, rows.Sha256)).ShouldBe([("nulls", "b"), ("negative", "c")]);
    }

    [Fact]
    public void rejected_rows_are_counted_by_source()
    {
        IngestedFile File(long rejected) => new("a.csv", "1", "f", 5, 10, rejected);
        var run = ready with { Sources = ready.Sources.SetItem("orders", [File(1), File(2)]).SetItem("ledger", [File(1)]) };
        ReadingWarnings.Of(run).ShouldBe(["1 row of 'ledger' was rejected.", "3 rows of 'orders' were rejected."]);
    }

    [Fact]
    public void a_restatement_is_of_every_number_that_came_went_or_changed_and_says_what_it_is_where_it_is_none()
    {
        MetricPoint Of(string metric, decimal? value, PointState state = PointState.Complete) => net with { Metric = metric, Value = value, State = state };
        var restated = Restatement.Of(
            [Of("b", 1), Of("c", 2), Of("d", 3), Of("same", 4)], [Of("a", 5), Of("c", 2.5m), Of("d", null, PointState.Withdrawn), Of("same", 4, PointState.Partial)]);
        restated.Select(point => (point.Metric, point.Previous, point.Value, point.Difference, point.State)).ShouldBe([
            ("a", null, 5m, null, null), ("b", 1m, null, null, null), ("c", 2m, 2.5m, 0.5m, null), ("d", 3m, null, null, PointState.Withdrawn)]);
        Restatement.Of(null, [Of("a", 5)]).ShouldBeEmpty("The first publication restates nothing.");
    }

    [Fact]
    public void the_order_of_its_dimensions_makes_no_other_number()
    {
        MetricPoint By(params (string Key, string Value)[] dimensions) => net with { Dimensions = dimensions.ToDictionary(each => each.Key, each => each.Value) };
        Restatement.KeyOf(By(("b", "2"), ("a", "1"))).ShouldBe("net_profit|2026-11-21|a=1|b=2");
    }
}
