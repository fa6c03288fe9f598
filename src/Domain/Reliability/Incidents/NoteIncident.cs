using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Domain.Reliability.Incidents;

public sealed record NoteIncident(string Text, string By);

public static class NoteIncidentDecision
{
    /// <summary>Also of a resolved one: what was learned comes later.</summary>
    public static Decision Decide(NoteIncident command, Incident incident, DateTimeOffset now) =>
        [new IncidentNoted(incident.Id, command.Text, command.By, now)];
}
