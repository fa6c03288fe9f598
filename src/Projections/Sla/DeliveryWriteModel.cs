using EventedPipelines.Domain.Reliability.Sla;
using EventedPipelines.Projections.Store;
using Marten;

namespace EventedPipelines.Projections.Sla;

public sealed class DeliveryWriteModel() : WriteModel<Delivery>("delivery", EventNames.Of<IDeliveryEvent>(), Delivery.Fold, DeliveryWork.Pending, version: 2)
{
    protected override void Configure(MartenRegistry.DocumentMappingExpression<Delivery> document) => document.Index(delivery => delivery.Deadline);
}
