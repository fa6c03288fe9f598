using EventedPipelines.Domain.Kernel.Work;
using EventedPipelines.Domain.Production.Deliveries;
using EventedPipelines.Projections.Kernel.Store;
using JasperFx.Events;
using Marten;

namespace EventedPipelines.Projections.Production.Deliveries;

public sealed class DeliveryWriteModel() : WriteModel<Delivery>("source_delivery", MarkedEvents.Of<IDeliveryEvent>(), Delivery.Fold, DeliveryWork.Pending)
{
    // A look that is in hand is not waited for: whoever has taken the delivery in wakes it afterwards.
    static readonly string Ready =
        $"update ep.pending_work set ready_at = ? where id in (select id from ep.pending_work where kind = '{WorkKind.SourceWatch.Name}' and stream_id = any(?) for update skip locked)";

    /// <summary>All that wait for it go on at the instant at which it has come (domain.md 2.5).</summary>
    public override ValueTask RaiseSideEffects(IDocumentOperations operations, Guid id, IEventSlice<Delivery> slice)
    {
        if (slice.Snapshot is { Readers.Count: > 0 } delivery && slice.Events().LastOrDefault(e => e.Data is DeliveryReceived or DeliveryRejected or DeliveryConfirmedEmpty) is { } come)
        {
            operations.QueueSqlCommand(Ready, come.Timestamp, delivery.Readers.Select(reader => reader.RunId).ToArray());
        }

        return base.RaiseSideEffects(operations, id, slice);
    }
}
