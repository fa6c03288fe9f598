using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Intervals;
using EventedPipelines.Domain.Reliability.Sla;

namespace EventedPipelines.Tests.Unit.Sla;

/// <summary>What is promised of what, when it is looked at, and what a month has left (domain.md 4.1 to 4.3).</summary>
public sealed class PromiseSpecs
{
    static readonly DateTimeOffset closed = new(2026, 11, 22, 0, 0, 0, TimeSpan.Zero);
    static readonly DataInterval day = DataInterval.Parse("2026-11-21");
    static readonly DateTimeOffset deadline = closed.AddHours(6);

    static SlaArmed Armed(TimeSpan? usual = null, string? source = null, DataInterval? interval = null) =>
        ArmSlaDecision.Decide(new("profit", interval ?? day, ["unit-profit", "aggregate-profit"], closed, usual, false, "schedule@2") { Source = source }, null, DefinedPolicies.None, closed)
            .OfType<SlaArmed>().Single();

    static Promise State(params object[] later) => later.Prepend(Armed()).Aggregate(default(Promise), Promise.Fold)!;

    static PipelineStanding Publishing(string pipeline) => new(pipeline, false, null, true, "", null);

    static PipelineStanding Expected(string pipeline, DateTimeOffset at) => new(pipeline, false, null, false, "", null, at);

    [Fact]
    public void a_promise_that_takes_longer_than_there_is_time_for_is_looked_at_half_way() => Armed(TimeSpan.FromHours(5)).ForecastAt.ShouldBe(closed.AddHours(3));

    [Fact]
    public void a_promise_that_would_be_looked_at_when_its_interval_closes_is_looked_at_half_way() => Armed(TimeSpan.FromHours(4)).ForecastAt.ShouldBe(closed.AddHours(3));

    [Fact]
    public void a_forecast_of_a_promise_is_made_at_its_time_and_not_before()
    {
        ForecastSlaDecision.Decide(new([Expected("unit-profit", deadline)]), State(), closed.AddHours(4.9)).ShouldBeEmpty();
        ForecastSlaDecision.Decide(new([Expected("unit-profit", deadline)]), State(), closed.AddHours(5.1)).ShouldNotBeEmpty();
    }

    [Fact]
    public void numbers_that_are_expected_at_the_deadline_are_in_time() =>
        ForecastSlaDecision.Decide(new([Expected("unit-profit", deadline)]), State(), closed.AddHours(5)).ShouldHaveSingleItem().ShouldBeOfType<SlaOnTrack>();

    [Fact]
    public void a_forecast_of_a_promise_is_made_once()
    {
        var onTrack = State(new SlaOnTrack(Armed().PromiseId, [], closed));
        ForecastSlaDecision.Decide(new([Expected("unit-profit", deadline.AddHours(1))]), onTrack, closed.AddHours(5.5)).ShouldBeEmpty();
        PromiseWork.Pending(onTrack).ShouldHaveSingleItem().Due.ShouldBe(deadline);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(30)]
    public void an_sla_verdict_that_comes_when_the_grace_is_over_gives_no_grace(int minutes) =>
        JudgeSlaDecision.Decide(new([Publishing("unit-profit")]), State(), deadline.AddMinutes(minutes)).ShouldHaveSingleItem().ShouldBeOfType<SlaMissed>();

    [Fact]
    public void an_interval_is_expected_of_each_of_its_pipelines_in_the_order_of_their_locks()
    {
        var expected = State().Expected.ToList();
        expected.Select(one => one.Interval).ShouldBe([day, day]);
        expected.Select(one => IntervalId.Of(one.Pipeline, one.Interval)).ShouldBeInOrder();
    }

    [Fact]
    public void the_promise_of_a_source_expects_the_intervals_that_waited_for_it()
    {
        var armed = Armed(source: "ledger");
        var (one, other) = (DataInterval.Parse("2026-11-19"), DataInterval.Parse("2026-11-20"));
        var state = new object[] { armed, new IntervalExpected(armed.PromiseId, "unit-profit", one, closed, "run@2"), new IntervalExpected(armed.PromiseId, "zonal-profit", other, closed, "run@2") }
            .Aggregate(default(Promise), Promise.Fold)!;
        state.Expected.ShouldBe([new("unit-profit", one), new("zonal-profit", other)], ignoreOrder: true);
        state.Pipelines.ShouldBe(["aggregate-profit", "unit-profit", "zonal-profit"]);
        armed.PromiseId.ShouldNotBe(Armed().PromiseId);
    }

    [Fact]
    public void a_promise_counts_its_events() => State(new SlaOnTrack(Armed().PromiseId, [], closed), new SlaMissed(Armed().PromiseId, [], false, deadline)).Version.ShouldBe(3);

    static SlaCounts Counts(int met, int missed, int partial, int open = 0) => SlaCounts.Of(
        [
            .. Enumerable.Repeat(PromiseState.Met, met), .. Enumerable.Repeat(PromiseState.Missed, missed), .. Enumerable.Repeat(PromiseState.Partial, partial),
            .. Enumerable.Repeat(PromiseState.Armed, open),
        ], 0.9m);

    [Fact]
    public void the_share_of_promises_that_were_met_is_of_those_with_a_verdict() => Counts(met: 6, missed: 1, partial: 1, open: 12).ShouldBe(new(20, 6, 1, 1, 0.75m, 2, 0, 0.6667m));

    [Fact]
    public void promises_with_partial_numbers_use_up_the_error_budget_as_well() => Counts(met: 8, missed: 0, partial: 3, open: 9).MissesLeft.ShouldBe(-1);

    [Fact]
    public void a_month_without_a_verdict_has_no_share_and_one_without_a_promise_nothing_to_miss()
    {
        Counts(0, 0, 0, open: 10).ShouldBe(new(10, 0, 0, 0, null, 1, 1, 0m));
        Counts(0, 0, 0).ShouldBe(new(0, 0, 0, 0, null, 0, 0, null));
    }
}
