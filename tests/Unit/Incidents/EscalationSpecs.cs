using EventedPipelines.Domain.Reliability.Incidents;
using EventedPipelines.Domain.Team.OnCall;
using static EventedPipelines.Tests.Unit.Incidents.IncidentHistory;

namespace EventedPipelines.Tests.Unit.Incidents;

/// <summary>Who is paged when (domain.md 3.2, 3.3).</summary>
public sealed class EscalationSpecs
{
    static string NextAfter(params object[] history) => Next(history.Aggregate(default(Incident), Incident.Fold)!);

    [Fact]
    public void the_primaries_are_paged_at_once() => NextAfter(Opened).ShouldBe(After(0, EscalationStep.Primary, 0, EscalationClock.Opened));

    [Fact]
    public void both_primaries_of_profit_are_paged()
    {
        var page = incident.Given(Opened).Deciding(state => Page(state)).ThenOne<EngineersPaged>();
        page.Paged.Select(paged => paged.Responder.Engineer).ShouldBe(["amara", "bruno"]);
        page.Paged[0].Responder.Via.ShouldBe("primary owner of profit since 2026-01-01");
    }

    [Theory]
    [InlineData(1, 15, 1)]
    [InlineData(2, 30, 2)]
    [InlineData(4, 60, 4)]
    public void a_page_is_repeated_while_nobody_answers(int pages, int minutes, int repeat) =>
        NextAfter(Escalated(pages)).ShouldBe(After(minutes, EscalationStep.Primary, repeat, EscalationClock.Unanswered));

    [Fact]
    public void an_unanswered_last_repeat_leads_to_the_secondaries_one_interval_later() =>
        NextAfter(Escalated(5)).ShouldBe(After(75, EscalationStep.Secondary, 0, EscalationClock.RepeatsExhausted));

    [Fact]
    public void acknowledging_an_incident_stops_the_repeats_and_moves_nothing_else() =>
        NextAfter([.. Escalated(2), Acknowledged(20)]).ShouldBe(After(240, EscalationStep.Secondary, 0, EscalationClock.Unresolved));

    [Fact]
    public void a_hold_stops_the_repeats_of_a_page() =>
        NextAfter([.. Escalated(1), Held(5, until: 60)]).ShouldBe(After(240, EscalationStep.Secondary, 0, EscalationClock.Unresolved));

    [Fact]
    public void a_hold_that_ends_later_moves_the_secondary_step_to_its_end() =>
        NextAfter([.. Escalated(1), Acknowledged(5), Held(6, until: 600)]).ShouldBe(After(600, EscalationStep.Secondary, 0, EscalationClock.HoldExpired));

    [Fact]
    public void after_the_last_step_both_levels_are_paged_every_four_hours()
    {
        NextAfter(Escalated(6)).ShouldBe(After(75 + 240, EscalationStep.Everyone, 0, EscalationClock.Again));
        NextAfter(Escalated(7)).ShouldBe(After(75 + 480, EscalationStep.Everyone, 1, EscalationClock.Again));
    }

    [Fact]
    public void a_secondary_step_without_anybody_is_not_waited_on()
    {
        var withoutSecondaries = Team with { Secondary = [] };
        var history = Escalated(6, withoutSecondaries);
        history[^1].ShouldBeOfType<StepSkipped>().Reason.ShouldBe("Nobody is recorded as secondary owner of profit.");
        NextAfter(history).ShouldBe(After(75, EscalationStep.Everyone, 0, EscalationClock.EmptyStep));
        NextAfter(Escalated(7, withoutSecondaries)).ShouldBe(After(75 + 240, EscalationStep.Everyone, 1, EscalationClock.Again));
    }

    [Fact]
    public void a_hold_keeps_the_pages_after_the_last_step_quiet_as_well() =>
        NextAfter([.. Escalated(6), Held(80, until: 1000)]).ShouldBe(After(1000, EscalationStep.Everyone, 0, EscalationClock.Again));

    [Fact]
    public void a_changed_escalation_policy_holds_from_the_next_page_on()
    {
        NextAfter([.. Escalated(1), PolicyChanged(5)]).ShouldBe(After(60, EscalationStep.Primary, 1, EscalationClock.Unanswered));
        NextAfter([.. Escalated(2), PolicyChanged(20)]).ShouldBe(After(75, EscalationStep.Secondary, 0, EscalationClock.RepeatsExhausted));
        NextAfter([.. Escalated(1), Acknowledged(5), PolicyChanged(50, secondaryAfter: 30)]).ShouldBe(After(30, EscalationStep.Secondary, 0, EscalationClock.Unresolved));
        Escalation.BecauseOf(Escalated(1).Append(PolicyChanged(5)).Aggregate(default(Incident), Incident.Fold)!).ShouldBe(Because(3));
    }

    [Fact]
    public void no_page_follows_the_resolution_of_an_incident() => NextAfter([.. Escalated(1), Resolved(5)]).ShouldBe("nothing");

    [Fact]
    public void an_empty_step_of_the_escalation_is_skipped_at_once_with_its_reason()
    {
        var outcome = incident.Given(Opened).Deciding(state => Page(state, Responders.Nobody));
        outcome.ThenOne<StepSkipped>().Reason.ShouldBe("Nobody is recorded as primary owner of profit.");
        Next(outcome.After).ShouldBe(After(0, EscalationStep.Secondary, 0, EscalationClock.EmptyStep));
    }

    [Fact]
    public void an_owner_who_is_away_is_skipped_and_the_others_are_paged()
    {
        var page = incident.Given(Opened).Deciding(state => Page(state, Team with { Away = [new("amara", "day off until 2026-11-23")] })).ThenOne<EngineersPaged>();
        page.Paged.Select(paged => paged.Responder.Engineer).ShouldBe(["bruno"]);
        page.Skipped.ShouldHaveSingleItem().Why.ShouldBe("day off until 2026-11-23");
    }

    [Fact]
    public void the_engineer_on_duty_gets_a_copy_of_a_page()
    {
        var duty = new Responder("eva", "Eva", PageRole.Duty, "on duty in sprint 7");
        var decision = Page(new[] { Opened }.Aggregate(default(Incident), Incident.Fold)!, Team with { Duty = [duty] });
        decision.Notifications.Select(notification => $"{notification.Kind} {notification.Recipient}").ShouldBe(["Page amara", "Page bruno", "DutyCopy eva"]);
    }

    [Fact]
    public void a_page_is_silent_when_it_was_superseded()
    {
        var state = Escalated(2).Aggregate(default(Incident), Incident.Fold)!;
        PageEngineersDecision.Decide(new("1-primary-0", Team, Domain.Catalog.Policies.NotificationPolicy.Default), state, Noon.AddDays(1)).ShouldBeEmpty();
    }

    [Fact]
    public void a_page_is_silent_when_the_incident_is_resolved()
    {
        object[] history = [.. Escalated(1), Resolved(1)];
        PageEngineersDecision.Decide(new("1-primary-1", Team, Domain.Catalog.Policies.NotificationPolicy.Default), history.Aggregate(default(Incident), Incident.Fold)!, Noon.AddDays(1))
            .ShouldBeEmpty();
    }

    [Fact]
    public void a_page_is_silent_before_it_is_due()
    {
        var state = Escalated(1).Aggregate(default(Incident), Incident.Fold)!;
        PageEngineersDecision.Decide(new("1-primary-1", Team, Domain.Catalog.Policies.NotificationPolicy.Default), state, Noon.AddMinutes(14)).ShouldBeEmpty();
    }
}
