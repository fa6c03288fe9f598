using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Intervals;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Domain.Reliability.Sla;

namespace EventedPipelines.Tests.Unit.Sla;

/// <summary>Numbers of a source that was not due are promised from when it falls due, one delivery for its period (domain.md 2.4).</summary>
public sealed class ExpectIntervalSpecs
{
    static readonly DateTimeOffset due = new(2026, 3, 4, 0, 0, 0, TimeSpan.Zero);
    static readonly AwaitedSource ledger = new("ledger", due, DataInterval.Parse("2026-02"));
    static readonly DecisionSpec<Promise> delivery = new(Promise.Fold);

    static Interval Day(string day, bool isPromised = true) => new(IntervalId.Of("net", DataInterval.Parse(day)), "net", "profit", DataInterval.Parse(day), 1, 2)
    {
        Deadline = isPromised ? new RunDeadline(due, TimeSpan.FromMinutes(2), FallsBack: true) : null,
    };

    static object[] Expect(Promise? state, Interval interval) => [.. ExpectIntervalDecision.Decide(new(interval, ledger, false, "x@1"), state, DefinedPolicies.None, due)];

    [Fact]
    public void the_first_interval_arms_the_promise_of_a_source_and_the_others_join()
    {
        var first = Expect(null, Day("2026-02-01"));
        first.Select(e => e.GetType()).ShouldBe([typeof(SlaArmed), typeof(IntervalExpected)]);
        var armed = (SlaArmed)first[0];
        (armed.Source, armed.Interval, armed.Deadline).ShouldBe(("ledger", ledger.Period!.Value, due.AddHours(6)));

        var given = delivery.Given(first);
        var second = given.Deciding(state => Expect(state, Day("2026-02-02")));
        second.ThenOne<IntervalExpected>().Interval.ShouldBe(DataInterval.Parse("2026-02-02"));
        second.After.Expected.Select(expected => expected.Interval.ToString()).ShouldBe(["2026-02-01", "2026-02-02"], ignoreOrder: true);
        given.Deciding(state => Expect(state, Day("2026-02-01"))).ThenNothing();
    }

    [Fact]
    public void an_interval_that_a_backfill_made_is_not_promised() => Expect(null, Day("2026-02-01", isPromised: false)).ShouldBeEmpty();

    [Fact]
    public void an_interval_that_comes_after_the_sla_verdict_does_not_change_the_promise() =>
        delivery.Given([.. Expect(null, Day("2026-02-01")), new SlaMissed(Promise.IdOf("profit", ledger.Period!.Value, "ledger"), [], false, due.AddHours(6))])
            .Deciding(state => Expect(state, Day("2026-02-02"))).ThenNothing();

    [Fact]
    public void the_promise_of_a_source_for_a_month_is_not_that_of_the_month_itself() =>
        Promise.IdOf("profit", ledger.Period!.Value, "ledger").ShouldNotBe(Promise.IdOf("profit", ledger.Period!.Value));
}
