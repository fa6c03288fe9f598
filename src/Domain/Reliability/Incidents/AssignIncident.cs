using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Domain.Reliability.Incidents;

public sealed record AssignIncident(string To, string By);

public static class AssignIncidentDecision
{
    /// <param name="command">Whom it is given to.</param>
    /// <param name="incident">The incident.</param>
    /// <param name="engineers">The ids of those whom it can be given to.</param>
    /// <param name="now">The Clock's time.</param>
    public static Decision Decide(AssignIncident command, Incident incident, IReadOnlyCollection<string> engineers, DateTimeOffset now) => incident switch
    {
        { IsResolved: true } => new Rejection("The incident is resolved: there is nothing to assign."),
        _ when !engineers.Contains(command.To) => new Rejection($"There is no engineer '{command.To}'. There are: {string.Join(", ", engineers.Order(StringComparer.Ordinal))}."),
        _ when incident.AssignedTo == command.To => [],
        _ => [new IncidentAssigned(incident.Id, command.To, command.By, now)],
    };
}
