using EventedPipelines.Application.Kernel;
using EventedPipelines.Domain.Reliability.Incidents;
using EventedPipelines.Workers.Kernel.Work;
using Marten;

namespace EventedPipelines.Workers.Reliability.Incidents;

/// <summary>A hold of an incident has run out.</summary>
public sealed record HoldExpiryDue(Guid IncidentId);

public static class HoldExpiryDueHandler
{
    public static Task Handle(HoldExpiryDue due, IDocumentStore store, WorkerName worker, CancellationToken token) =>
        store.DecideAsync<Incident>(due.IncidentId, worker.Value, ExpireHoldDecision.Decide, token);
}
