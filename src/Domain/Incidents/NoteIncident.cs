namespace EventedPipelines.Domain.Incidents;

public sealed record NoteIncident(string Text, string By);

public static class NoteIncidentDecision
{
    /// <summary>Also of a resolved one: what was learned comes later.</summary>
    public static (Refused? Refused, object[] Events) Decide(NoteIncident command, Incident incident, DateTimeOffset now) =>
        (null, [new IncidentNoted(incident.Id, command.Text, command.By, now)]);
}
