using EventedPipelines.Application.Kernel;
using EventedPipelines.Application.Team.OnCall;
using EventedPipelines.Domain.Team.OnCall;
using Marten;

namespace EventedPipelines.Workers.Team.OnCall;

/// <summary>A sprint's ten days are over.</summary>
public sealed record HandoverDue(Guid SprintId);

public static class HandoverDueHandler
{
    public static Task Handle(HandoverDue due, IDocumentStore store, IIncidentsInHand incidents, TimeProvider clock, CancellationToken cancellationToken) =>
        store.InTransactionAsync(HandOverDecision.Rotation, async session =>
        {
            var stream = await session.Events.FetchForExclusiveWriting<Sprint>(due.SprintId, cancellationToken);
            return await session.HandOverAsync(stream, by: null, notes: null, incidents, clock.GetUtcNow(), cancellationToken);
        }, cancellationToken);
}
