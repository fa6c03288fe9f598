using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Kernel.Work;
using EventedPipelines.Domain.Production.Intervals;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Domain.Production.Slots;
using static EventedPipelines.Tests.Unit.Runs.RunHistory;

namespace EventedPipelines.Tests.Unit.Intervals;

/// <summary>What an interval owes happens while it is owed, and nothing does once it is settled or overtaken (architecture.md, Pending work).</summary>
public sealed class IntervalWorkSpecs
{
    static readonly Published complete = new(TheInterval, 1, TheRun, Completeness.Complete, null, [], [], [], Now, "x@1");
    static readonly AwaitedSource ledger = new("ledger", Now.AddDays(3), DataInterval.Month(Day.First));

    static GenerationOpened Opened(int generation) => new(TheInterval, "aggregate-profit", "profit", Day, generation, RunCause.Schedule, null, "scheduler", 1, Now, "x@1");

    static IReadOnlyList<PendingWork> Owed(WorkKind kind, params object[] history) =>
        [.. IntervalWork.Pending(history.Aggregate(default(Interval), Interval.Fold)!).Where(work => work.Kind == kind)];

    [Fact]
    public void a_run_that_its_deadline_cut_short_is_taken_up_at_once() =>
        Owed(WorkKind.Resume, Opened(1), complete with { Resumes = true }).ShouldHaveSingleItem().Due.ShouldBe(Now);

    [Fact]
    public void a_run_that_its_deadline_did_not_cut_short_is_not_taken_up() => Owed(WorkKind.Resume, Opened(1), complete).ShouldBeEmpty();

    [Fact]
    public void a_run_that_a_later_generation_has_taken_up_is_not_taken_up_again() => Owed(WorkKind.Resume, Opened(1), complete with { Resumes = true }, Opened(2)).ShouldBeEmpty();

    [Fact]
    public void a_source_that_was_not_due_is_waited_for() =>
        Owed(WorkKind.SourceDue, Opened(1), complete with { NotYetDue = [ledger] }).ShouldHaveSingleItem().Due.ShouldBe(ledger.DueAt);

    [Fact]
    public void a_source_that_was_not_due_is_not_waited_for_once_it_is_in_the_numbers() =>
        Owed(WorkKind.SourceDue, Opened(1), complete with { NotYetDue = [ledger] }, Opened(2), complete with { Generation = 2 }).ShouldBeEmpty();

    [Fact]
    public void a_source_that_was_not_due_is_not_waited_for_while_a_later_generation_looks_for_it() =>
        Owed(WorkKind.SourceDue, Opened(1), complete with { NotYetDue = [ledger] }, Opened(2)).ShouldBeEmpty();

    [Fact]
    public void later_intervals_are_told_of_other_rows() => Owed(WorkKind.Ripple, Opened(1), complete with { Changed = ["orders"] }).ShouldHaveSingleItem().Due.ShouldBe(Now);

    [Fact]
    public void later_intervals_are_told_of_other_rows_once() => Owed(WorkKind.Ripple, Opened(1), complete with { Changed = ["orders"] }, new RippleSpread(TheInterval, 1, 2, 2, Now)).ShouldBeEmpty();

    [Fact]
    public void an_awaited_source_is_complete_when_it_is_there_and_only_then()
    {
        Interval after(params object[] history) => history.Aggregate(default(Interval), Interval.Fold)!;
        var waiting = after(Opened(1), complete with { NotYetDue = [ledger] }, Opened(2), complete with { Generation = 2, Completeness = Completeness.Partial });
        waiting.Awaited.ShouldHaveSingleItem().ShouldBe(ledger);
        waiting.CompleteWith.ShouldBeEmpty();
        var there = Interval.Fold(waiting, complete with { Generation = 2, PublishedAt = Now.AddDays(4) })!;
        there.Awaited.ShouldBeEmpty();
        there.CompleteWith["ledger"].ShouldBe(Now.AddDays(4));
    }
}
