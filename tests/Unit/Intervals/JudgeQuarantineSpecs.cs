using EventedPipelines.Domain.Catalog.Checks;
using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Intervals;
using EventedPipelines.Domain.Production.Runs;
using static EventedPipelines.Tests.Unit.Runs.RunHistory;

namespace EventedPipelines.Tests.Unit.Intervals;

public sealed class JudgeQuarantineSpecs
{
    static readonly PipelineDefinition definition = new("aggregate-profit", "profit", Audience.Investors, Grain.Day, "UTC",
        [new("orders", "orders-{date:yyyy-MM-dd}.csv", null, new(), new("orders", 1, [], [], null))], [],
        [new("amounts", 2, CheckKind.NonNegative, "orders", ["amount"], CheckSeverity.Error, CheckAction.Quarantine)], []);

    static readonly Interval interval = Interval.Fold(
        null, new GenerationOpened(TheInterval, "aggregate-profit", "profit", Day, 1, RunCause.Schedule, null, "scheduler", 1, Now, "x@1"))!;

    static readonly object[] apart = [.. UpToInputChecks, new RowsQuarantined(TheRun, new("orders", "amounts", "f1", 7, 2), Now)];

    static readonly Pipeline pipeline = new(Pipeline.IdOf("aggregate-profit"), 1, 1, "hash", definition);

    static readonly RowKey[] twins = [new("a", 1), new("a", 2)];

    static Decision Judge(object[] history, Verdict verdict = Verdict.Readmit, string check = "amounts", Interval? said = null, RowKey[]? rows = null, RowKey[]? found = null,
        RowKey[]? before = null) =>
        JudgeQuarantineDecision.Decide(
            new(check, rows ?? [], verdict, "A refund.", "ann"), new((found ?? []).ToHashSet(), (before ?? []).ToHashSet()), pipeline,
            said ?? interval, history.Aggregate(default(Run), Run.Fold)!, Now);

    static IReadOnlyList<QuarantineJudged> JudgedBy(Decision decision) => [.. decision.OfType<QuarantineJudged>()];

    static bool IsReopened(Decision decision) => decision.OfType<GenerationOpened>().Any();

    static Interval After(params IEnumerable<QuarantineJudged> judged) => judged.Aggregate(interval, (folded, e) => Interval.Fold(folded, e)!);

    [Fact]
    public void a_verdict_without_rows_is_about_the_whole_file()
    {
        var judged = JudgedBy(Judge(apart)).ShouldHaveSingleItem();
        judged.Verdict.File.ShouldBe("f1");
        judged.Verdict.Rows.ShouldBeEmpty();
        (judged.Source, judged.Count, judged.Actor).ShouldBe(("orders", 7, "ann"));
    }

    [Fact]
    public void rows_that_a_verdict_names_are_judged_under_the_version_of_their_check()
    {
        var judged = JudgedBy(Judge(apart, Verdict.Discard, rows: twins, found: twins)).ShouldHaveSingleItem();
        judged.Verdict.File.ShouldBeNull();
        (judged.Verdict.Verdict, judged.Verdict.RuleVersion, judged.Count).ShouldBe((Verdict.Discard, 2, 2));
    }

    [Fact]
    public void rows_that_the_check_has_not_set_apart_are_refused()
    {
        var refused = Judge(apart, rows: twins, found: [twins[0]]);
        refused.Rejection!.Reason.ShouldContain("no such row apart: a, occurrence 2.");
        refused.ShouldBeEmpty();
        Judge(apart, rows: twins).Rejection!.Reason.ShouldContain("2 of those named");
    }

    [Fact]
    public void readmitting_rows_opens_a_generation_and_discarding_rows_that_are_set_apart_does_not()
    {
        IsReopened(Judge(apart)).ShouldBeTrue();
        IsReopened(Judge(apart, rows: twins, found: twins)).ShouldBeTrue();
        IsReopened(Judge(apart, Verdict.Discard)).ShouldBeFalse();
        IsReopened(Judge(apart, Verdict.Discard, rows: twins, found: twins)).ShouldBeFalse();
    }

