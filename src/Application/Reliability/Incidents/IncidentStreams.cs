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
    public static Task<IEventStream<Incident>> LockIncidentAsync(this IDocumentSession session, string pipeline, DataInterval interval, CancellationToken cancellationToken) =>
        session.LockIncidentAsync(Incident.IdOf(pipeline, interval), cancellationToken);

    public static async Task<IEventStream<Incident>> LockIncidentAsync(this IDocumentSession session, Guid id, CancellationToken cancellationToken)
    {
        await session.LockAsync(id, cancellationToken);
        return await session.Events.FetchForWriting<Incident>(id, cancellationToken);
    }

    /// <summary>Opens, joins or reopens the one incident that all of these are about.</summary>
    public static async Task RaiseIncidentAsync(this IDocumentSession session, IReadOnlyList<RaiseIncident> raised, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (raised is not [var first, ..])
        {
            return;
        }

        var stream = await session.LockIncidentAsync(first.IncidentId, cancellationToken);
        var policies = await session.PoliciesAsync(cancellationToken);
        var incident = stream.Aggregate;
        foreach (var command in raised)
        {
            var decision = RaiseIncidentDecision.Decide(command, incident, policies, now);
            incident = decision.On(incident, Incident.Fold);
            await session.AppendAsync(stream, decision, cancellationToken);
        }
    }

    /// <summary>The open incidents of sources' periods that touch an interval.</summary>
    public static async Task<IReadOnlyList<Incident>> SourceIncidentsAsync(this IQuerySession session, string pipeline, DataInterval interval, CancellationToken cancellationToken)
    {
        var open = await session.Query<Incident>().Where(incident => incident.Resolution == null && incident.Subject != null).ToListAsync(cancellationToken);
        return [.. open.Where(incident => incident.Affects(pipeline, interval)).OrderBy(incident => incident.Id)];
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
        await session.SettleIncidentAsync(Incident.IdOf(pipeline, interval), command, now, cancellationToken);
    }

    /// <summary>What an incident was about is over.</summary>
    public static async Task SettleIncidentAsync(this IDocumentSession session, Guid id, ResolveIncident command, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var stream = await session.LockIncidentAsync(id, cancellationToken);
        if (stream.Aggregate is { IsResolved: false } incident)
        {
            await session.AppendAsync(stream, ResolveIncidentDecision.Decide(command, incident, now), cancellationToken);
        }
    }
}
