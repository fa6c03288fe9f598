using EventedPipelines.Application.Catalog.Policies;
using EventedPipelines.Application.Kernel;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Reliability.Incidents;
using EventedPipelines.Projections.Kernel.Store;
using JasperFx.Events;
using Marten;

namespace EventedPipelines.Application.Reliability.Incidents;

/// <summary>How others reach an interval's incident: in their own transaction, under its lock.</summary>
public static class IncidentStreams
{
    public static async Task<IEventStream<Incident>> LockIncidentAsync(this IDocumentSession session, string pipeline, DataInterval interval, CancellationToken cancellationToken)
    {
        var id = Incident.IdOf(pipeline, interval);
        await session.LockAsync(id, cancellationToken);
        return await session.Events.FetchForWriting<Incident>(id, cancellationToken);
    }

    /// <summary>Opens, joins or reopens the interval's incident for each of the causes.</summary>
    public static async Task RaiseIncidentAsync(
        this IDocumentSession session, string pipeline, string area, DataInterval interval, bool simulated, IReadOnlyList<IncidentCause> causes, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        if (causes.Count == 0)
        {
            return;
        }

        var stream = await session.LockIncidentAsync(pipeline, interval, cancellationToken);
        var policies = await session.PoliciesAsync(cancellationToken);
        var incident = stream.Aggregate;
        foreach (var cause in causes)
        {
            var decision = RaiseIncidentDecision.Decide(new(pipeline, area, interval, cause, simulated), incident, policies, now);
            incident = decision.On(incident, Incident.Fold);
            await session.AppendAsync(stream, decision, cancellationToken);
        }
    }

    /// <summary>Sources are there that the interval's incident may have been about.</summary>
    public static async Task SettleArrivalsAsync(this IDocumentSession session, string pipeline, DataInterval interval, SettleArrivals command, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var stream = await session.LockIncidentAsync(pipeline, interval, cancellationToken);
        await session.AppendAsync(stream, SettleArrivalsDecision.Decide(command, stream.Aggregate, now), cancellationToken);
    }

    /// <summary>The interval has complete numbers: what was wrong with it is over.</summary>
    public static async Task SettleIncidentAsync(
        this IDocumentSession session, string pipeline, DataInterval interval, ResolveIncident command, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var stream = await session.LockIncidentAsync(pipeline, interval, cancellationToken);
        if (stream.Aggregate is { IsResolved: false } incident)
        {
            await session.AppendAsync(stream, ResolveIncidentDecision.Decide(command, incident, now), cancellationToken);
        }
    }
}
