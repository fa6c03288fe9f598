using EventedPipelines.Application.Kernel;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Deliveries;
using EventedPipelines.Projections.Kernel.Store;
using JasperFx.Events;
using Marten;

namespace EventedPipelines.Application.Production.Deliveries;

/// <summary>How deliveries are reached: under the lock of each, since all readers of a source contend for them.</summary>
public static class DeliveryStreams
{
    public static async Task<IEventStream<Delivery>> LockDeliveryAsync(this IDocumentSession session, Guid id, CancellationToken cancellationToken)
    {
        await session.LockAsync(id, cancellationToken);
        return await session.Events.FetchForWriting<Delivery>(id, cancellationToken);
    }

    /// <summary>Decides about a delivery, which may begin with it, in a transaction of its own; gives it as it is afterwards, null where it has not begun.</summary>
    public static Task<Delivery?> DecideDeliveryAsync(
        this IDocumentStore store, Guid id, string actor, Func<Delivery?, DateTimeOffset, Decision> decide, TimeProvider clock, CancellationToken cancellationToken) =>
        store.InTransactionAsync(actor, async session =>
        {
            var stream = await session.LockDeliveryAsync(id, cancellationToken);
            var decision = decide(stream.Aggregate, clock.GetUtcNow());
            await session.AppendAsync(stream, decision, cancellationToken);
            return decision.On(stream.Aggregate, Delivery.Fold);
        }, cancellationToken);
}
