using System.Globalization;
using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Domain.Reliability.Incidents;

public sealed record HoldIncident(string Reason, DateTimeOffset Until, string By);

public static class HoldIncidentDecision
{
    /// <summary>Quiet until then: no repeats, and the secondary step not before (domain.md 3.2). A later hold takes the place of an earlier one.</summary>
    public static Decision Decide(HoldIncident command, Incident incident, DateTimeOffset now)
    {
        var longest = incident.Policy.LongestHold;
        return incident switch
        {
            { IsResolved: true } => new Rejection("The incident is resolved: there is nothing to hold."),
            _ when command.Until <= now => new Rejection($"{command.Until:yyyy-MM-ddTHH:mm:ssZ} is past. Name an instant to come."),
            _ when command.Until > now + longest => new Rejection(string.Create(
                CultureInfo.InvariantCulture, $"A hold lasts at most {longest.TotalHours:0.#} hours, until {now + longest:yyyy-MM-ddTHH:mm:ssZ}. It can be renewed when it is over.")),
            _ => [new IncidentHeld(incident.Id, command.Reason, command.Until, command.By, now)],
        };
    }
}
