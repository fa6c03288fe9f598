using EventedPipelines.Domain.Catalog.Checks;
using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Checks;
using EventedPipelines.Domain.Production.Intervals;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Domain.Production.Slots;

namespace EventedPipelines.Tests.Unit.Runs;

/// <summary>domain.md 2.4a.</summary>
public sealed class RunCoverageSpecs
{
    static readonly DateTimeOffset now = new(2026, 11, 22, 3, 0, 0, TimeSpan.Zero);
    static readonly DataInterval day = DataInterval.Parse("2026-11-21");
    static readonly Guid theRun = RunId.Of("engagement", day, 1);

    static SourceDefinition Source(string id, DateOnly? begins = null, Grain? period = null) =>
        new(id, $"{id}-{{date:yyyy-MM-dd}}.csv", null, new(), new(id, 1, [], [], null), Period: period, Begins: begins);

    static PipelineDefinition Pipeline(IReadOnlyList<SourceDefinition> sources, params ModelDefinition[] models) =>
        new("engagement", "engagement", Audience.Investors, Grain.Day, "UTC", sources, models, [], []);

    static ModelDefinition Model(string id, string reads, string? window = null, string? of = null) =>
        new(id, Grain.Day, $"select * from {reads}", null, window is null ? null : new Dictionary<string, Window> { [of ?? reads] = Window.Parse(window) });

    static PipelineDefinition Trailing(DateOnly? begins = null) => Pipeline([Source("activity", begins)], Model("active", "activity"), Model("weekly", "active", "trailing(P7D)"));

    static Run RunOf(PipelineDefinition definition, params object[] events)
    {
        var interval = IntervalId.Of(definition.Id, day);
        object[] history =
        [
            new RunStarted(theRun, interval, definition.Id, definition.Area, day, 1, RunCause.Schedule, null, 1, RunPlan.Of(definition, day), false, now, "x@1"),
            .. definition.Sources.Select(source => new SourceIngested(theRun, source.Id, [new("a", "a", "a", 1, 1, 0)], 1, "f", now)),
            .. definition.ModelsIn(day).Select(model => new TransformSucceeded(theRun, model.Id, 1, new("abc", 1), now)),
            .. events,
        ];
        return history.Aggregate(default(Run), Run.Fold)!;
    }

    static EarlierPublications Earlier(string from, string to, params (string DataInterval, string Relation, SlotState State, Hole[] Holes)[] others) => new(
        [
            .. DataInterval.Between(Grain.Day, DataInterval.Parse(from).First, DataInterval.Parse(to).First).Select(dataInterval => new InForce(dataInterval, 1, 2)
            {
                Relations = others.Where(other => DataInterval.Parse(other.DataInterval) == dataInterval).ToDictionary(other => other.Relation, other => new RelationStanding(other.State, other.Holes))
                    is var known ? new[] { "activity", "active", "weekly", "orders", "ledger" }.ToDictionary(
                        relation => relation, relation => known.GetValueOrDefault(relation) ?? new(SlotState.Complete, [])) : null,
            }),
        ],
        DataInterval.Parse(from));

    static (int Slots, int Complete, int Partial, int ConfirmedEmpty, int Missing, int BeforeBeginning) Counts(Coverage coverage) =>
        (coverage.Slots, coverage.Complete, coverage.Partial, coverage.ConfirmedEmpty, coverage.Missing, coverage.BeforeBeginning);

    [Fact]
    public void a_number_of_the_interval_alone_is_complete_with_its_own_slots()
    {
        var coverage = RunCoverage.Of(Trailing(), RunOf(Trailing()), Earlier("2026-11-01", "2026-11-20"));
        Counts(coverage["active"]).ShouldBe((1, 1, 0, 0, 0, 0));
        Counts(coverage["weekly"]).ShouldBe((7, 7, 0, 0, 0, 0));
        coverage["weekly"].ShouldSatisfyAllConditions(weekly => weekly.IsComplete.ShouldBeTrue(), weekly => weekly.Warning.ShouldBeNull());
    }

