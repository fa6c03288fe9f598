using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Intervals;
using EventedPipelines.Domain.Production.Runs;
using static EventedPipelines.Tests.Unit.Runs.RunHistory;

namespace EventedPipelines.Tests.Unit.Intervals;

public sealed class ConfirmEmptySpecs
{
    static readonly PipelineDefinition definition = new("aggregate-profit", "profit", Audience.Investors, Grain.Day, "UTC",
        [new("orders", "orders-{date:yyyy-MM-dd}.csv", null, new(), new("orders", 1, [], [], null))], [], [], []);

    static readonly Interval interval = Interval.Fold(
        null, new GenerationOpened(TheInterval, "aggregate-profit", "profit", Day, 1, RunCause.Schedule, null, "scheduler", 1, Now, "x@1"))!;

    static readonly object[] waiting = [Started, Attempt(Step.Ingest("orders")), new SourceMissing(TheRun, "orders", ["orders-2026-11-21.csv"], Now, Now.AddMinutes(1))];

    static readonly Pipeline pipeline = new(Pipeline.IdOf("aggregate-profit"), 1, 1, "hash", definition);

    static Decision Confirm(object[] history, string source = "orders") =>
        ConfirmEmptyDecision.Decide(new(source, "A holiday.", "ann"), pipeline, interval, history.Aggregate(default(Run), Run.Fold)!, Now);

    [Fact]
    public void a_run_that_waits_goes_on_without_a_source_that_is_confirmed_to_be_empty()
    {
        var decision = Confirm(waiting);
        decision.ShouldHaveSingleItem().ShouldBe(new SourceConfirmedEmpty(TheInterval, "orders", "A holiday.", "ann", Now));
        ((object[])[.. waiting, .. decision.With<Run>()]).Aggregate(default(Run), Run.Fold)!.OpenSteps.ShouldBe([Step.CheckInputs]);
    }

    [Fact]
    public void a_confirmation_that_a_source_is_empty_holds_in_later_generations()
    {
        var confirmed = Interval.Fold(interval, Confirm(waiting)[0])!;
        var next = OpenGenerationDecision.Decide(new("aggregate-profit", Day, RunCause.Manual, true, null, "ann", "x@1"), pipeline, confirmed, null, Now);
        var second = RunId.Of("aggregate-profit", Day, 2);
        object[] missed = [.. next.With<Run>(), new AttemptStarted(second, "ingest:orders", 1, 4, 7, "w", Now, "x@1")];
        ReportAttemptDecision.Decide(
                new(second, Step.Ingest("orders"), 7, new StepResult.Missing(["orders-2026-11-21.csv"])), missed.Aggregate(default(Run), Run.Fold)!, RetryPolicies.Default, Now)
            .ShouldHaveSingleItem().ShouldBeOfType<SourceTakenAsEmpty>();
    }

    static readonly IngestedFile there = new("a.csv", "1", "2", 5, 9, 0);

    [Fact]
    public void files_of_a_source_that_is_confirmed_to_be_empty_count_where_they_have_come_after_all()
    {
        object[] missed = [Started with { ConfirmedEmpty = ["orders"] }, Attempt(Step.Ingest("orders"))];
        var ingested = ReportAttemptDecision.Decide(
                new(TheRun, Step.Ingest("orders"), 7, new StepResult.Missing(["b.csv"]) { There = [there], SchemaFingerprint = "f" }), missed.Aggregate(default(Run), Run.Fold)!, RetryPolicies.Default,
                Now)
            .ShouldHaveSingleItem().ShouldBeOfType<SourceIngested>();
        (ingested.Files.ShouldHaveSingleItem(), ingested.Rows, ingested.SchemaFingerprint).ShouldBe((there, 5, "f"));
    }

    [Fact]
    public void a_run_that_has_ended_is_done_again_when_its_source_is_confirmed_to_be_empty()
    {
        var decision = Confirm([.. waiting, new RunCancelled(TheRun, null, "ann", Now)]);
        decision[0].ShouldBeOfType<SourceConfirmedEmpty>();
        decision[1].ShouldBeOfType<GenerationOpened>().Because.ShouldBe(Domain.Kernel.EventRef.Of(TheInterval, 2));
        decision.With<Run>().ShouldHaveSingleItem().ShouldBeOfType<RunStarted>().ConfirmedEmpty.ShouldBe(["orders"]);
        Confirm([Started with { ConfirmedEmpty = ["orders"] }, new RunCancelled(TheRun, null, "ann", Now)]).Others.ShouldBeEmpty("It knew.");
    }

    [Fact]
    public void the_rest_of_a_period_may_be_empty_and_what_is_there_is_read_anew()
    {
        object[] lacking = [Started, Attempt(Step.Ingest("orders")), new SourceMissing(TheRun, "orders", ["b.csv"], Now, Now.AddMinutes(1)) { There = [there] }];
        var decision = Confirm(lacking);
        decision.Rejection.ShouldBeNull();
        decision.With<Run>().OfType<RunSuperseded>().ShouldHaveSingleItem();
        CurrentGeneration.After(interval, decision).Generation.ShouldBe(2);
    }

    [Fact]
    public void a_source_whose_files_were_read_is_not_empty() =>
        Confirm([Started, Attempt(Step.Ingest("orders")), new SourceIngested(TheRun, "orders", [new("a.csv", "1", "2", 5, 9, 0)], 5, "f", Now)]).Rejection!.Reason.ShouldContain("not empty");

    [Fact]
    public void a_source_of_which_no_file_was_read_may_be_confirmed_to_be_empty()
    {
        var confirmed = Confirm([Started, new SourceNotYetDue(TheRun, "orders", Now.AddDays(1), Now)]);
        (confirmed.Rejection, confirmed.Count, confirmed.Others.Count).ShouldBe((null, 1, 0));
    }

    [Fact]
    public void one_of_two_sources_is_known_and_one_that_nobody_waits_for_is_only_noted()
    {
        var two = pipeline with { Definition = definition with { Sources = [.. definition.Sources, definition.Sources[0] with { Id = "costs" }] } };
        var decision = ConfirmEmptyDecision.Decide(new("costs", "A holiday.", "ann"), two, interval, Run.Fold(null, Started)!, Now);
        (decision.Rejection, decision.Count, decision.Others.Count).ShouldBe((null, 1, 0));
    }

    [Fact]
    public void the_generation_that_knows_records_the_policies_in_force() =>
        ConfirmEmptyDecision.Decide(
            new("orders", "A holiday.", "ann", PolicyVersion: 5), pipeline, interval, new object[] { Started, new RunCancelled(TheRun, null, "ann", Now) }.Aggregate(default(Run), Run.Fold)!, Now)
            .With<Run>().ShouldHaveSingleItem().ShouldBeOfType<RunStarted>().PolicyVersion.ShouldBe(5);

    [Fact]
    public void an_unknown_source_is_refused_with_those_there_are() => Confirm(waiting, "visits").Rejection!.Reason.ShouldContain("It has: orders.");
}
