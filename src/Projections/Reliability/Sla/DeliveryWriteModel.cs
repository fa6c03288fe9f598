using EventedPipelines.Domain.Reliability.Sla;
using EventedPipelines.Projections.Kernel.Store;
using Marten;

namespace EventedPipelines.Projections.Reliability.Sla;

public sealed class DeliveryWriteModel() : WriteModel<Delivery>("delivery", MarkedEvents.Of<IDeliveryEvent>(), Delivery.Fold, DeliveryWork.Pending, version: 2)
{
    protected override void Configure(MartenRegistry.DocumentMappingExpression<Delivery> document) => document.Index(delivery => delivery.Deadline);
}
