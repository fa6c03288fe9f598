using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Intervals;
using EventedPipelines.Domain.Production.Metrics;
using EventedPipelines.Domain.Production.Slots;
using EventedPipelines.Domain.Reliability.Sla;

namespace EventedPipelines.Tests.Unit.Sla;

/// <summary>What was promised and what came of it (domain.md 4).</summary>
public sealed class SlaSpecs
{
    static readonly DateTimeOffset closed = new(2026, 11, 22, 0, 0, 0, TimeSpan.Zero);
    static readonly DataInterval day = DataInterval.Parse("2026-11-21");
    static readonly DateTimeOffset deadline = closed.AddHours(6);
    static readonly DecisionSpec<Promise> delivery = new(Promise.Fold);

    static SlaArmed Armed => ArmSlaDecision.Decide(new("profit", day, ["aggregate-profit", "unit-profit"], closed, null, false, "schedule@2"), null, DefinedPolicies.None, closed).OfType<SlaArmed>()
        .Single();

    static PipelineStanding Complete(string pipeline, double hours) => new(pipeline, true, closed.AddHours(hours), false, "", null);

    static PipelineStanding Partial(string pipeline) => new(pipeline, true, null, false, "", null);

    static PipelineStanding Missing(string pipeline, bool isPublishing = false, double? expected = null) =>
        new(pipeline, false, null, isPublishing, "", null, expected is { } hours ? closed.AddHours(hours) : null);

    static Decision Judge(Promise state, DateTimeOffset at, params PipelineStanding[] standings) => JudgeSlaDecision.Decide(new(standings), state, at);

    [Fact]
    public void the_deadline_of_a_promise_is_elapsed_time_after_the_interval_has_closed() => (Armed.Deadline, Armed.ForecastAt).ShouldBe((deadline, closed.AddHours(5)));

    [Fact]
    public void a_promise_that_usually_takes_long_is_looked_at_earlier() =>
        ArmSlaDecision.Decide(new("profit", day, ["a"], closed, TimeSpan.FromHours(2), false, "s@1"), null, DefinedPolicies.None, closed).OfType<SlaArmed>()
            .Single().ForecastAt.ShouldBe(closed.AddHours(3));

    [Fact]
    public void a_promise_is_armed_once() => ArmSlaDecision.Decide(new("profit", day, ["a"], closed, null, false, "s@1"), Promise.Fold(null, Armed), DefinedPolicies.None, closed).ShouldBeEmpty();

    [Fact]
    public void an_area_without_an_sla_promises_nothing() => ArmSlaDecision.Decide(new("support", day, ["a"], closed, null, false, "s@1"), null, DefinedPolicies.None, closed).ShouldBeEmpty();

    [Fact]
    public void complete_numbers_at_the_deadline_meet_the_sla() =>
        delivery.Given(Armed).Deciding(state => Judge(state, deadline.AddSeconds(3), Complete("aggregate-profit", 6), Complete("unit-profit", 1))).ThenOne<SlaMet>().DeliveredAt.ShouldBe(deadline);

    [Fact]
    public void complete_numbers_a_moment_after_the_deadline_miss_the_sla() =>
        delivery.Given(Armed).Deciding(state => Judge(state, deadline.AddSeconds(3), Complete("aggregate-profit", 6.0001), Complete("unit-profit", 1))).ThenOne<SlaMissed>();

    [Fact]
    public void partial_numbers_do_not_meet_the_sla_and_are_no_plain_miss()
    {
        delivery.Given(Armed).Deciding(state => Judge(state, deadline, Partial("aggregate-profit"), Complete("unit-profit", 1))).After.State.ShouldBe(PromiseState.Partial);
        delivery.Given(Armed).Deciding(state => Judge(state, deadline, Missing("aggregate-profit"), Complete("unit-profit", 1))).After.State.ShouldBe(PromiseState.Missed);
    }

    [Fact]
    public void what_waits_for_another_pipeline_alone_is_no_miss_of_this_area()
    {
        var held = Missing("unit-profit") with { HeldUpBy = "sales 2026-11-21" };
        delivery.Given(Armed).Deciding(state => Judge(state, deadline, Complete("aggregate-profit", 1), held)).ThenOne<SlaMet>();
        delivery.Given(Armed).Deciding(state => Judge(state, deadline, Missing("aggregate-profit"), held)).ThenOne<SlaMissed>();
        delivery.Given(Armed).Deciding(state => Judge(state, deadline, held)).ThenOne<SlaMet>().DeliveredAt.ShouldBe(deadline);
    }

