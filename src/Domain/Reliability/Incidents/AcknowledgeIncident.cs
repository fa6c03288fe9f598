using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Domain.Reliability.Incidents;

public sealed record AcknowledgeIncident(string By);

public static class AcknowledgeIncidentDecision
{
    /// <summary>By anybody who was paged; it ends the repeats for all and moves nothing else (domain.md 3.2). Said again it changes nothing.</summary>
    public static Decision Decide(AcknowledgeIncident command, Incident incident, DateTimeOffset now) => incident switch
    {
        { IsResolved: true } => new Rejection($"The incident was resolved by {incident.Resolution!.By}: {incident.Resolution.Cause}."),
        { AcknowledgedAt: not null } => [],
        _ when !incident.Paged.Contains(command.By) => new Rejection(
            $"'{command.By}' was not paged for this incident. {(incident.Paged.IsEmpty ? "Nobody was yet." : $"Paged were: {string.Join(", ", incident.Paged)}.")}"),
        _ => [new IncidentAcknowledged(incident.Id, command.By, now)],
    };
}
