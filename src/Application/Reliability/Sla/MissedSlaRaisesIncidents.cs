using EventedPipelines.Application.Kernel;
using EventedPipelines.Application.Production.Intervals;
using EventedPipelines.Application.Reliability.Incidents;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Domain.Reliability.Incidents;
using EventedPipelines.Domain.Reliability.Sla;
using Marten;

namespace EventedPipelines.Application.Reliability.Sla;

/// <summary>A miss joins the incident that holds a pipeline up, its own or its source's, or opens one, and starts its run if there is none (domain.md 4.2).</summary>
public sealed class MissedSlaRaisesIncidents() : Reaction<Promise>(typeof(SlaMissed))
{
    protected override async Task ReactAsync(IDocumentSession session, Promise before, IReadOnlyList<object> events, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var because = EventRef.Of(before.Id, before.Version + 1 + events.Index().Last(e => e.Item is SlaMissed).Index);
        var missed = events.OfType<SlaMissed>().Last().Pipelines.Where(standing => standing.CompleteAt is null && standing.HeldUpBy is null).ToList();

        // The period of a source is no interval of the pipeline: no run can deliver it.
        foreach (var standing in missed.Where(standing => standing.RunId is null && before.Source is null))
        {
            await session.OpenGenerationAsync(
                new(standing.Pipeline, before.Interval, RunCause.Schedule, Rerun: false, "The deadline has passed without a run.", session.LastModifiedBy!, because, before.Simulated),
                now, cancellationToken);
        }

        foreach (var standing in missed.OrderBy(standing => Incident.IdOf(standing.Pipeline, before.Interval)))
        {
            var cause = new IncidentCause(
                IncidentCauseKind.SlaMissed, before.Area,
                $"The SLA of {before.Area} was missed: {standing.Pipeline}{(before.Source is { } source ? $" with '{source}' of {before.Interval}" : "")} was due at {before.Deadline:yyyy-MM-dd HH:mm} UTC. {standing.Doing}",
                standing.RunId, null, now, because);
            var raised = new RaiseIncident(standing.Pipeline, before.Area, before.Interval, cause, before.Simulated);
            var ofSources = await session.SourceIncidentsAsync(standing.Pipeline, before.Interval, cancellationToken);
            await session.RaiseIncidentAsync([ofSources is [var held, ..] ? raised with { Subject = held.Subject } : raised], now, cancellationToken);
        }
    }
}
