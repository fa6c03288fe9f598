using EventedPipelines.Domain.Catalog.Checks;
using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Kernel.Work;
using EventedPipelines.Domain.Production.Checks;
using EventedPipelines.Domain.Production.Runs;
using static EventedPipelines.Tests.Unit.Runs.RunHistory;

namespace EventedPipelines.Tests.Unit.Runs;

public sealed class ReportAttemptSpecs
{
    static readonly Step model = Step.Transform("daily");

    static Decision Decide(Run run, Step step, StepResult result, long fence = 7) =>
        ReportAttemptDecision.Decide(new(TheRun, step, fence, result), run, RetryPolicies.Default, Now);

    [Fact]
    public void a_failed_step_is_retried_while_attempts_remain()
    {
        var failed = run.Given([.. UpToModels, Attempt(model)]).Deciding(run => Decide(run, model, new StepResult.Failed(Sick))).ThenOne<AttemptFailed>();
        failed.NextDueAt.ShouldNotBeNull().ShouldBeInRange(Now.AddSeconds(24), Now.AddSeconds(36));
    }

    [Fact]
    public void retries_for_the_last_time_after_the_longest_delay()
    {
        object[] thrice = [.. UpToModels, .. Enumerable.Range(1, 2).SelectMany(n => new object[] { Attempt(model, n, n), Failed(model, n, Now) }), Attempt(model, 3, 7)];
        run.Given(thrice).Deciding(run => Decide(run, model, new StepResult.Failed(Sick))).ThenOne<AttemptFailed>().NextDueAt.ShouldNotBeNull().ShouldBeInRange(Now.AddMinutes(8), Now.AddMinutes(12));
    }

    [Fact]
    public void a_retry_is_owed_at_the_time_that_the_failure_named()
    {
        var outcome = run.Given([.. UpToModels, Attempt(model)]).Deciding(run => Decide(run, model, new StepResult.Failed(Sick)));
        var owed = RunWork.Pending(outcome.After).ShouldHaveSingleItem();
        (owed.Kind, owed.Key, owed.Due).ShouldBe((WorkKind.Transform, "daily", outcome.ThenOne<AttemptFailed>().NextDueAt!.Value));
    }

    [Fact]
    public void a_run_gives_up_after_the_third_retry() =>
        run.Given([.. UpToModels, .. Enumerable.Range(1, 3).SelectMany(n => new object[] { Attempt(model, n, n), Failed(model, n, Now) }), Attempt(model, 4, 7)])
            .Deciding(run => Decide(run, model, new StepResult.Failed(Sick)))
            .Then(Failed(model, 4, null), new RunFailed(TheRun, "model daily: The disk is busy.", Sick, Now));

    [Fact]
    public void a_step_is_not_retried_after_an_error_that_cannot_heal() =>
        run.Given([.. UpToModels, Attempt(model)])
            .Deciding(run => Decide(run, model, new StepResult.Failed(Broken)))
            .Then(new AttemptFailed(TheRun, model.ToString(), 1, 4, Broken, Now, null), new RunFailed(TheRun, "model daily: No column amount.", Broken, Now));

