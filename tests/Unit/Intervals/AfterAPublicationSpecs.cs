using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Kernel.Notifications;
using EventedPipelines.Domain.Production.Alerts;
using EventedPipelines.Domain.Production.Intervals;
using EventedPipelines.Domain.Production.Publications;
using EventedPipelines.Domain.Production.Runs;
using static EventedPipelines.Tests.Unit.Runs.RunHistory;

namespace EventedPipelines.Tests.Unit.Intervals;

/// <summary>What a publication leaves to do is over once, and not when another one came in between (domain.md 2.4, 2.11).</summary>
public sealed class AfterAPublicationSpecs
{
    static readonly Interval interval =
        Interval.Fold(null, new GenerationOpened(TheInterval, "aggregate-profit", "profit", Day, 1, RunCause.Schedule, null, "scheduler", 1, Now, "x@1"))!
        with
        { RippleOwed = 7, AlertsOwed = new(7, [Day.Next], false) };

    static Decision Spread(long owed, params DataInterval[] left) => SpreadRippleDecision.Decide(
        new(owed, 2, Stale: 3, Reopened: 3 - left.Length, [new("aggregate-profit", "profit", new(Day, 2), left, false, new([], ["ada"], NotificationPolicy.Default))]), interval, Now);

    [Fact]
    public void later_intervals_that_are_rerun_by_themselves_are_counted_and_nobody_is_told()
    {
        var spread = Spread(7);
        spread.ShouldBe([new RippleSpread(interval.Id, 2, 3, 3, Now)]);
        spread.Others.ShouldBeEmpty();
    }

    [Fact]
    public void the_owners_are_told_of_later_intervals_that_are_not_rerun_by_themselves()
    {
        var spread = Spread(7, Day.Next);
        spread.ShouldBe([new RippleSpread(interval.Id, 2, 3, 2, Now)]);
        spread.Others.SelectMany(other => other.Events).OfType<NotificationQueued>().ShouldHaveSingleItem().Recipient.ShouldBe("ada");
    }

    [Fact]
    public void the_ripple_of_a_former_publication_says_nothing() => Spread(6, Day.Next).ShouldBeEmpty();

    [Fact]
    public void alerts_after_a_publication_are_judged_again_once() =>
        EndJudgingDecision.Decide(new(interval.AlertsOwed!, 2), interval, Now).ShouldHaveSingleItem().ShouldBeOfType<AlertsJudgedAgain>().Intervals.ShouldBe([Day.Next]);

    [Fact]
    public void the_end_of_judging_alerts_of_a_former_publication_is_not_recorded() => EndJudgingDecision.Decide(new(new(6, [Day.Next], false), 2), interval, Now).ShouldBeEmpty();
}
