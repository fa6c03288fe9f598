using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Kernel.Work;
using EventedPipelines.Domain.Production.Intervals;
using EventedPipelines.Domain.Production.Metrics;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Domain.Production.Slots;
using static EventedPipelines.Tests.Unit.Runs.RunHistory;

namespace EventedPipelines.Tests.Unit.Intervals;

/// <summary>An interval after what happened to it: what it counts, what it owes, and by which event (domain.md 2.1, 2.4, 2.9, 4.2, 8.1).</summary>
public sealed class IntervalStateSpecs
{
    static readonly DecisionSpec<Interval> interval = new(Interval.Fold);
    static readonly Published whole = new(TheInterval, 1, TheRun, Completeness.Complete, null, [], [], [], Now, "x@1");
    static readonly RestatedPoint other = new("net_profit", new Dictionary<string, string>(), Day, 1, 2, 1);

    static GenerationOpened Opened(int generation, DateTimeOffset? at = null, RunDeadline? deadline = null) =>
        new(TheInterval, "aggregate-profit", "profit", Day, generation, RunCause.Schedule, null, "scheduler", 1, at ?? Now, "x@1", Deadline: deadline);

    static Interval After(params object[] history) => interval.Given(history).State!;

    static string Owed(WorkKind kind, Interval state) => IntervalWork.Pending(state).Single(work => work.Kind == kind).Because;

    [Fact]
    public void an_interval_counts_its_events() => After(Opened(1), whole, new AlertsJudgedAgain(TheInterval, 1, [], Now)).Version.ShouldBe(3);

    [Fact]
    public void a_restatement_is_a_publication_with_other_numbers()
    {
        After(Opened(1), whole).Restatements.ShouldBe(0);
        After(Opened(1), whole, whole with { Restated = [other] }, whole, whole with { Restated = [other] }).Restatements.ShouldBe(2);
    }

    [Fact]
    public void an_interval_is_complete_since_it_first_had_all_that_is_its_own()
    {
        After(Opened(1), whole with { Completeness = Completeness.Partial }).CompleteAt.ShouldBeNull();
        After(Opened(1), whole with { Completeness = Completeness.Partial, Itself = Completeness.Complete }).CompleteAt.ShouldBe(Now);
        After(Opened(1), whole, whole with { PublishedAt = Now.AddHours(1) }).CompleteAt.ShouldBe(Now);
    }

    [Fact]
    public void what_an_interval_owes_after_a_publication_is_owed_because_of_it()
    {
        Owed(WorkKind.Ripple, After(Opened(1), whole, whole with { Changed = ["orders"] })).ShouldBe(EventRef.Of(TheInterval, 3));
        Owed(WorkKind.Resume, After(Opened(1), whole with { Resumes = true })).ShouldBe(EventRef.Of(TheInterval, 2));
        Owed(WorkKind.JudgeAlerts, After(Opened(1), whole with { Compared = [Day.Next] })).ShouldBe(EventRef.Of(TheInterval, 2));
        Owed(WorkKind.SourceDue, After(Opened(1), whole with { NotYetDue = [new("ledger", Now.AddDays(1))] })).ShouldBe(EventRef.Of(TheInterval, 2));
    }

    [Fact]
    public void later_intervals_are_not_looked_at_where_a_publication_changed_nothing() =>
        IntervalWork.Pending(After(Opened(1), whole with { Changed = [], Compared = [] })).ShouldBeEmpty();

    [Fact]
    public void an_intervals_sources_are_looked_at_while_it_is_watched_and_then_no_more()
    {
        var watched = After(Opened(1) with { WatchUntil = Now.AddDays(9) });
        var look = IntervalWork.Pending(watched).ShouldHaveSingleItem();
        (look.Kind, look.Because).ShouldBe((WorkKind.LateData, EventRef.Of(TheInterval, 1)));
        look.Due.ShouldBeGreaterThan(Now);
        IntervalWork.Pending(After(Opened(1))).ShouldBeEmpty();
        IntervalWork.Pending(Interval.Fold(watched, new SourceWatchEnded(TheInterval, Now))!).ShouldBeEmpty();
    }

