using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Kernel.Work;
using EventedPipelines.Domain.Production.Publications;
using EventedPipelines.Domain.Production.Runs;
using static EventedPipelines.Tests.Unit.Runs.RunHistory;

namespace EventedPipelines.Tests.Unit.Runs;

/// <summary>What a run owes and by which event; what a person may ask of it; why its numbers are others (domain.md 2.3, 2.6, 2.9, 8.1).</summary>
public sealed class WhatARunOwesSpecs
{
    static Run After(params object[] history) => run.Given(history).State!;

    static PendingWork Owed(Run state, WorkKind kind) => RunWork.Pending(state).Single(work => work.Kind == kind);

    [Fact]
    public void a_step_is_owed_by_the_event_that_the_run_came_to_it_by()
    {
        var reading = Owed(After(Started), WorkKind.Ingest);
        (reading.Key, reading.Because, reading.Queue).ShouldBe(("orders", EventRef.Of(TheRun, 1), null));
        Owed(After(UpToModels), WorkKind.Transform).Because.ShouldBe(EventRef.Of(TheRun, UpToModels.Length));
    }

    [Fact]
    public void a_step_that_is_tried_again_is_owed_by_the_failure_before_it()
    {
        object[] failed = [.. UpToModels, Attempt(Step.Transform("daily")), Failed(Step.Transform("daily"), 1, Now.AddMinutes(2))];
        var again = Owed(After(failed), WorkKind.Transform);
        (again.Due, again.Because).ShouldBe((Now.AddMinutes(2), EventRef.Of(TheRun, failed.Length)));
    }

    [Fact]
    public void a_publication_waits_in_the_queue_of_its_area_and_interval_and_nothing_else_does()
    {
        var toPublish = UpToPublish[..^1];
        Owed(After(toPublish), WorkKind.Publish).Queue.ShouldBe(PendingWork.QueueOf("profit", Day));
        Owed(After(UpToModels), WorkKind.Transform).Queue.ShouldBeNull();
    }

    [Fact]
    public void a_run_in_turn_owes_its_turn_under_its_pipeline_and_interval() =>
        Owed(After([Started with { Plan = Plan with { TakesTurn = true } }, .. UpToModels[1..]]), WorkKind.Turn).Key.ShouldBe("aggregate-profit 2026-11-21");

    static Decision Retry(Run state, int current = 1) => RetryRunDecision.Decide(new(TheRun, "Again.", "amara"), state, current, Now);

    static object[] Waiting => [.. UpToModels, Attempt(Step.Transform("daily")), Failed(Step.Transform("daily"), 1, Now.AddMinutes(2))];

    static object[] GaveUp => [.. UpToModels, Attempt(Step.Transform("daily")), Failed(Step.Transform("daily"), 4, null), new RunFailed(TheRun, "It was given up.", Sick, Now)];

    [Fact]
    public void a_run_that_failed_or_waits_can_be_tried_again()
    {
        run.Given(GaveUp).Deciding(state => Retry(state).Events).Then(new RetryRequested(TheRun, "Again.", "amara", Now));
        run.Given(Waiting).Deciding(state => Retry(state).Events).Then(new RetryRequested(TheRun, "Again.", "amara", Now));
    }

    [Fact]
    public void a_run_that_reads_a_source_while_it_waits_for_another_can_be_tried_again()
    {
        object[] both = [Started with { Plan = Plan with { Sources = ["orders", "expenses"] } }, Attempt(Step.Ingest("orders")), Attempt(Step.Ingest("expenses"), fence: 8)];
        run.Given([.. both, new SourceMissing(TheRun, "expenses", ["e.csv"], Now, Now.AddMinutes(1))]).Deciding(state => Retry(state).Events).ThenOne<RetryRequested>();
    }

