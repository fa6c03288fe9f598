using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Intervals;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Domain.Production.Slots;
using static EventedPipelines.Tests.Unit.Runs.RunHistory;

namespace EventedPipelines.Tests.Unit.Intervals;

public sealed class OpenGenerationSpecs
{
    static readonly Pipeline pipeline = new(
        Domain.Catalog.Pipelines.Pipeline.IdOf("aggregate-profit"), 3, 3, "hash",
        new("aggregate-profit", "profit", Audience.Investors, Grain.Day, "UTC", [], [], [], []));

    static Decision Open(Interval? interval, Run? run, bool rerun = false) =>
        OpenGenerationDecision.Decide(new("aggregate-profit", Day, RunCause.Manual, rerun, "because", "ann", "x@1"), pipeline, interval, run, Now);

    static Interval Opened => Interval.Fold(null, new GenerationOpened(TheInterval, "aggregate-profit", "profit", Day, 1, RunCause.Schedule, null, "scheduler", 3, Now, "x@1"))!;

    static Run Running => Run.Fold(null, Started)!;

    [Fact]
    public void the_first_run_is_generation_one_with_a_derived_id()
    {
        var decision = Open(null, null);
        CurrentGeneration.After(null, decision).RunId.ShouldBe(TheRun);
        decision.With<Run>().ShouldHaveSingleItem().ShouldBeOfType<RunStarted>().DefinitionVersion.ShouldBe(3);
    }

    [Fact]
    public void asking_for_a_run_again_answers_the_one_that_is_there() => CurrentGeneration.After(Opened, Open(Opened, Running)).ShouldBe(new(TheRun, 1, Opened: false, Opened.WatchUntil));

    [Fact]
    public void a_rerun_opens_the_next_generation_and_supersedes_the_one_in_flight()
    {
        var decision = Open(Opened, Running, rerun: true);
        CurrentGeneration.After(Opened, decision).ShouldSatisfyAllConditions(current => current.Generation.ShouldBe(2), current => current.Opened.ShouldBeTrue());
        decision.With<Run>().OfType<RunSuperseded>().ShouldHaveSingleItem().ByGeneration.ShouldBe(2);
    }

    [Fact]
    public void a_rerun_leaves_a_finished_run_as_it_is() =>
        Open(Opened, Running with { Outcome = RunOutcome.Succeeded }, rerun: true).With<Run>().OfType<RunSuperseded>().ShouldBeEmpty();

    [Fact]
    public void the_run_begins_because_of_the_generation_and_with_the_deadline_that_is_asked_for()
    {
        var kept = Opened with { Deadline = promised with { At = Now.AddHours(1) } };
        var command = new OpenGeneration("aggregate-profit", Day, RunCause.Manual, true, "because", "ann", "x@1") { Deadline = promised with { At = Now.AddHours(2) } };
        var started = OpenGenerationDecision.Decide(command, pipeline, kept, null, Now).With<Run>().ShouldHaveSingleItem().ShouldBeOfType<RunStarted>();
        (started.Because, started.Deadline!.At).ShouldBe((EventRef.Of(TheInterval, kept.Version + 1), Now.AddHours(2)));
    }

    /// <summary>domain.md 2.2: what a backfill makes, and what comes of it where nothing was ever promised, is history; the interval and its run say the same.</summary>
    [Theory]
    [InlineData(RunCause.Backfill, false, false, null, true)]
    [InlineData(RunCause.Backfill, false, false, -24, true)]
    [InlineData(RunCause.Backfill, false, false, 3, false)]
    [InlineData(RunCause.Restatement, true, false, -24, true)]
    [InlineData(RunCause.Restatement, false, false, -24, false)]
    [InlineData(RunCause.LateData, false, true, null, true)]
    [InlineData(RunCause.LateData, false, true, -24, false)]
    [InlineData(RunCause.Manual, false, true, null, false)]
    public void a_generation_is_of_history_by_its_cause_and_by_what_its_interval_was_promised(RunCause cause, bool ledByHistory, bool afterHistory, int? promisedIn, bool isOfHistory)
    {
        var interval = Opened with { Deadline = promisedIn is { } hours ? promised with { At = Now.AddHours(hours) } : null };
        var command = new OpenGeneration("aggregate-profit", Day, cause, true, "because", "ann", "x@1") { OfHistory = ledByHistory };
        var decision = OpenGenerationDecision.Decide(command, pipeline, interval, Running with { IsOfHistory = afterHistory }, Now);
        decision.OfType<GenerationOpened>().Single().OfHistory.ShouldBe(isOfHistory);
        decision.With<Run>().OfType<RunStarted>().Single().OfHistory.ShouldBe(isOfHistory);
    }

    static readonly RunDeadline promised = new(Now.AddHours(3), TimeSpan.FromMinutes(2), FallsBack: true);

    static RunDeadline? DeadlineOf(Decision decision) => decision.With<Run>().OfType<RunStarted>().Single().Deadline;

    static Decision Expected(DateTimeOffset now) =>
        OpenGenerationDecision.Decide(new("aggregate-profit", Day, RunCause.Schedule, false, null, "scheduler", "x@1") { Deadline = promised }, pipeline, null, null, now);

    [Fact]
    public void an_expected_run_knows_its_deadline() => DeadlineOf(Expected(Now)).ShouldBe(promised);

    [Fact]
    public void a_run_that_begins_when_it_should_have_ended_gets_the_grace() => DeadlineOf(Expected(Now.AddHours(5)))!.At.ShouldBe(Now.AddHours(5).AddMinutes(2));

    [Fact]
    public void a_later_generation_keeps_what_the_interval_was_promised_for() => DeadlineOf(Open(Opened with { Deadline = promised }, Running, rerun: true)).ShouldBe(promised);

    [Theory]
    [InlineData(false, 2)]
    [InlineData(true, null)]
    public void a_generation_after_the_deadline_has_a_new_one_where_the_publication_lacks_something(bool isWhole, int? minutes)
    {
        var published = Opened with { Deadline = promised with { At = Now }, Publication = new(1, TheRun, Completeness.Partial, null, [], [], Now, [], 2) { IsWholeItself = isWhole } };
        DeadlineOf(Open(published, Running, rerun: true)).ShouldBe(minutes is { } later ? promised with { At = Now.AddMinutes(later) } : null);
        DeadlineOf(Open(published with { ResumeOwed = 2 }, Running, rerun: true))
            .ShouldBe(isWhole ? null : promised with { At = Now.AddMinutes(2) }, "What takes up from a fallback may come to lack something, too.");
    }

    [Fact]
    public void a_generation_after_the_deadline_has_no_deadline_where_nothing_is_published() =>
        DeadlineOf(Open(Opened with { Deadline = promised with { At = Now } }, Running, rerun: true)).ShouldBeNull();
}