    [Fact]
    public void what_is_after_the_end_of_a_source_is_whole_and_counted_apart()
    {
        var ended = Pipeline([Source("activity") with { Ends = new(2026, 11, 18) }], Model("active", "activity"), Model("weekly", "activity", "trailing(P7D)"));
        var run = RunOf(ended, new SourceIngested(theRun, "activity", [], 1, "f", now));

        var coverage = RunCoverage.Of(ended, run, Earlier("2026-11-01", "2026-11-18"));

        coverage["active"].ShouldSatisfyAllConditions(active => active.State.ShouldBe(SlotState.Ended), active => active.IsComplete.ShouldBeTrue(), active => active.Ended.ShouldBe(1));
        var weekly = coverage["weekly"];
        (Counts(weekly), weekly.Ended).ShouldBe(((7, 4, 0, 0, 0, 0), 3), "The 19th and 20th published nothing, and had nothing to publish of it.");
        (weekly.State, weekly.IsComplete, weekly.Warning, weekly.Holes.Count).ShouldBe((SlotState.Complete, true, null, 0));
    }

    [Fact]
    public void what_comes_after_the_end_of_a_source_counts()
    {
        var ended = Pipeline([Source("activity") with { Ends = new(2026, 11, 18) }], Model("active", "activity"));
        RunCoverage.Of(ended, RunOf(ended), EarlierPublications.None)["active"].State.ShouldBe(SlotState.Complete);
    }

    [Fact]
    public void a_window_that_reaches_before_the_pipelines_own_beginning_is_short_and_has_no_hole()
    {
        var begins = Trailing(new(2025, 1, 1)) with { Begins = new(2026, 11, 19) };
        var weekly = RunCoverage.Of(begins, RunOf(begins), Earlier("2026-11-19", "2026-11-20"))["weekly"];
        (Counts(weekly), weekly.IsShortOnly).ShouldBe(((7, 3, 0, 0, 0, 4), true));
    }

    [Fact]
    public void a_window_over_a_hole_is_partial_and_names_where_it_arose()
    {
        var hole = new Hole("activity", new(DataInterval.Parse("2026-11-17"), DataInterval.Parse("2026-11-17")), SlotState.Missing, Hole.Missing);
        var earlier = Earlier("2026-11-01", "2026-11-20", ("2026-11-17", "activity", SlotState.Missing, [hole]), ("2026-11-17", "active", SlotState.Partial, [hole]));
        var weekly = RunCoverage.Of(Trailing(), RunOf(Trailing()), earlier)["weekly"];
        Counts(weekly).ShouldBe((7, 6, 1, 0, 0, 0));
        weekly.IsComplete.ShouldBeFalse();
        weekly.Warning.ShouldBe("Without activity 2026-11-17 (missing).");
    }

    [Fact]
    public void an_interval_that_published_nothing_is_a_hole()
    {
        var inForce = Earlier("2026-11-01", "2026-11-20");
        var weekly = RunCoverage.Of(Trailing(), RunOf(Trailing()), inForce with { InForce = [.. inForce.InForce.Where(publication => publication.Interval != DataInterval.Parse("2026-11-18"))] })[
            "weekly"];
        Counts(weekly).ShouldBe((7, 6, 0, 0, 1, 0));
        weekly.Warning.ShouldBe("Without active 2026-11-18 (published nothing).");
    }

    [Fact]
    public void a_window_before_the_data_begins_is_partial_counted_apart_and_no_fault_of_the_interval()
    {
        var run = RunOf(Trailing(new(2026, 11, 21)));
        var weekly = RunCoverage.Of(Trailing(new(2026, 11, 21)), run, EarlierPublications.None)["weekly"];
        Counts(weekly).ShouldBe((7, 1, 0, 0, 0, 6));
        weekly.ShouldSatisfyAllConditions(
            of => of.IsComplete.ShouldBeFalse(), of => of.IsShortOnly.ShouldBeTrue(), of => of.Warning.ShouldBe("Reaches before the data begins: active 2026-11-15..2026-11-20."));
        RunCoverage.IsWholeItself(run).ShouldBeTrue();
    }

    [Fact]
    public void the_data_begins_with_the_first_publication_where_no_source_says_when()
    {
        Counts(RunCoverage.Of(Trailing(), RunOf(Trailing()), Earlier("2026-11-19", "2026-11-20"))["weekly"]).ShouldBe((7, 3, 0, 0, 0, 4));
        var cumulative = Pipeline([Source("activity")], Model("cumulative", "activity", "history"));
        Counts(RunCoverage.Of(cumulative, RunOf(cumulative), Earlier("2026-11-19", "2026-11-20"))["cumulative"]).ShouldBe((3, 3, 0, 0, 0, 0));
    }

