using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Domain.Reliability.Incidents;

/// <summary>Sources are there that an interval lacked.</summary>
public sealed record SettleArrivals(IReadOnlyCollection<string> Sources, string? Because);

public static class SettleArrivalsDecision
{
    /// <summary>
    /// Nobody is paged for a file that has come (domain.md 2.5): where all that is wrong is files that had not, it is over. Should the interval fail for
    /// another cause, that is an incident of its own, with pages of its own.
    /// </summary>
    public static Decision Decide(SettleArrivals command, Incident? incident, DateTimeOffset now) =>
        incident is { IsResolved: false } && incident.Causes.TrueForAll(cause => IsOfFiles(cause.Kind, incident) && command.Sources.Contains(cause.Subject))
            ? ResolveIncidentDecision.Decide(
                new(ResolveIncidentDecision.Arrived, $"{string.Join(", ", incident.Causes.Select(cause => $"'{cause.Subject}'").Distinct())} has come.", "system", command.Because), incident, now)
            : [];

    // That of a source's period is about its files also where they could not be read.
    static bool IsOfFiles(IncidentCauseKind kind, Incident incident) => kind is IncidentCauseKind.ReingestionExhausted or IncidentCauseKind.BreakingSchemaChange
        || (kind is IncidentCauseKind.RetriesExhausted && incident.Subject is not null);
}
