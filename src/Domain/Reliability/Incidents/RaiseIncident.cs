using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Domain.Reliability.Incidents;

/// <summary>Something happened to an interval that a person has to know.</summary>
public sealed record RaiseIncident(string Pipeline, string Area, DataInterval Interval, IncidentCause Cause, bool Simulated)
{
    /// <summary>The source's period that is at fault.</summary>
    public SourcePeriod? Subject { get; init; }

    /// <summary>All intervals that are touched; the interval alone unless said.</summary>
    public IReadOnlyList<AffectedInterval> Affected { get; init; } = [new(Pipeline, Area, Interval)];

    public Guid IncidentId => Subject is { } subject ? Incident.IdOf(subject) : Incident.IdOf(Pipeline, Interval);
}

public static class RaiseIncidentDecision
{
    /// <summary>
    /// Opens the interval's incident, joins the one that is open, or reopens the one that was resolved for the same cause a short while ago
    /// (domain.md 3.1, 3.6). A cause of the same generation that is known already says nothing new.
    /// </summary>
    public static Decision Decide(RaiseIncident command, Incident? incident, DefinedPolicies policies, DateTimeOffset now)
    {
        var cause = command.Cause;
        var id = command.IncidentId;
        return incident switch
        {
            { IsResolved: false } => Widened(command.Affected, incident, cause.Because, now).Then(
                incident.Causes.Exists(known => IsKnown(known, command)) ? [] : [new CauseJoined(id, cause, now)]),
            { Resolution: { } resolved } when resolved.At + incident.Policy.ReopenWithin > now && incident.Causes.Exists(cause.IsSameAs) =>
                Widened(command.Affected, incident, cause.Because, now).Then([new IncidentReopened(id, incident.Occurrence + 1, cause, now, EventRef.Of(id, resolved.Version))]),
            _ =>
            [
                new IncidentOpened(
                    id, command.Pipeline, command.Area, command.Interval, (incident?.Occurrence ?? 0) + 1, cause,
                    policies.Policies.Escalation, policies.PolicyVersion, command.Simulated, now)
                {
                    Subject = command.Subject,
                    Affected = command.Subject is null ? null : command.Affected,
                },
            ],
        };
    }

    // Of a source's period all that read it say the same.
    static bool IsKnown(IncidentCause known, RaiseIncident command) => known.IsSameAs(command.Cause)
        && (command.Subject is not null ? known.Message == command.Cause.Message : known.Generation == command.Cause.Generation && known.Because == command.Cause.Because);

    /// <summary>The incident touches these as well; nothing where it is known.</summary>
    public static Decision Widened(IReadOnlyList<AffectedInterval> affected, Incident incident, string because, DateTimeOffset now) =>
        affected.Except(incident.Affected).ToList() is [_, ..] more ? [new IncidentWidened(incident.Id, more, now, because)] : [];
}
