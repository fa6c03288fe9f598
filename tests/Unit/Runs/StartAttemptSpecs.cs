using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Runs;
using static EventedPipelines.Tests.Unit.Runs.RunHistory;

namespace EventedPipelines.Tests.Unit.Runs;

public sealed class StartAttemptSpecs
{
    static Decision Decide(Run run, Step step, long fence) => StartAttemptDecision.Decide(new(TheRun, step, fence, "worker"), run, RetryPolicy.Default, Now);

    [Fact]
    public void an_attempt_begins_a_step_that_is_owed() =>
        run.Given(Started).Deciding(run => Decide(run, Step.Ingest("orders"), 7)).Then(Attempt(Step.Ingest("orders")));

    [Fact]
    public void no_attempt_begins_when_the_step_is_done() =>
        run.Given(UpToInputChecks).Deciding(run => Decide(run, Step.Ingest("orders"), 8)).ThenNothing();

    [Fact]
    public void no_attempt_begins_when_the_step_belongs_to_a_newer_lease() =>
        run.Given(Started, Attempt(Step.Ingest("orders"), fence: 8)).Deciding(run => Decide(run, Step.Ingest("orders"), 7)).ThenNothing();

    [Fact]
    public void no_attempt_begins_when_the_run_was_cancelled() =>
        run.Given(Started, new RunCancelled(TheRun, null, "ann", Now)).Deciding(run => Decide(run, Step.Ingest("orders"), 7)).ThenNothing();

    [Fact]
    public void an_attempt_after_the_worker_of_the_first_died_counts_as_the_second() =>
        run.Given(Started, Attempt(Step.Ingest("orders"))).Deciding(run => Decide(run, Step.Ingest("orders"), 8)).ThenOne<AttemptStarted>().Number.ShouldBe(2);

    [Fact]
    public void an_attempt_that_was_handed_back_does_not_count() =>
        run.Given(Started, Attempt(Step.Ingest("orders")), new AttemptInterrupted(TheRun, "ingest:orders", 1, Now))
            .Deciding(run => Decide(run, Step.Ingest("orders"), 8)).ThenOne<AttemptStarted>().Number.ShouldBe(1);

    [Fact]
    public void a_run_whose_step_kills_its_worker_every_time_ends()
    {
        var step = Step.Ingest("orders");
        run.Given(Started, Attempt(step, 1, 1), Attempt(step, 2, 2), Attempt(step, 3, 3), Attempt(step, 4, 4))
            .Deciding(run => Decide(run, step, 5)).Events.Select(e => e.GetType()).ShouldBe([typeof(AttemptFailed), typeof(RunFailed)]);
    }

    [Fact]
    public void an_attempt_names_the_event_that_made_its_step_due() =>
        run.Given(UpToInputChecks).Deciding(run => Decide(run, Step.CheckInputs, 8)).ThenOne<AttemptStarted>().Because.ShouldBe(EventRef.Of(TheRun, 3));

    [Fact]
    public void a_lease_that_has_begun_the_attempt_before_begins_it_silently() =>
        run.Given(Started, Attempt(Step.Ingest("orders"))).Deciding(run => Decide(run, Step.Ingest("orders"), 7)).ThenNothing();

    [Fact]
    public void the_last_attempt_that_is_allowed_begins()
    {
        var step = Step.Ingest("orders");
        run.Given(Started, Attempt(step, 1, 1), Attempt(step, 2, 2), Attempt(step, 3, 3)).Deciding(run => Decide(run, step, 4)).ThenOne<AttemptStarted>().Number.ShouldBe(4);
    }

    [Fact]
    public void names_the_failure_after_which_it_tries_again() =>
        run.Given(Started, Attempt(Step.Ingest("orders")), Failed(Step.Ingest("orders"), 1, Now)).Deciding(run => Decide(run, Step.Ingest("orders"), 8))
            .ThenOne<AttemptStarted>().Because.ShouldBe(EventRef.Of(TheRun, 3));
}
