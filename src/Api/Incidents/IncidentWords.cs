using System.Globalization;
using EventedPipelines.Domain.Incidents;
using EventedPipelines.Domain.Work;

namespace EventedPipelines.Api.Incidents;

/// <summary>What an incident owes, as a person would say it.</summary>
public static class IncidentWords
{
    /// <param name="kind">The kind of the pending work.</param>
    /// <param name="key">Its key; of a page "occurrence-step-repeat".</param>
    /// <param name="incident">Whose it is.</param>
    public static string Next(string kind, string key, Incident incident) => key.Split('-') switch
    {
        _ when kind == WorkKind.HoldExpiry.Name => $"The hold of {incident.Hold?.By} ends.",
        [_, "primary", "0"] => $"The primary owners of {incident.Area} are paged.",
        [_, "primary", var repeat] => string.Create(
            CultureInfo.InvariantCulture, $"The primary owners of {incident.Area} are reminded, time {repeat} of {incident.Policy.Repeats}, unless somebody acknowledges it."),
        [_, "secondary", _] => $"The secondary owners of {incident.Area} are paged, unless it is resolved.",
        [_, "everyone", _] => $"All owners of {incident.Area} are paged again, unless it is resolved.",
        _ => kind,
    };
}