    [Fact]
    public void a_publication_of_placeholders_alone_has_no_numbers()
    {
        Publication placeholder = new(
            1, Guid.Empty, Completeness.Partial, "Nothing came.", [], [new("net_profit", new Dictionary<string, string>(), day, null, "EUR", PointState.NotComputable)], deadline, [], 2);
        placeholder.HasNumbers.ShouldBeFalse();
        (placeholder with { Points = [.. placeholder.Points, placeholder.Points[0] with { Metric = "gross_profit", Value = 0 }] }).HasNumbers.ShouldBeTrue("Zero is a number.");
        (placeholder with { Points = [], Targets = [new("unit_profit", 12)] }).HasNumbers.ShouldBeTrue("Rows are numbers too.");
        (placeholder with { Points = [], Completeness = Completeness.Complete }).HasNumbers.ShouldBeTrue("A day with nothing in it is complete.");
    }

    [Fact]
    public void a_promise_whose_numbers_are_being_published_gets_its_grace_once()
    {
        var given = delivery.Given(Armed).Deciding(state => Judge(state, deadline, Missing("aggregate-profit", isPublishing: true), Complete("unit-profit", 1)));
        given.ThenOne<SlaGraceGiven>().Until.ShouldBe(deadline.AddMinutes(2));
        PromiseWork.Pending(given.After).Last().Due.ShouldBe(deadline.AddMinutes(2));
        Judge(given.After, deadline.AddMinutes(2), Missing("aggregate-profit", isPublishing: true), Complete("unit-profit", 1)).ShouldHaveSingleItem().ShouldBeOfType<SlaMissed>();
        Judge(given.After, deadline.AddMinutes(2), Complete("aggregate-profit", 6.02), Complete("unit-profit", 1)).ShouldHaveSingleItem().ShouldBeOfType<SlaMet>();
    }

    [Fact]
    public void an_sla_verdict_is_given_once() =>
        delivery.Given(Armed, new SlaMissed(Armed.PromiseId, [], false, deadline)).Deciding(state => Judge(state, deadline.AddHours(1), Complete("aggregate-profit", 6), Complete("unit-profit", 1)))
            .ThenNothing();

    [Fact]
    public void there_is_no_sla_verdict_before_the_deadline() => delivery.Given(Armed).Deciding(state => Judge(state, deadline.AddSeconds(-1), Missing("unit-profit"))).ThenNothing();

    [Fact]
    public void a_promise_whose_numbers_will_come_too_late_is_at_risk() =>
        delivery.Given(Armed).Deciding(state => ForecastSlaDecision.Decide(new([Missing("aggregate-profit", expected: 6.5), Complete("unit-profit", 1)]), state, closed.AddHours(5)))
            .ThenOne<SlaAtRisk>();

    [Fact]
    public void a_promise_whose_pipeline_waits_is_at_risk() =>
        delivery.Given(Armed).Deciding(state => ForecastSlaDecision.Decide(new([Missing("aggregate-profit")]), state, closed.AddHours(5))).ThenOne<SlaAtRisk>();

    [Fact]
    public void a_promise_whose_numbers_will_be_there_in_time_is_on_track() =>
        delivery.Given(Armed).Deciding(state => ForecastSlaDecision.Decide(new([Missing("aggregate-profit", expected: 5.5)]), state, closed.AddHours(5))).ThenOne<SlaOnTrack>();

    [Fact]
    public void a_forecast_of_a_promise_is_silent_once_there_is_a_verdict() =>
        delivery.Given(Armed, new SlaMet(Armed.PromiseId, [], closed, deadline)).Deciding(state => ForecastSlaDecision.Decide(new([Missing("aggregate-profit")]), state, deadline)).ThenNothing();

    [Fact]
    public void a_missed_sla_may_be_corrected_once_and_stays_a_miss()
    {
        object[] missed = [Armed, new SlaMissed(Armed.PromiseId, [], false, deadline)];
        var corrected = delivery.Given(missed).Deciding(state => CorrectSlaDecision.Decide(new("The provider's outage", "Investor relations", "amara"), state, deadline.AddDays(1)).Events);
        corrected.After.State.ShouldBe(PromiseState.Missed);
        CorrectSlaDecision.Decide(new("again", "x", "amara"), corrected.After, deadline).Rejection.ShouldNotBeNull();
        CorrectSlaDecision.Decide(new("early", "x", "amara"), Promise.Fold(null, Armed)!, closed).Rejection.ShouldNotBeNull();
    }

    [Theory]
    [InlineData(31, 0, 1)]
    [InlineData(31, 1, 0)]
    [InlineData(19, 1, -1)]
    [InlineData(20, 0, 1)]
    [InlineData(40, 1, 1)]
    public void the_error_budget_is_an_exact_count(int expected, int missed, int left)
    {
        PromiseState[] verdicts = [.. Enumerable.Repeat(PromiseState.Missed, missed), .. Enumerable.Repeat(PromiseState.Met, expected - missed)];
        SlaCounts.Of(verdicts, 0.95m).MissesLeft.ShouldBe(left);
    }
}
