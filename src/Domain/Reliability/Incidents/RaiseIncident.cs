using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Domain.Reliability.Incidents;

/// <summary>Something happened to an interval that a person has to know.</summary>
public sealed record RaiseIncident(string Pipeline, string Area, DataInterval Interval, IncidentCause Cause, bool Simulated);

public static class RaiseIncidentDecision
{
    /// <summary>
    /// Opens the interval's incident, joins the one that is open, or reopens the one that was resolved for the same cause a short while ago
    /// (domain.md 3.1, 3.6). A cause of the same generation that is known already says nothing new.
    /// </summary>
    public static Decision Decide(RaiseIncident command, Incident? incident, DefinedPolicies policies, DateTimeOffset now)
    {
        var cause = command.Cause;
        var id = Incident.IdOf(command.Pipeline, command.Interval);
        return incident switch
        {
            { IsResolved: false } => incident.Causes.Exists(known => known.IsSameAs(cause) && known.Generation == cause.Generation && known.Because == cause.Because) ? []
                : [new CauseJoined(id, cause, now)],
            { Resolution: { } resolved } when resolved.At + incident.Policy.ReopenWithin > now && incident.Causes.Exists(cause.IsSameAs) =>
                [new IncidentReopened(id, incident.Occurrence + 1, cause, now, EventRef.Of(id, resolved.Version))],
            _ =>
            [
                new IncidentOpened(
                    id, command.Pipeline, command.Area, command.Interval, (incident?.Occurrence ?? 0) + 1, cause,
                    policies.Policies.Escalation, policies.PolicyVersion, command.Simulated, now),
            ],
        };
    }
}
