using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Domain.Reliability.Incidents;
using static EventedPipelines.Tests.Unit.Incidents.IncidentHistory;

namespace EventedPipelines.Tests.Unit.Incidents;

/// <summary>What people say of an incident (domain.md 3.2, 3.6).</summary>
public sealed class IncidentCommandSpecs
{
    static Incident State(params object[] history) => history.Aggregate(default(Incident), Incident.Fold)!;

    [Fact]
    public void whoever_was_paged_may_acknowledge_the_incident() =>
        AcknowledgeIncidentDecision.Decide(new("bruno"), State(Escalated(1)), Noon).Events.ShouldHaveSingleItem().ShouldBeOfType<IncidentAcknowledged>().By.ShouldBe("bruno");

    [Fact]
    public void nobody_who_was_not_paged_may_acknowledge_the_incident() =>
        AcknowledgeIncidentDecision.Decide(new("chiyo"), State(Escalated(1)), Noon).Rejection!.Reason.ShouldBe("'chiyo' was not paged for this incident. Paged were: amara, bruno.");

    [Fact]
    public void an_incident_that_is_acknowledged_again_stays_as_it_is() =>
        AcknowledgeIncidentDecision.Decide(new("bruno"), State([.. Escalated(1), Acknowledged(1)]), Noon).ShouldSatisfyAllConditions(it => it.Rejection.ShouldBeNull(), it => it.ShouldBeEmpty());

    [Fact]
    public void a_hold_ends_within_a_day() =>
        HoldIncidentDecision.Decide(new("Waiting", Noon.AddHours(24.1), "amara"), State(Escalated(1)), Noon).Rejection!.Reason.ShouldStartWith("A hold lasts at most 24 hours");

    [Fact]
    public void a_hold_ends_in_the_future() => HoldIncidentDecision.Decide(new("Waiting", Noon, "amara"), State(Escalated(1)), Noon).Rejection.ShouldNotBeNull();

    [Fact]
    public void a_hold_that_has_run_out_is_over()
    {
        var held = State([.. Escalated(1), Held(1, until: 30)]);
        held.Status.ShouldBe(IncidentStatus.Held);
        var expired = ExpireHoldDecision.Decide(held, Noon.AddMinutes(30)).ShouldHaveSingleItem();
        Incident.Fold(held, expired)!.Status.ShouldBe(IncidentStatus.Open);
    }

    [Fact]
    public void a_hold_that_was_renewed_is_not_over_at_its_first_end() =>
        ExpireHoldDecision.Decide(State([.. Escalated(1), Held(1, until: 30), Held(20, until: 60)]), Noon.AddMinutes(30)).ShouldBeEmpty();

    [Fact]
    public void a_hold_of_a_resolved_incident_does_not_expire() => ExpireHoldDecision.Decide(State([.. Escalated(1), Held(1, until: 30), Resolved(5)]), Noon.AddMinutes(30)).ShouldBeEmpty();

    [Fact]
    public void an_incident_is_given_to_engineers_only() =>
        AssignIncidentDecision.Decide(new("zoe", "amara"), State(Opened), ["amara", "bruno"], Noon).Rejection!.Reason.ShouldBe("There is no engineer 'zoe'. There are: amara, bruno.");

    [Fact]
    public void an_incidents_escalation_policy_is_changed_with_a_reason() =>
        incident.Given(Escalated(1)).Deciding(state => ChangePolicyDecision.Decide(new(Changed(240), "A long night.", "amara"), state, Noon.AddMinutes(5)).Events).Then(PolicyChanged(5));

    [Fact]
    public void an_open_incidents_escalation_policy_is_changed_to_another_one_only()
    {
        ChangePolicyDecision.Decide(new(Changed(240), "again", "amara"), State([.. Escalated(1), PolicyChanged(5)]), Noon)
            .ShouldSatisfyAllConditions(it => it.Rejection.ShouldBeNull(), it => it.ShouldBeEmpty());
        ChangePolicyDecision.Decide(new(Changed(120) with { PolicyVersion = 1 }, "read before", "bruno"), State([.. Escalated(1), PolicyChanged(5)]), Noon)
            .ShouldSatisfyAllConditions(it => it.Rejection.ShouldBeNull(), it => it.ShouldBeEmpty("A later version was chosen meanwhile."));
        ChangePolicyDecision.Decide(new(DefinedPolicies.None, "none", "amara"), State(Escalated(1)), Noon).ShouldSatisfyAllConditions(it => it.Rejection.ShouldBeNull(), it => it.ShouldBeEmpty());
        ChangePolicyDecision.Decide(new(Changed(240), "late", "amara"), State([.. Escalated(1), Resolved(5)]), Noon).Rejection!.Reason.ShouldStartWith("The incident is resolved");
    }

    [Fact]
    public void an_incident_is_resolved_once() => ResolveIncidentDecision.Decide(new("again", null, "bruno"), State(Opened, Resolved(5)), Noon).Rejection!.Reason.ShouldContain("resolved by amara");
}