    [Fact]
    public void all_history_reaches_back_to_where_the_data_begins()
    {
        var cumulative = Pipeline([Source("activity", new(2026, 11, 10))], Model("cumulative", "activity", "history"));
        var coverage = RunCoverage.Of(cumulative, RunOf(cumulative), Earlier("2026-11-19", "2026-11-20"))["cumulative"];
        Counts(coverage).ShouldBe((12, 3, 0, 0, 9, 0));
        coverage.Warning.ShouldBe("Without activity 2026-11-10..2026-11-18 (published nothing).");
    }

    [Fact]
    public void a_model_of_a_source_without_a_stated_beginning_reaches_back_to_the_first_publication()
    {
        PipelineDefinition Made(SourceDefinition orders) => Pipeline([orders, Source("costs", new(2026, 11, 20))], Model("active", "orders, costs"), Model("cumulative", "active", "history"));
        var known = Made(Source("orders"));
        var coverage = RunCoverage.Of(known, RunOf(known), Earlier("2026-11-10", "2026-11-20", ("2026-11-12", "active", SlotState.Missing, [])))["cumulative"];
        (coverage.Slots, coverage.Missing).ShouldBe((12, 1), "A hole before the other source's first day is one.");

        var accounts = Made(Source("orders") with { Reference = true });
        RunCoverage.Of(accounts, RunOf(accounts), Earlier("2026-11-10", "2026-11-20"))["cumulative"].Slots.ShouldBe(2, "A reference has no days.");
    }

    [Fact]
    public void a_source_that_an_earlier_definition_did_not_know_is_missing_there()
    {
        var definition = Pipeline([Source("costs")], Model("weekly", "costs", "trailing(P7D)"));
        RunCoverage.Of(definition, RunOf(definition), Earlier("2026-11-01", "2026-11-20"))["weekly"].Warning.ShouldBe("Without costs 2026-11-15..2026-11-20 (not read).");
    }

    [Fact]
    public void a_source_that_is_confirmed_to_be_empty_counts_as_complete()
    {
        var run = RunOf(Trailing(), new SourceTakenAsEmpty(theRun, "activity", now, "x@1")) with { ConfirmedEmpty = ["activity"] };
        var coverage = RunCoverage.Of(Trailing(), run, Earlier("2026-11-01", "2026-11-20"));
        Counts(coverage["active"]).ShouldBe((1, 0, 0, 1, 0, 0));
        coverage["active"].State.ShouldBe(SlotState.ConfirmedEmpty, "Whoever reads it knows that a person has said so.");
        coverage["weekly"].IsComplete.ShouldBeTrue();
        coverage["weekly"].ConfirmedEmpty.ShouldBe(1);
    }

    [Fact]
    public void a_source_that_is_not_due_is_no_slot_and_a_model_that_lacks_it_awaits_it()
    {
        var definition = Pipeline([Source("orders"), Source("ledger", period: Grain.Month)], Model("profit", "orders, ledger"), Model("month", "profit", "trailing(P5D)"));
        var earlier = Earlier("2026-11-01", "2026-11-20") is var all ? all with
        {
            InForce = [.. all.InForce.Select(publication => publication with { Relations = new Dictionary<string, RelationStanding> { ["profit"] = new(SlotState.NotYetDue, []) } })],
        } : all;
        var coverage = RunCoverage.Of(definition, RunOf(definition, new SourceNotYetDue(theRun, "ledger", now.AddDays(9), now)), earlier);
        Counts(coverage["profit"]).ShouldBe((1, 1, 0, 0, 0, 0));
        coverage["profit"].ShouldSatisfyAllConditions(of => of.NotYetDue.ShouldBe(1), of => of.IsComplete.ShouldBeTrue(), of => of.State.ShouldBe(SlotState.NotYetDue));
        Counts(coverage["month"]).ShouldBe((5, 5, 0, 0, 0, 0));
        coverage["month"].State.ShouldBe(SlotState.NotYetDue);
    }

    [Fact]
    public void a_ledger_of_the_month_is_one_slot_for_all_its_days()
    {
        var definition = Pipeline([Source("ledger", period: Grain.Month)], Model("weekly", "ledger", "trailing(P7D)"));
        Counts(RunCoverage.Of(definition, RunOf(definition), Earlier("2026-11-01", "2026-11-20"))["weekly"]).ShouldBe((1, 1, 0, 0, 0, 0));
    }

