using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Domain.Reliability.Incidents;

/// <summary>It is over. <paramref name="Cause"/> in a person's words, or one of <see cref="ResolveIncidentDecision"/>'s.</summary>
public sealed record ResolveIncident(string Cause, string? Note, string By, string? Because = null);

public static class ResolveIncidentDecision
{
    /// <summary>The interval has published complete numbers.</summary>
    public const string Published = "published";

    /// <summary>Complete numbers took the place of the partial ones that were published at the deadline (domain.md 3.4).</summary>
    public const string Restated = "restated";

    /// <summary>The files have come for which it was opened; what the run that reads them meets is another matter.</summary>
    public const string Arrived = "arrived";

    public static Decision Decide(ResolveIncident command, Incident incident, DateTimeOffset now) => incident.IsResolved
        ? new Rejection($"The incident was resolved by {incident.Resolution!.By} at {incident.Resolution.At:yyyy-MM-ddTHH:mm:ssZ}: {incident.Resolution.Cause}.")
        : [new IncidentResolved(incident.Id, command.Cause, command.Note, command.By, now, command.Because)];
}
