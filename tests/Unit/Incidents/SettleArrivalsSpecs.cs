using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Reliability.Incidents;
using static EventedPipelines.Tests.Unit.Incidents.IncidentHistory;

namespace EventedPipelines.Tests.Unit.Incidents;

/// <summary>Nobody is paged for a file that has come (domain.md 2.5).</summary>
public sealed class SettleArrivalsSpecs
{
    static readonly IncidentOpened missing = Opened with { Cause = Missing("orders") };

    static IncidentCause Missing(string source) => CauseOf(source, 1) with { Kind = IncidentCauseKind.ReingestionExhausted };

    static Decision Settle(Incident state, params string[] sources) => SettleArrivalsDecision.Decide(new(sources, "run@5"), state, Noon.AddMinutes(90));

    [Fact]
    public void an_incident_is_over_when_all_the_files_that_it_was_about_have_come()
    {
        var resolved = incident.Given(missing, new CauseJoined(Id, Missing("expenses"), Noon)).Deciding(state => Settle(state, "orders", "expenses")).ThenOne<IncidentResolved>();
        (resolved.Cause, resolved.Because).ShouldBe((ResolveIncidentDecision.Arrived, "run@5"));
    }

    [Fact]
    public void an_incident_is_not_over_while_another_source_is_missing() =>
        incident.Given(missing, new CauseJoined(Id, Missing("expenses"), Noon)).Deciding(state => Settle(state, "orders")).ThenNothing();

    [Fact]
    public void an_incident_is_not_over_where_something_else_is_wrong_too() => incident.Given(missing, new CauseJoined(Id, Cause, Noon)).Deciding(state => Settle(state, "orders")).ThenNothing();

    [Fact]
    public void a_resolved_incident_is_not_resolved_again_by_an_arrival() => incident.Given(missing, Resolved(10)).Deciding(state => Settle(state, "orders")).ThenNothing();

    // What the run that reads the file meets is another matter, with pages of its own.
    [Fact]
    public void a_failure_after_the_missing_files_have_come_is_an_incident_of_its_own()
    {
        var settled = incident.Given(missing).Deciding(state => Settle(state, "orders")).After;
        var opened = RaiseIncidentDecision.Decide(new("aggregate-profit", "profit", Day, CauseOf("model daily", 2), false), settled, DefinedPolicies.None, Noon.AddMinutes(91)).ShouldHaveSingleItem()
            .ShouldBeOfType<IncidentOpened>();
        Escalation.Next(Incident.Fold(settled, opened)!)!.Due.ShouldBe(Noon.AddMinutes(91));
    }
}
