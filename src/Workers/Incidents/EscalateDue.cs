using EventedPipelines.Domain.Incidents;
using EventedPipelines.Domain.Policies;
using EventedPipelines.Projections.Incidents;
using EventedPipelines.Projections.Notifications;
using EventedPipelines.Projections.Policies;
using EventedPipelines.Projections.Store;
using EventedPipelines.Workers.Work;
using Marten;

namespace EventedPipelines.Workers.Incidents;

/// <summary>The next page of an incident: <paramref name="Key"/> says which.</summary>
public sealed record EscalateDue(Guid IncidentId, string Key);

public static class EscalateDueHandler
{
    public static Task Handle(EscalateDue due, IDocumentStore store, WorkerName worker, TimeProvider clock, CancellationToken token) =>
        store.InTransactionAsync(worker.Value, async session =>
        {
            var now = clock.GetUtcNow();
            var stream = await session.Events.FetchForExclusiveWriting<Incident>(due.IncidentId, token);
            var incident = stream.Aggregate!;
            var responders = await session.ResponsibleAsync(incident.Pipeline, incident.Area, now, token);
            var policies = await session.PoliciesAsync(token);
            var decision = PageEngineersDecision.Decide(new(due.Key, responders, (policies?.Policies ?? PolicySet.Default).Notifications), incident, now);
            stream.AppendMany(decision.Incident);
            await session.QueueAsync(decision.Notifications, token);
            return decision;
        }, token);
}
