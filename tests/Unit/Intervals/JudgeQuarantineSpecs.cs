using EventedPipelines.Domain.Checks;
using EventedPipelines.Domain.Intervals;
using EventedPipelines.Domain.Pipelines;
using EventedPipelines.Domain.Runs;
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

    static (Domain.Refused? Refused, QuarantineJudged? Judged) Judge(object[] history, Verdict verdict = Verdict.Readmit, string check = "amounts", params RowKey[] rows) =>
        JudgeQuarantineDecision.Decide(new(check, rows, verdict, "A refund.", "ann"), interval, history.Aggregate(default(Run), Run.Fold)!, Now);

    [Fact]
    public void without_rows_it_is_about_the_whole_file()
    {
        var judged = Judge(apart).Judged!;
        judged.Verdict.File.ShouldBe("f1");
        judged.Verdict.Rows.ShouldBeEmpty();
        (judged.Source, judged.Count, judged.Actor).ShouldBe(("orders", 7, "ann"));
    }

    [Fact]
    public void rows_that_are_named_are_judged_under_the_rules_version()
    {
        var judged = Judge(apart, Verdict.Discard, rows: [new("a", 1), new("a", 2)]).Judged!;
        judged.Verdict.File.ShouldBeNull();
        (judged.Verdict.Verdict, judged.Verdict.RuleVersion, judged.Count).ShouldBe((Verdict.Discard, 2, 2));
    }

    [Fact]
    public void a_check_that_has_set_nothing_apart_is_refused_with_those_that_have()
    {
        Judge(apart, check: "totals").Refused!.Reason.ShouldContain("These have: 'amounts'.");
        Judge(UpToInputChecks).Refused!.Reason.ShouldContain("No check has.");
    }

    [Fact]
    public void verdicts_are_handed_to_every_later_run_in_order()
    {
        var judged = new[] { Judge(apart).Judged!, Judge(apart, Verdict.Discard, rows: [new("a", 1)]).Judged! };
        var pipeline = new Pipeline(Pipeline.IdOf("aggregate-profit"), 1, 1, "hash", definition);
        var state = judged.Aggregate(interval, (folded, e) => Interval.Fold(folded, e)!);
        for (var generation = 2; generation <= 3; generation++)
        {
            var next = OpenGenerationDecision.Decide(new("aggregate-profit", Day, RunCause.Manual, true, null, "ann", "x@1"), pipeline, state, null, Now);
            next.NewRun.Aggregate(default(Run), Run.Fold)!.Verdicts.Select(verdict => verdict.Verdict).ShouldBe([Verdict.Readmit, Verdict.Discard]);
            state = next.Interval.Aggregate(state, (folded, e) => Interval.Fold(folded, e)!);
        }
    }
}
