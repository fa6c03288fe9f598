using EventedPipelines.Domain.Team.OnCall;
using EventedPipelines.Projections.OnCall;
using EventedPipelines.Projections.Store;
using Marten;

namespace EventedPipelines.Workers.OnCall;

/// <summary>A sprint's ten days are over.</summary>
public sealed record HandoverDue(Guid SprintId);

public static class HandoverDueHandler
{
    public static Task Handle(HandoverDue due, IDocumentStore store, TimeProvider clock, CancellationToken token) =>
        store.InTransactionAsync(HandOverDecision.Rotation, async session =>
        {
            var stream = await session.Events.FetchForExclusiveWriting<Sprint>(due.SprintId, token);
            return await session.HandOverAsync(stream, by: null, notes: null, clock.GetUtcNow(), token);
        }, token);
}
