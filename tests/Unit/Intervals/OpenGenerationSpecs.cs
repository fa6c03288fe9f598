using EventedPipelines.Domain.Intervals;
using EventedPipelines.Domain.Pipelines;
using EventedPipelines.Domain.Runs;
using static EventedPipelines.Tests.Unit.Runs.RunHistory;

namespace EventedPipelines.Tests.Unit.Intervals;

public sealed class OpenGenerationSpecs
{
    static readonly Pipeline Pipeline = new(
        Domain.Pipelines.Pipeline.IdOf("aggregate-profit"), 3, 3, "hash",
        new("aggregate-profit", "profit", Audience.Investors, Grain.Day, "UTC", [], [], [], []));

    static GenerationDecision Open(Interval? interval, Run? run, bool rerun = false) =>
        OpenGenerationDecision.Decide(new("aggregate-profit", Day, RunCause.Manual, rerun, "because", "ann", "x@1"), Pipeline, interval, run, Now);

    static Interval Opened => Interval.Fold(null, new GenerationOpened(TheInterval, "aggregate-profit", "profit", Day, 1, RunCause.Schedule, null, "scheduler", 3, Now, "x@1"))!;

    static Run Running => Run.Fold(null, Started)!;

    [Fact]
    public void the_first_run_is_generation_one_with_a_derived_id()
    {
        var decision = Open(null, null);
        decision.RunId.ShouldBe(TheRun);
        decision.NewRun.ShouldHaveSingleItem().ShouldBeOfType<RunStarted>().DefinitionVersion.ShouldBe(3);
    }

    [Fact]
    public void asking_again_answers_the_run_that_is_there() => Open(Opened, Running).ShouldSatisfyAllConditions(
        decision => decision.Opened.ShouldBeFalse(),
        decision => decision.RunId.ShouldBe(TheRun));

    [Fact]
    public void a_rerun_opens_the_next_generation_and_supersedes_the_one_in_flight()
    {
        var decision = Open(Opened, Running, rerun: true);
        decision.Generation.ShouldBe(2);
        decision.SupersededRun.ShouldHaveSingleItem().ShouldBeOfType<RunSuperseded>().ByGeneration.ShouldBe(2);
    }

    [Fact]
    public void a_rerun_leaves_a_finished_run_as_it_is() =>
        Open(Opened, Running with { Outcome = RunOutcome.Succeeded }, rerun: true).SupersededRun.ShouldBeEmpty();
}
