using EventedPipelines.Domain.Catalog.Checks;
using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Kernel.Work;
using EventedPipelines.Domain.Production.Runs;
using static EventedPipelines.Tests.Unit.Runs.RunHistory;

namespace EventedPipelines.Tests.Unit.Runs;

public sealed class ReportAttemptSpecs
{
    static readonly Step Model = Step.Transform("daily");

    static Decision Decide(Run run, Step step, StepResult result, long fence = 7) =>
        ReportAttemptDecision.Decide(new(TheRun, step, fence, result), run, RetryPolicies.Default, Now);

    [Fact]
    public void a_failed_step_is_retried_while_attempts_remain()
    {
        var failed = run.Given([.. UpToModels, Attempt(Model)]).Deciding(run => Decide(run, Model, new StepResult.Failed(Sick))).ThenOne<AttemptFailed>();
        failed.NextDueAt.ShouldNotBeNull().ShouldBeInRange(Now.AddSeconds(24), Now.AddSeconds(36));
    }

    [Fact]
    public void a_retry_is_owed_at_the_time_that_the_failure_named()
    {
        var outcome = run.Given([.. UpToModels, Attempt(Model)]).Deciding(run => Decide(run, Model, new StepResult.Failed(Sick)));
        var owed = RunWork.Pending(outcome.After).ShouldHaveSingleItem();
        (owed.Kind, owed.Key, owed.Due).ShouldBe((WorkKind.Transform, "daily", outcome.ThenOne<AttemptFailed>().NextDueAt!.Value));
    }

    [Fact]
    public void a_run_gives_up_after_the_third_retry() =>
        run.Given([.. UpToModels, .. Enumerable.Range(1, 3).SelectMany(n => new object[] { Attempt(Model, n, n), Failed(Model, n, Now) }), Attempt(Model, 4, 7)])
            .Deciding(run => Decide(run, Model, new StepResult.Failed(Sick)))
            .Then(Failed(Model, 4, null), new RunFailed(TheRun, "model daily: The disk is busy.", Sick, Now));

    [Fact]
    public void a_step_is_not_retried_after_an_error_that_cannot_heal() =>
        run.Given([.. UpToModels, Attempt(Model)])
            .Deciding(run => Decide(run, Model, new StepResult.Failed(Broken)))
            .Then(new AttemptFailed(TheRun, Model.ToString(), 1, 4, Broken, Now, null), new RunFailed(TheRun, "model daily: No column amount.", Broken, Now));

    [Fact]
    public void a_report_of_a_stale_attempt_is_kept_without_effect()
    {
        var outcome = run.Given([.. UpToModels, Attempt(Model, 1, 7), Attempt(Model, 2, 8)])
            .Deciding(run => Decide(run, Model, new StepResult.Transformed(new("abc", 1)), fence: 7));
        outcome.ThenOne<StaleResultRecorded>().Fence.ShouldBe(7);
        outcome.After.Models.ShouldBeEmpty();
    }

    [Fact]
    public void a_report_of_one_step_leaves_the_steps_beside_it_owed_as_they_were()
    {
        var (orders, expenses) = (Step.Ingest("orders"), Step.Ingest("expenses"));
        object[] both = [Started with { Plan = Plan with { Sources = ["orders", "expenses"] } }, Attempt(orders), Attempt(expenses, fence: 8)];
        var owed = RunWork.Pending(run.Given(both).State!).Where(work => work.Key == "expenses");
        var outcome = run.Given(both).Deciding(run => Decide(run, orders, new StepResult.Ingested([], 10, "f")));
        RunWork.Pending(outcome.After).ShouldBe(owed);
    }

    [Fact]
    public void a_file_that_is_still_written_to_is_looked_at_again_when_it_may_have_settled()
    {
        var outcome = run.Given(Started, Attempt(Step.Ingest("orders")))
            .Deciding(run => Decide(run, Step.Ingest("orders"), new StepResult.Missing(["orders.csv"]) { Settles = TimeSpan.FromSeconds(4) }));
        outcome.ThenOne<SourceMissing>().IsSettling.ShouldBeTrue();
        RunWork.Pending(outcome.After).Select(owed => (owed.Kind, owed.Due)).ShouldBe([(WorkKind.SourceWatch, Now.AddSeconds(4))], "It is not fetched over.");
    }

    [Fact]
    public void a_file_that_is_still_written_to_is_waited_for_though_a_person_said_that_nothing_comes() =>
        run.Given(Started with { ConfirmedEmpty = ["orders"] }, Attempt(Step.Ingest("orders")))
            .Deciding(run => Decide(run, Step.Ingest("orders"), new StepResult.Missing(["orders.csv"]) { Settles = TimeSpan.FromSeconds(4) }))
            .ThenOne<SourceMissing>().IsSettling.ShouldBeTrue();

    [Fact]
    public void a_missing_source_is_looked_for_again_in_a_minute_and_fetched_then()
    {
        var outcome = run.Given(Started, Attempt(Step.Ingest("orders"))).Deciding(run => Decide(run, Step.Ingest("orders"), new StepResult.Missing(["orders.csv"])));
        outcome.ThenOne<SourceMissing>();
        RunWork.Pending(outcome.After).Select(owed => (owed.Kind, owed.Due)).ShouldBe([(WorkKind.SourceWatch, Now.AddMinutes(1)), (WorkKind.Reingest, Now.AddMinutes(1))]);
    }

    [Fact]
    public void a_run_goes_on_when_its_missing_source_arrives() =>
        run.Given(Started, Attempt(Step.Ingest("orders")), new SourceMissing(TheRun, "orders", ["orders.csv"], Now, Now.AddMinutes(1)))
            .Deciding(run => NoticeArrivalDecision.Decide(new(TheRun, "orders"), run, Now))
            .ThenOne<SourceArrived>();

    [Fact]
    public void a_run_goes_on_to_the_models_after_the_input_checks()
    {
        var checkedInputs = new StepResult.Checked([Result("amounts", CheckOutcome.Failed, CheckAction.Quarantine, 2)], [new("orders", "amounts", "hash", 2)]);
        var outcome = run.Given([.. UpToInputChecks, Attempt(Step.CheckInputs)]).Deciding(run => Decide(run, Step.CheckInputs, checkedInputs));
        outcome.Events.Select(e => e.GetType()).ShouldBe([typeof(CheckEvaluated), typeof(RowsQuarantined), typeof(InputsChecked)]);
        outcome.After.OpenSteps.ShouldBe([Model]);
    }

    [Fact]
    public void a_run_stops_at_a_check_that_blocks()
    {
        var outcome = run.Given([.. UpToInputChecks, Attempt(Step.CheckInputs)])
            .Deciding(run => Decide(run, Step.CheckInputs, new StepResult.Checked([Result("amounts", CheckOutcome.Failed, CheckAction.Block, 2)], [])));
        outcome.After.Outcome.ShouldBe(RunOutcome.Failed);
        RunWork.Pending(outcome.After).ShouldBeEmpty();
    }

    [Fact]
    public void a_check_that_cannot_run_counts_as_critical() =>
        run.Given([.. UpToInputChecks, Attempt(Step.CheckInputs)])
            .Deciding(run => Decide(run, Step.CheckInputs, new StepResult.Checked([Result("amounts", CheckOutcome.Errored, CheckAction.Continue)], [])))
            .After.Outcome.ShouldBe(RunOutcome.Failed);
}