    [Fact]
    public void a_check_whose_action_is_partial_makes_partial_what_reads_its_target_and_nothing_else()
    {
        var definition = Pipeline([Source("orders"), Source("activity")], Model("revenue", "orders"), Model("active", "activity")) with
        {
            Checks = [new("gaps", 1, CheckKind.Completeness, "orders", [], CheckSeverity.Error, CheckAction.Partial)],
        };
        var failed = new CheckResult(
            "gaps", 1, CheckKind.Completeness, "orders", CheckOutcome.Failed, CheckSeverity.Error, CheckAction.Partial, 1, 0, "dates", 1, null, new Dictionary<string, long>(), null);
        var coverage = RunCoverage.Of(definition, RunOf(definition, new CheckEvaluated(theRun, failed, now), new InputsChecked(theRun, 1, now)), EarlierPublications.None);
        coverage["revenue"].Warning.ShouldBe("Not whole: orders 2026-11-21 (check gaps).");
        coverage["active"].IsComplete.ShouldBeTrue();
    }

    [Fact]
    public void a_model_that_was_not_computed_is_missing_to_what_reads_it()
    {
        var run = RunOf(Trailing()) is var all ? all with { Models = all.Models.Remove("active") } : all;
        var coverage = RunCoverage.Of(Trailing(), run, Earlier("2026-11-01", "2026-11-20"));
        coverage["active"].State.ShouldBe(SlotState.Missing);
        Counts(coverage["weekly"]).ShouldBe((7, 6, 0, 0, 1, 0));
        coverage["weekly"].Warning.ShouldBe("Without active 2026-11-21 (not computed).");
    }

    [Fact]
    public void each_source_that_a_fallback_goes_without_says_why()
    {
        string[] ids = ["unreadable", "absent", "blocked", "incomplete", "untouched", "waiting", "there"];
        var definition = Pipeline([.. ids.Select(id => Source(id))]);
        var whole = RunOf(definition);
        var run = whole with
        {
            Sources = whole.Sources.RemoveRange(["untouched", "waiting"]),
            Steps = whole.Steps.SetItem(Step.Ingest("waiting").ToString(), StepProgress.Untouched with { State = StepState.Waiting }),
            Lacking = whole.Lacking.SetItem("incomplete", ["30.csv"]),
            Fallback = new(["absent"], ["incomplete"], [], new("Something.", "It is late.", "Amara", now), false, false) { Unreadable = ["unreadable"], Blocked = ["blocked"] },
        };
        var coverage = RunCoverage.Of(definition, run, EarlierPublications.None);
        ids.Select(id => (coverage[id].State, coverage[id].Holes.SingleOrDefault()?.Why)).ShouldBe([
            (SlotState.Missing, "unreadable"), (SlotState.Missing, "missing"), (SlotState.Missing, "blocked by a check"), (SlotState.Partial, "without 30.csv"),
            (SlotState.Missing, "not read"), (SlotState.Missing, "missing"), (SlotState.Complete, null)]);
        (RunCoverage.IsWholeItself(run), RunCoverage.IsWholeItself(whole)).ShouldBe((false, true));
    }

    [Fact]
    public void a_source_without_files_is_empty_by_confirmation_alone_and_one_with_files_is_there()
    {
        var definition = Pipeline([Source("orders")]);
        SlotState StateOf(Run run) => RunCoverage.Of(definition, run, EarlierPublications.None)["orders"].State;
        var there = RunOf(definition);
        var nothing = there with { Sources = there.Sources.SetItem("orders", []) };
        (StateOf(nothing), StateOf(nothing with { ConfirmedEmpty = ["orders"] }), StateOf(there with { ConfirmedEmpty = ["orders"] }))
            .ShouldBe((SlotState.Complete, SlotState.ConfirmedEmpty, SlotState.Complete));
    }

    [Fact]
    public void a_ledger_that_begins_in_the_middle_of_the_month_has_begun()
    {
        PipelineDefinition Ledger(DateOnly begins) => Pipeline([Source("ledger", begins, Grain.Month)]);
        SlotState StateOf(DateOnly begins) => RunCoverage.Of(Ledger(begins), RunOf(Ledger(begins)), EarlierPublications.None)["ledger"].State;
        (StateOf(new(2026, 11, 30)), StateOf(new(2026, 12, 1))).ShouldBe((SlotState.Complete, SlotState.BeforeBeginning));
    }