    [Fact]
    public void a_look_for_late_data_of_a_later_generation_is_owed_because_of_its_opening() =>
        Owed(WorkKind.LateData, After(Opened(1), whole, Opened(2) with { WatchUntil = Now.AddDays(9) })).ShouldBe(EventRef.Of(TheInterval, 3));

    [Fact]
    public void a_publication_lengthens_the_watch_and_never_shortens_it()
    {
        After(Opened(1) with { WatchUntil = Now.AddDays(9) }, whole with { WatchUntil = Now.AddDays(10) }).WatchUntil.ShouldBe(Now.AddDays(10));
        After(Opened(1) with { WatchUntil = Now.AddDays(9) }, whole with { WatchUntil = Now.AddDays(8) }).WatchUntil.ShouldBe(Now.AddDays(9));
        After(Opened(1), whole with { WatchUntil = Now.AddDays(8) }).WatchUntil.ShouldBe(Now.AddDays(8));
    }

    [Fact]
    public void an_interval_knows_who_was_told_of_its_partial_numbers() => After(Opened(1), whole with { Told = ["amara"] }).Told.ShouldBe(["amara"]);

    [Fact]
    public void of_three_sources_the_one_that_is_there_is_no_longer_awaited()
    {
        AwaitedSource ledger = new("ledger", Now.AddDays(1)), rates = new("rates", Now.AddDays(2)), fees = new("fees", Now.AddDays(2));
        var state = After(Opened(1), whole with { NotYetDue = [ledger, rates, fees] }, Opened(2), whole with { Generation = 2, NotYetDue = [rates, fees], PublishedAt = Now.AddDays(1) });
        state.Awaited.ShouldBe([rates, fees]);
        state.CompleteWith.ShouldBe([KeyValuePair.Create("ledger", Now.AddDays(1))]);
    }

    [Fact]
    public void a_redelivery_until_a_generation_was_opened_is_in_its_numbers_and_a_later_one_is_not()
    {
        RedeliverySeen seen(int minutes) => new(TheInterval, "orders", $"{minutes}", Now.AddMinutes(minutes), "x@1");
        After(Opened(1), whole, seen(1), seen(2), Opened(2, Now.AddMinutes(2)), seen(3), whole with { Generation = 2 }).Redelivered.Select(one => one.Change).ShouldBe(["3"]);
    }

    [Fact]
    public void an_interval_is_stale_once_by_each_earlier_interval()
    {
        MarkedStale by(DataInterval earlier, int generation) => new(TheInterval, new(earlier, generation, ["orders"]), Now, "x@1");
        After(Opened(1), whole, by(Day.Previous, 2), by(Day.Previous.Previous, 2), by(Day.Previous, 3)).Stale.Select(cause => (cause.Interval, cause.Generation))
            .ShouldBe([(Day.Previous.Previous, 2), (Day.Previous, 3)]);
    }

    [Fact]
    public void one_publication_is_one_cause_of_staleness()
    {
        var cause = new StaleCause(Day, 2, ["orders"]);
        (cause.IsOf(cause with { Changed = [] }), cause.IsOf(cause with { Generation = 3 }), cause.IsOf(cause with { Interval = Day.Next })).ShouldBe((true, false, false));
    }

    [Fact]
    public void a_publication_has_numbers_where_any_can_be_read_and_a_placeholder_alone_is_none()
    {
        static MetricPoint point(decimal? value) => new("net_profit", new Dictionary<string, string>(), Day, value, "EUR", value is null ? PointState.NotComputable : PointState.Partial);
        Publication none = new(1, TheRun, Completeness.Partial, "Nothing came.", [new("daily", 0)], [point(null)], Now, [], 2);
        none.HasNumbers.ShouldBeFalse();
        (none with { Points = [point(null), point(0)] }).HasNumbers.ShouldBeTrue();
        (none with { Targets = [new("daily", 0), new("monthly", 1)] }).HasNumbers.ShouldBeTrue();
        (none with { Completeness = Completeness.Complete }).HasNumbers.ShouldBeTrue();
    }
}
