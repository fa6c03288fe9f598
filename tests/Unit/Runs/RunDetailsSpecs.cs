using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Projections.Production.Runs;
using static EventedPipelines.Tests.Unit.Runs.RunHistory;

namespace EventedPipelines.Tests.Unit.Runs;

public sealed class RunDetailsSpecs
{
    static readonly object[] missing = [Started, Attempt(Step.Ingest("orders")), new SourceMissing(TheRun, "orders", ["orders-2026-11-21.csv"], Now, Now.AddMinutes(1), Now.AddMinutes(1))];

    [Fact]
    public void attempts_to_fetch_a_missing_source_are_counted()
    {
        var run = After([
            .. missing, new ReingestFailed(TheRun, "orders", 1, 3, "no route", Now, Now.AddMinutes(5)), new ReingestFailed(TheRun, "orders", 2, 3, "no route", Now, null),
            new ReingestionExhausted(TheRun, "orders", 3, ["orders-2026-11-21.csv"], Now, AfterReingestion.Waits),
        ]);

        run.Sources.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            source => source.ReingestAttempts.ShouldBe(3),
            source => source.State.ShouldBe(SourceState.Missing));
        run.Stage.ShouldBe(RunStage.Waiting);
    }

    [Fact]
    public void a_run_waits_for_the_source_that_is_missing_whichever_other_came_last()
    {
        object[] both = [Started with { Plan = Plan with { Sources = ["orders", "expenses"] } }, .. missing[1..], Attempt(Step.Ingest("expenses"), fence: 8)];
        After(both).Stage.ShouldBe(RunStage.Ingesting);
        After([.. both, new SourceIngested(TheRun, "expenses", [], 3, "f", Now)]).Stage.ShouldBe(RunStage.Waiting);
    }

    [Fact]
    public void a_gap_that_a_check_found_is_waited_for()
    {
        var run = After([.. UpToInputChecks, Attempt(Step.CheckInputs), new SourceIncomplete(TheRun, "orders", "every_day", "2026-11-20", Now, Now.AddMinutes(1), Now.AddMinutes(1))]);

        run.Sources.ShouldHaveSingleItem().ExpectedFiles.ShouldBe(["2026-11-20"]);
        run.Stage.ShouldBe(RunStage.Waiting);
        run.Attempts.ShouldAllBe(attempt => attempt.Result == AttemptState.Succeeded);
    }

    [Fact]
    public void a_run_that_falls_back_goes_on_and_says_without_what()
    {
        var run = After([
            .. missing, new RunFailed(TheRun, "x", Broken, Now), Attempt(Step.Ingest("orders"), 2),
            new FallbackBegun(TheRun, ["orders"], ["daily"], new("Without 'orders'.", "It has not arrived.", "Ann", null), false, Now.AddHours(6), "x@1"),
        ]);

        (run.Outcome, run.Error, run.FinishedAt, run.Stage).ShouldBe((null, null, null, RunStage.Scheduled));
        run.Fallback!.Warning.ShouldStartWith("Without 'orders'. It has not arrived. Owned by Ann.");
        run.Attempts[^1].Result.ShouldBe(AttemptState.Stale);
    }

    [Fact]
    public void a_deadline_that_passed_without_a_fallback_says_why() =>
        After([Started, new DeadlinePassed(TheRun, "Experiments wait for complete data.", Now)]).DeadlinePassed.ShouldBe("Experiments wait for complete data.");

    static RunDetails After(object[] history) => history.Aggregate(default(RunDetails), RunDetailsProjection.Fold)!;
}