    [Fact]
    public void a_run_that_is_under_way_or_cancelled_cannot_be_tried_again()
    {
        Retry(After(UpToModels)).Rejection!.Reason.ShouldStartWith("The run is in progress");
        Retry(After([.. Waiting, new RunCancelled(TheRun, null, "amara", Now)])).Rejection!.Reason.ShouldStartWith("The run is Cancelled");
    }

    [Fact]
    public void a_run_whose_place_another_generation_has_taken_cannot_be_tried_again() =>
        Retry(After(GaveUp), current: 2).Rejection!.Reason.ShouldStartWith("Generation 2 of this interval has taken over");

    [Fact]
    public void a_run_is_cancelled_while_it_is_not_over()
    {
        run.Given(UpToModels).Deciding(state => CancelRunDecision.Decide(new(TheRun, "No.", "amara"), state, Now).Events).Then(new RunCancelled(TheRun, "No.", "amara", Now));
        CancelRunDecision.Decide(new(TheRun, "No.", "amara"), After(GaveUp), Now).Rejection!.Reason.ShouldBe("The run is already Failed.");
    }

    static IngestedFile File(string name, string hash) => new(name, hash, hash, 1, 1, 0);

    static Run Read(params (string Source, IngestedFile[] Files)[] sources) =>
        After([Started with { Plan = Plan with { Sources = [.. sources.Select(one => one.Source)] } }, .. sources.Select(one => new SourceIngested(TheRun, one.Source, one.Files, 1, "f", Now))]);

    static IEnumerable<string> Causes(Run before, Run after) => RestatementCauses.Between(before, after).Select(cause => $"{cause.Kind}: {cause.Text}");

    [Fact]
    public void every_source_that_differs_is_a_cause_of_a_restatement_by_name() =>
        Causes(Read(("visits", [File("v.csv", "1")]), ("orders", [File("a.csv", "1"), File("b.csv", "1")])),
            Read(("visits", []), ("orders", [File("a.csv", "1"), File("b.csv", "2"), File("c.csv", "1")])))
            .ShouldBe(["Data: 'orders': c.csv has come, b.csv has changed", "Data: 'visits': v.csv is gone"]);

    [Fact]
    public void a_source_that_is_read_now_or_no_longer_is_a_cause_of_a_restatement()
    {
        Causes(Read(("orders", [])), Read(("orders", []), ("visits", [File("v.csv", "1")]))).ShouldBe(["Data: 'visits': v.csv has come"]);
        Causes(Read(("orders", []), ("visits", [File("v.csv", "1")])), Read(("orders", []))).ShouldBe(["Data: 'visits': v.csv is gone"]);
    }

    [Fact]
    public void earlier_intervals_that_were_published_anew_are_a_cause_of_a_restatement()
    {
        static Run pinned(int days, int generation) => After(
            Started with { Plan = Plan with { TakesTurn = true } },
            new TurnTaken(TheRun, [.. Enumerable.Range(1, days).Select(back => DataInterval.Day(Day.First.AddDays(-2 * back))).Select(day => new PinnedIntervals(new(day, day), generation))], [],
                Now));

        Causes(pinned(2, 1), pinned(2, 2)).ShouldBe(["Data: earlier intervals were published anew: 2026-11-19, 2026-11-17"]);
        Causes(pinned(8, 1), pinned(8, 2)).Single().ShouldEndWith("2026-11-09 and 2 more");
        Causes(pinned(6, 1), pinned(6, 2)).Single().ShouldEndWith("2026-11-09");
        Causes(pinned(2, 1), pinned(2, 1)).ShouldBeEmpty();
    }

    [Fact]
    public void a_source_that_is_newly_confirmed_to_be_empty_is_a_cause_of_a_restatement()
    {
        var before = Read(("orders", [])) with { ConfirmedEmpty = ["visits"] };
        Causes(before, before with { ConfirmedEmpty = ["visits", "orders"] }).ShouldBe(["Verdict: 'orders' was confirmed to be empty"]);
    }
}
