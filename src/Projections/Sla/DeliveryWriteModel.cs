using EventedPipelines.Domain.Sla;
using EventedPipelines.Projections.Store;
using Marten;

namespace EventedPipelines.Projections.Sla;

public sealed class DeliveryWriteModel() : WriteModel<Delivery>(EventNames.Of<IDeliveryEvent>(), Delivery.Fold, DeliveryWork.Pending)
{
    public static void Index(StoreOptions options) => options.Schema.For<Delivery>().DocumentAlias("delivery").Index(delivery => delivery.Deadline);
}
