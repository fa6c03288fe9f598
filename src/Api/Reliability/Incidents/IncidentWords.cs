using System.Globalization;
using EventedPipelines.Domain.Kernel.Work;
using EventedPipelines.Domain.Reliability.Incidents;
using EventedPipelines.Domain.Team.OnCall;

namespace EventedPipelines.Api.Reliability.Incidents;

/// <summary>What an incident owes, as a person would say it.</summary>
public static class IncidentWords
{
    /// <param name="kind">The kind of the pending work.</param>
    /// <param name="key">Its key.</param>
    /// <param name="incident">Whose it is.</param>
    public static string Next(WorkKind kind, string key, Incident incident) => kind == WorkKind.HoldExpiry
        ? $"The hold of {incident.Hold?.By} ends."
        : NextPage.OfKey(key) switch
        {
            { Step: EscalationStep.Primary, Repeat: 0 } => $"The primary owners of {incident.Area} are paged.",
            { Step: EscalationStep.Primary, Repeat: var repeat } => string.Create(
                CultureInfo.InvariantCulture, $"The primary owners of {incident.Area} are reminded, time {repeat} of {incident.Policy.Repeats}, unless somebody acknowledges it."),
            { Step: EscalationStep.Secondary } => $"The secondary owners of {incident.Area} are paged, unless it is resolved.",
            { Step: EscalationStep.Everyone } => $"All owners of {incident.Area} are paged again, unless it is resolved.",
            _ => kind.Name,
        };
}