    [Fact]
    public void a_report_of_a_stale_attempt_is_kept_without_effect()
    {
        var outcome = run.Given([.. UpToModels, Attempt(model, 1, 7), Attempt(model, 2, 8)])
            .Deciding(run => Decide(run, model, new StepResult.Transformed(new("abc", 1)), fence: 7));
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
    public void a_missing_source_is_looked_for_again_in_a_minute()
    {
        var outcome = run.Given(Started, Attempt(Step.Ingest("orders"))).Deciding(run => Decide(run, Step.Ingest("orders"), new StepResult.Missing(["orders.csv"])));
        outcome.ThenOne<SourceMissing>();
        RunWork.Pending(outcome.After).Select(owed => (owed.Kind, owed.Due)).ShouldBe([(WorkKind.SourceWatch, Now.AddMinutes(1))]);
    }

    [Fact]
    public void a_run_goes_on_when_its_missing_source_arrives() =>
        run.Given(Started, Attempt(Step.Ingest("orders")), new SourceMissing(TheRun, "orders", ["orders.csv"], Now, Now.AddMinutes(1)))
            .Deciding(run => NoticeArrivalDecision.Decide(new(TheRun, "orders"), run, Now))
            .ThenOne<SourceArrived>();

    [Fact]
    public void hears_of_no_arrival_where_it_does_not_wait_or_has_ended()
    {
        Decision Notice(params object[] history) => NoticeArrivalDecision.Decide(new(TheRun, "orders"), history.Aggregate(default(Run), Run.Fold)!, Now);
        object[] waiting = [Started, Attempt(Step.Ingest("orders")), new SourceMissing(TheRun, "orders", ["orders.csv"], Now, Now.AddMinutes(1))];
        Notice(Started, Attempt(Step.Ingest("orders"))).ShouldBeEmpty();
        Notice([.. waiting, new RunCancelled(TheRun, null, "ann", Now)]).ShouldBeEmpty();
    }

    [Fact]
    public void a_run_goes_on_to_the_output_checks_after_its_models() => run.Given(UpToOutputChecks).State!.OpenSteps.ShouldBe([Step.CheckOutputs]);

    [Fact]
    public void a_run_goes_on_to_the_models_after_the_input_checks()
    {
        var checkedInputs = new StepResult.Checked([Result("amounts", CheckOutcome.Failed, CheckAction.Quarantine, 2)], [new("orders", "amounts", "hash", 2)]);
        var outcome = run.Given([.. UpToInputChecks, Attempt(Step.CheckInputs)]).Deciding(run => Decide(run, Step.CheckInputs, checkedInputs));
        outcome.Events.Select(e => e.GetType()).ShouldBe([typeof(CheckEvaluated), typeof(RowsQuarantined), typeof(InputsChecked)]);
        outcome.After.OpenSteps.ShouldBe([model]);
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

    [Fact]
    public void a_report_says_how_many_checks_were_evaluated_of_the_outputs_too()
    {
        CheckResult Passed(string check) => Result(check, CheckOutcome.Passed, CheckAction.Block);
        var results = new StepResult.Checked([Passed("sums"), Passed("keys"), Result("trend", CheckOutcome.NotEnoughHistory, CheckAction.Continue)], []);
        run.Given([.. UpToOutputChecks, Attempt(Step.CheckOutputs)]).Deciding(run => Decide(run, Step.CheckOutputs, results)).Events[^1].ShouldBe(new OutputsChecked(TheRun, 2, Now));
        run.Given([.. UpToInputChecks, Attempt(Step.CheckInputs)]).Deciding(run => Decide(run, Step.CheckInputs, results)).Events[^1].ShouldBe(new InputsChecked(TheRun, 2, Now));
    }

    [Fact]
    public void fetches_a_source_with_a_gap_again_while_its_budget_lasts()
    {
        var gap = Result("days", CheckOutcome.Failed, CheckAction.Block, 1) with { Kind = CheckKind.Completeness, Target = "orders", Detail = "2026-11-20 is missing" };
        LackingDelivery[] lacking = [new(TheRun, Day, 0, Now.AddMinutes(1))];
        Decision Report(Run run, Step step) =>
            Decide(run, step, new StepResult.Checked([gap], []) { Gaps = new Dictionary<string, IReadOnlyList<LackingDelivery>> { ["orders"] = lacking } });
        var incomplete = run.Given([.. UpToInputChecks, Attempt(Step.CheckInputs)]).Deciding(run => Report(run, Step.CheckInputs)).Events[^1].ShouldBeOfType<SourceIncomplete>();
        (incomplete with { Awaits = null }).ShouldBe(new(TheRun, "orders", "days", "2026-11-20 is missing", Now, Now.AddMinutes(1), Now.AddMinutes(1)));
        incomplete.Awaits.ShouldBe(lacking);
        lacking = [lacking[0] with { Attempts = 3, ReingestAt = null }];
        run.Given([.. UpToInputChecks, Attempt(Step.CheckInputs)]).Deciding(run => Report(run, Step.CheckInputs)).Events[^1].ShouldBeOfType<RunFailed>();
        run.Given([.. UpToOutputChecks, Attempt(Step.CheckOutputs)]).Deciding(run => Report(run, Step.CheckOutputs)).Events[^1]
            .ShouldBeOfType<RunFailed>("What a model lacks is nowhere to be fetched.");
    }

    [Theory]
    [InlineData(CheckOutcome.Failed, null, "expected 0, found 2 rows; 2 offending rows.", "Correct the data or the check, then retry the run.")]
    [InlineData(CheckOutcome.Errored, "No column amount.", "No column amount.", "Correct the check so that it can run, then retry the run.")]
    public void an_error_says_what_a_check_that_blocks_has_found_and_what_to_do(CheckOutcome outcome, string? error, string message, string remedy)
    {
        var check = Result("amounts", outcome, CheckAction.Block, 2) with { Error = error };
        run.Given([.. UpToInputChecks, Attempt(Step.CheckInputs)]).Deciding(run => Decide(run, Step.CheckInputs, new StepResult.Checked([check], []))).Events[^1].ShouldBeOfType<RunFailed>()
            .Error.ShouldBe(new(ErrorClass.Permanent, message, "check amounts on orders", remedy));
    }

    [Fact]
    public void takes_what_has_come_for_the_whole_where_a_person_said_that_no_more_comes()
    {
        IngestedFile[] there = [new("a.csv", "1", "f", 5, 10, 0), new("b.csv", "2", "f", 3, 10, 0)];
        run.Given(Started with { ConfirmedEmpty = ["orders"] }, Attempt(Step.Ingest("orders")))
            .Deciding(run => Decide(run, Step.Ingest("orders"), new StepResult.Missing(["c.csv"]) { There = there, SchemaFingerprint = "s" })).ThenOne<SourceIngested>().Rows.ShouldBe(8);
        run.Given(Started, Attempt(Step.Ingest("orders"))).Deciding(run => Decide(run, Step.Ingest("orders"), new StepResult.Missing(["c.csv"]))).ThenOne<SourceMissing>().There.ShouldBeNull();
    }

    [Theory]
    [InlineData("publish")]
    [InlineData("ingest:orders")]
    [InlineData("transform:a:b")]
    public void a_step_is_read_as_it_is_written(string text) => Step.Parse(text).ToString().ShouldBe(text);
}
