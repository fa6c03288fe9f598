using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Reliability.Incidents;
using EventedPipelines.Domain.Team.OnCall;
using static EventedPipelines.Tests.Unit.Incidents.IncidentHistory;

namespace EventedPipelines.Tests.Unit.Incidents;

/// <summary>One incident an interval, whatever goes wrong with it (domain.md 3.1, 3.6).</summary>
public sealed class RaiseIncidentSpecs
{
    static Decision Raise(Incident? state, IncidentCause cause, double minutes) =>
        RaiseIncidentDecision.Decide(new("aggregate-profit", "profit", Day, cause, false), state, DefinedPolicies.None, Noon.AddMinutes(minutes));

    [Fact]
    public void the_first_cause_opens_an_incident_under_the_policy_in_force()
    {
        var policies = new DefinedPolicies(DefinedPolicies.TheId, 4, 4, "", PolicySet.Default with { Escalation = EscalationPolicy.Default with { Repeats = 9 } });
        var opened = RaiseIncidentDecision.Decide(new("aggregate-profit", "profit", Day, Cause, false), null, policies, Noon).ShouldHaveSingleItem().ShouldBeOfType<IncidentOpened>();
        (opened.PolicyVersion, opened.Policy.Repeats, opened.Occurrence).ShouldBe((4, 9, 1));
    }

    [Fact]
    public void another_cause_joins_the_open_incident() => incident.Given(Opened).Deciding(state => Raise(state, CauseOf("expenses", 1), 5)).ThenOne<CauseJoined>();

    [Fact]
    public void a_cause_of_another_generation_joins_the_open_incident() => incident.Given(Opened).Deciding(state => Raise(state, CauseOf("orders", 2), 5)).ThenOne<CauseJoined>();

    [Fact]
    public void a_cause_of_the_same_event_changes_nothing_of_an_incident() => incident.Given(Opened).Deciding(state => Raise(state, Cause, 5)).ThenNothing();

    [Fact]
    public void the_same_cause_within_a_day_of_its_resolution_reopens_an_incident() =>
        incident.Given(Opened, Resolved(10)).Deciding(state => Raise(state, CauseOf("orders", 2), 10 + (24 * 60) - 1)).ThenOne<IncidentReopened>().Occurrence.ShouldBe(2);

    [Fact]
    public void the_same_cause_a_day_after_its_resolution_opens_an_incident_anew() =>
        incident.Given(Opened, Resolved(10)).Deciding(state => Raise(state, CauseOf("orders", 2), 10 + (24 * 60))).ThenOne<IncidentOpened>();

    [Fact]
    public void another_cause_opens_a_resolved_incident_anew() =>
        incident.Given(Opened, Resolved(10)).Deciding(state => Raise(state, CauseOf("expenses", 2), 11)).ThenOne<IncidentOpened>().Occurrence.ShouldBe(2);

    [Fact]
    public void an_incident_that_is_open_again_pages_from_the_beginning()
    {
        var outcome = incident.Given([.. Escalated(3), Acknowledged(31), Resolved(40)]).Deciding(state => Raise(state, CauseOf("orders", 2), 60));
        Next(outcome.After).ShouldBe(After(60, EscalationStep.Primary, 0, EscalationClock.Opened));
        outcome.After.Status.ShouldBe(IncidentStatus.Open);
    }
}
