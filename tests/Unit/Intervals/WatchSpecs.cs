using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Domain.Production.Intervals;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Domain.Production.Slots;
using static EventedPipelines.Tests.Unit.Runs.RunHistory;

namespace EventedPipelines.Tests.Unit.Intervals;

/// <summary>How long an interval is watched, and what becomes of what comes later (domain.md 2.5).</summary>
public sealed class WatchSpecs
{
    static readonly DecisionSpec<Interval> interval = new(Interval.Fold);
    static readonly DateTimeOffset closed = new(2023, 1, 2, 0, 0, 0, TimeSpan.Zero);
    static readonly SourceWatchEnded ended = new(TheInterval, Now);
    static readonly SeeRedelivery seen = new(TheRun, "orders", "orders.csv of 'orders' has changed");

    static GenerationOpened Opened(int generation, int hours = 0) =>
        new(TheInterval, "aggregate-profit", "profit", Day, generation, RunCause.Schedule, null, "scheduler", 1, Now.AddHours(hours), "x@1", Now.AddDays(1));

    static Published Complete(int generation, int hours) =>
        new(TheInterval, generation, TheRun, Completeness.Complete, null, [], [], [], Now.AddHours(hours), "x@1") { WatchUntil = Now.AddHours(hours).AddDays(2) };

    [Fact]
    public void a_young_interval_is_watched_from_its_closing() => LateDataPolicy.Default.WatchedUntil(closed, closed.AddHours(1)).ShouldBe(closed.AddDays(45));

    [Fact]
    public void a_backfilled_interval_is_watched_for_a_while_after_its_publication() => LateDataPolicy.Default.WatchedUntil(closed, Now).ShouldBe(Now.AddDays(2));

    [Fact]
    public void a_backfilled_interval_is_watched_in_full_where_the_policy_counts_from_the_publication() =>
        (LateDataPolicy.Default with { From = WatchFrom.Publication }).WatchedUntil(closed, Now).ShouldBe(Now.AddDays(45));

    [Fact]
    public void or_as_long_after_it_as_the_policy_says() =>
        (LateDataPolicy.Default with { AfterPublication = TimeSpan.FromDays(9) }).WatchedUntil(closed, Now).ShouldBe(Now.AddDays(9));

    [Fact]
    public void an_interval_is_looked_at_the_more_seldom_the_longer_ago_it_closed()
    {
        LateDataPolicy.Default.LookEvery(closed, closed.AddHours(5)).ShouldBe(TimeSpan.FromMinutes(1));
        LateDataPolicy.Default.LookEvery(closed, closed.AddDays(300)).ShouldBe(TimeSpan.FromMinutes(300));
    }

    [Fact]
    public void a_publication_prolongs_the_watch_and_begins_one_that_had_ended()
    {
        interval.Given(Opened(1), Complete(1, 3)).State!.WatchUntil.ShouldBe(Now.AddHours(3).AddDays(2));
        interval.Given(Opened(1), ended, Complete(1, 3)).State!.WatchUntil.ShouldBe(Now.AddHours(3).AddDays(2));
        interval.Given(Opened(1), Complete(1, 3) with { WatchUntil = null }).State!.WatchUntil.ShouldBe(Now.AddDays(1), "Stored before it was said.");
    }

    [Fact]
    public void a_redelivery_after_the_watch_is_listed_once_until_a_generation_has_read_it()
    {
        object[] unwatched = [Opened(1), Complete(1, 1), ended];
        var outcome = interval.Given(unwatched).Deciding(state => SeeRedeliveryDecision.Decide(seen, state, Now.AddHours(5)));
        var listed = outcome.ThenOne<RedeliverySeen>();
        outcome.After.Redelivered.ShouldHaveSingleItem().Change.ShouldBe(seen.Change);
        interval.Given([.. unwatched, listed]).Deciding(state => SeeRedeliveryDecision.Decide(seen, state, Now.AddHours(6))).ThenNothing();
        var another = seen with { Change = "late.csv of 'orders' has come" };
        interval.Given([.. unwatched, listed]).Deciding(state => SeeRedeliveryDecision.Decide(another, state, Now.AddHours(6))).ThenOne<RedeliverySeen>();
        interval.Given([.. unwatched, listed, Opened(2, 7)]).State!.Redelivered.ShouldHaveSingleItem();
        interval.Given([.. unwatched, listed, Opened(2, 7), Complete(2, 8)]).State!.Redelivered.ShouldBeEmpty();
    }

    [Fact]
    public void a_watched_interval_takes_a_redelivery_in_by_itself() =>
        interval.Given(Opened(1), Complete(1, 1)).Deciding(state => SeeRedeliveryDecision.Decide(seen, state, Now.AddHours(5))).ThenNothing();
}
