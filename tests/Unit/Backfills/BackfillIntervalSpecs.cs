using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Backfills;
using EventedPipelines.Domain.Production.Intervals;
using EventedPipelines.Domain.Production.Runs;
using static EventedPipelines.Tests.Unit.Runs.RunHistory;

namespace EventedPipelines.Tests.Unit.Backfills;

public sealed class BackfillIntervalSpecs
{
    static readonly BackfillItem item = new("aggregate-profit", Day);
    static readonly Interval opened = Interval.Fold(null, new GenerationOpened(TheInterval, "aggregate-profit", "profit", Day, 1, RunCause.Schedule, null, "scheduler", 1, Now, "x@1"))!;

    static readonly Pipeline pipeline = new(Pipeline.IdOf("aggregate-profit"), 1, 1, "hash", new("aggregate-profit", "profit", Audience.Investors, Grain.Day, "UTC", [], [], [], []));

    [Fact]
    public void a_backfill_says_of_an_interval_before_the_pipeline_begins_or_after_it_has_ended_why_it_is_skipped()
    {
        Reason(pipeline.Definition with { Begins = Day.Next.First }).ShouldBe($"'aggregate-profit' begins on {Day.Next}.");
        Reason(pipeline.Definition with { Ends = Day.Previous.First }).ShouldBe($"'aggregate-profit' ended on {Day.Previous}.");
        Reason(pipeline.Definition with { Begins = Day.First, Ends = Day.First }).ShouldBeNull();

        string? Reason(PipelineDefinition definition)
        {
            var backfill = Backfill.Fold(null, new BackfillRequested(Guid.Empty, [item], Reprocess.Missing, "why", "ann", false, Now))!;
            return BackfillIntervalDecision.Decide(new(item, pipeline with { Definition = definition }, 3), backfill, null, null, Now).OfType<BackfillIntervalSkipped>().SingleOrDefault()?.Reason;
        }
    }

    static Decision Decide(Reprocess reprocess, Interval? interval, RunOutcome? outcome, bool isClosed = true)
    {
        var backfill = Backfill.Fold(null, new BackfillRequested(Guid.Empty, [item], reprocess, "why", "ann", false, Now))!;
        var current = interval is null ? null : Run.Fold(null, Started)! with { Outcome = outcome };
        return BackfillIntervalDecision.Decide(new(item, pipeline, 3), backfill, interval, current, isClosed ? Now : Day.ClosesAt(TimeZoneInfo.Utc).AddTicks(-1));
    }

    [Theory]
    [InlineData(Reprocess.Missing)]
    [InlineData(Reprocess.Failed)]
    [InlineData(Reprocess.All)]
    public void a_backfill_runs_an_interval_that_never_ran(Reprocess reprocess)
    {
        var decision = Decide(reprocess, null, null);
        decision.ShouldHaveSingleItem().ShouldBeOfType<BackfillRunOpened>().RunId.ShouldBe(TheRun);
        decision.With<Interval>().ShouldHaveSingleItem().ShouldBeOfType<GenerationOpened>().Generation.ShouldBe(1);
        decision.With<Run>().ShouldHaveSingleItem().ShouldBeOfType<RunStarted>().PolicyVersion.ShouldBe(3);
    }

    [Theory]
    [InlineData(Reprocess.Failed, RunOutcome.Failed)]
    [InlineData(Reprocess.Failed, RunOutcome.Cancelled)]
    [InlineData(Reprocess.All, RunOutcome.Failed)]
    [InlineData(Reprocess.All, RunOutcome.Succeeded)]
    public void a_backfill_runs_again_what_it_was_asked_to_reprocess(Reprocess reprocess, RunOutcome outcome) =>
        Decide(reprocess, opened, outcome).With<Interval>().ShouldHaveSingleItem().ShouldBeOfType<GenerationOpened>().Generation.ShouldBe(2);

    [Theory]
    [InlineData(Reprocess.Missing, RunOutcome.Failed, "Generation 1 ended Failed; reprocess 'failed' or 'all' runs it again.")]
    [InlineData(Reprocess.Missing, RunOutcome.Succeeded, "Generation 1 is published; reprocess 'all' runs it again.")]
    [InlineData(Reprocess.Failed, RunOutcome.PublishedPartial, "Generation 1 is published; reprocess 'all' runs it again.")]
    [InlineData(Reprocess.All, null, "Generation 1 is still running.")]
    public void a_backfill_says_why_it_skips_an_interval(Reprocess reprocess, RunOutcome? outcome, string reason) =>
        Decide(reprocess, opened, outcome).ShouldHaveSingleItem().ShouldBeOfType<BackfillIntervalSkipped>().Reason.ShouldBe(reason);

    [Fact]
    public void a_backfill_skips_an_interval_that_has_not_closed() =>
        Decide(Reprocess.All, null, null, isClosed: false).ShouldHaveSingleItem().ShouldBeOfType<BackfillIntervalSkipped>().Reason.ShouldBe("The interval has not closed yet.");
}