    [Fact]
    public void a_ledger_of_the_month_is_no_better_than_the_worst_of_what_its_days_have_seen()
    {
        var definition = Pipeline([Source("ledger", period: Grain.Month)], Model("weekly", "ledger", "trailing(P7D)"));
        var hole = new Hole("ledger", new(DataInterval.Parse("2026-11"), DataInterval.Parse("2026-11")), SlotState.Missing, Hole.Missing);
        SlotState[] seen = [SlotState.ConfirmedEmpty, SlotState.NotYetDue, SlotState.BeforeBeginning, SlotState.Partial, SlotState.Missing];
        seen.Select(state => RunCoverage.Of(definition, RunOf(definition), Earlier("2026-11-01", "2026-11-20", ("2026-11-18", "ledger", state, [hole])))["weekly"])
            .Select(of => (of.ConfirmedEmpty, of.NotYetDue, of.BeforeBeginning, of.Partial, of.Missing))
            .ShouldBe([(1, 0, 0, 0, 0), (0, 1, 0, 0, 0), (0, 0, 1, 0, 0), (0, 0, 0, 1, 0), (0, 0, 0, 0, 1)]);
    }

    [Fact]
    public void a_model_that_was_not_computed_for_want_of_something_names_that_and_not_itself()
    {
        var run = RunOf(Trailing()) is var all ? all with { Models = all.Models.Remove("active"), Sources = all.Sources.Remove("activity") } : all;
        var active = RunCoverage.Of(Trailing(), run, EarlierPublications.None)["active"];
        (active.State, active.Warning).ShouldBe((SlotState.Missing, "Without activity 2026-11-21 (not read)."));
    }

    [Fact]
    public void a_model_by_the_month_has_slots_on_the_days_that_close_one()
    {
        var monthly = new ModelDefinition("monthly", Grain.Month, "select * from activity", null);
        var definition = Pipeline([Source("activity")], monthly, Model("trend", "monthly", "trailing(P60D)"));
        var trend = RunCoverage.Of(definition, RunOf(definition), new([], DataInterval.Parse("2026-09-01")))["trend"];
        (trend.Slots, trend.Warning).ShouldBe((2, "Without monthly 2026-09-30 (published nothing), monthly 2026-10-31 (published nothing)."));
    }

    [Fact]
    public void holes_are_named_by_relation_each_once_and_beyond_six_counted()
    {
        Hole Of(string relation, string from, string? to = null, SlotState state = SlotState.Missing, string why = Hole.Missing) =>
            new(relation, new(DataInterval.Parse(from), DataInterval.Parse(to ?? from)), state, why);
        Coverage Over(params Hole[] holes) => Coverage.Of([(SlotState.Partial, holes)]);
        Over(Of("b", "2026-11-03"), Of("a", "2026-11-01", "2026-11-05"), Of("a", "2026-11-02", "2026-11-03"), Of("a", "2026-11-06"), Of("a", "2026-11-09"), Of("b", "2026-11-03"))
            .Warning.ShouldBe("Without a 2026-11-01..2026-11-06 (missing), a 2026-11-09 (missing), b 2026-11-03 (missing).");
        Over(Of("a", "2026-11-02"), Of("a", "2026-11-01", state: SlotState.Partial, why: "z"), Of("a", "2026-11-01", state: SlotState.Partial, why: "y")).Warning
            .ShouldBe("Without a 2026-11-02 (missing). Not whole: a 2026-11-01 (y), a 2026-11-01 (z).");
        Over([.. Enumerable.Range(1, 6).Select(at => Of($"r{at}", "2026-11-01"))]).Warning!.ShouldEndWith("r6 2026-11-01 (missing).");
        Over([.. Enumerable.Range(1, 8).Select(at => Of($"r{at}", "2026-11-01"))]).Warning!.ShouldEndWith("r6 2026-11-01 (missing) and 2 more.");
    }

    [Fact]
    public void what_is_made_of_nothing_is_complete_and_not_empty_by_confirmation() => Coverage.Of([]).State.ShouldBe(SlotState.Complete);

    [Fact]
    public void a_source_that_only_a_comment_names_is_not_read()
    {
        var definition = Pipeline([Source("orders"), Source("activity")], new ModelDefinition("active", Grain.Day, "-- without orders\nselect 'orders' as kind /* orders */ from activity", null));
        definition.ReadsOf(definition.Models[0]).ShouldBe(["activity"]);
    }
}