    [Fact]
    public void a_row_that_was_readmitted_can_be_discarded_and_the_interval_opens_again()
    {
        var said = After(JudgedBy(Judge(apart, rows: [twins[0]], found: twins)));
        var decision = Judge(apart, Verdict.Discard, said: said, rows: [twins[0]], before: [twins[0]]);

        IsReopened(decision).ShouldBeTrue("It counts today.");
        JudgedBy(decision).ShouldHaveSingleItem().Verdict.Verdict.ShouldBe(Verdict.Discard);
    }

    [Fact]
    public void a_discard_after_all_rows_were_readmitted_is_over_what_was_judged_before()
    {
        var said = After([.. JudgedBy(Judge(apart, rows: twins, found: twins)), .. JudgedBy(Judge(apart))]);
        var decision = Judge(UpToInputChecks, Verdict.Discard, said: said);

        IsReopened(decision).ShouldBeTrue();
        JudgedBy(decision).Select(judged => (judged.Verdict.Verdict, judged.Verdict.Rows.Count, judged.Verdict.File, judged.Source, judged.Count))
            .ShouldBe([(Verdict.Discard, 2, null, "orders", 2), (Verdict.Discard, 0, "f1", "orders", 7)]);
        Judge(UpToInputChecks, Verdict.Readmit, said: said).Rejection!.Reason.ShouldContain("has set no row");
    }

    [Fact]
    public void a_check_that_has_set_nothing_apart_is_refused_with_those_that_have()
    {
        Judge(apart, check: "totals").Rejection!.Reason.ShouldContain("These have: 'amounts'.");
        Judge(UpToInputChecks).Rejection!.Reason.ShouldContain("No check has.");
        Judge(UpToInputChecks, Verdict.Discard).Rejection!.Reason.ShouldContain("No check has.");
    }

    [Fact]
    public void the_generation_says_what_it_is_for_and_under_which_policies_it_was_asked_for()
    {
        RunStarted Opened(Decision decision) => decision.With<Run>().OfType<RunStarted>().ShouldHaveSingleItem();
        Opened(Judge(apart)).Cause.ShouldBe(RunCause.Readmission);
        Opened(Judge(UpToInputChecks, Verdict.Discard, said: After(JudgedBy(Judge(apart))))).Cause.ShouldBe(RunCause.Manual);
        Opened(JudgeQuarantineDecision.Decide(
            new("amounts", [], Verdict.Readmit, "A refund.", "ann", PolicyVersion: 5), RowsFound.None, pipeline, interval, apart.Aggregate(default(Run), Run.Fold)!, Now)).PolicyVersion.ShouldBe(5);
    }

    [Fact]
    public void what_was_said_under_a_former_rule_is_not_said_of_rows_under_this_one()
    {
        QuarantineJudged Under(int version) => new(TheInterval, new("amounts", version, Verdict.Readmit, twins, null), "orders", 2, "A refund.", "ann", Now);
        IEnumerable<int> Versions(object[] history) =>
            JudgeQuarantineDecision.JudgedBy("amounts", After(Under(2), Under(1)), history.Aggregate(default(Run), Run.Fold)!).Select(judged => judged.Verdict.RuleVersion);
        Versions(apart).ShouldBe([2], "Its rows are apart by the second version of the rule.");
        Versions(UpToInputChecks).ShouldBe([1], "Nothing is apart: what was said last counts.");
    }

    [Fact]
    public void verdicts_on_rows_are_handed_to_every_later_run_in_order()
    {
        QuarantineJudged[] judged = [.. JudgedBy(Judge(apart)), .. JudgedBy(Judge(apart, Verdict.Discard, rows: twins, found: twins))];
        var state = After(judged);
        for (var generation = 2; generation <= 3; generation++)
        {
            var next = OpenGenerationDecision.Decide(new("aggregate-profit", Day, RunCause.Manual, true, null, "ann", "x@1"), pipeline, state, null, Now);
            next.With<Run>().Aggregate(default(Run), Run.Fold)!.Verdicts.Select(verdict => verdict.Verdict).ShouldBe([Verdict.Readmit, Verdict.Discard]);
            state = next.On(state, Interval.Fold)!;
        }
    }
}
