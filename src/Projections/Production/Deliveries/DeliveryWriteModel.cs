using EventedPipelines.Domain.Production.Deliveries;
using EventedPipelines.Projections.Kernel.Store;

namespace EventedPipelines.Projections.Production.Deliveries;

public sealed class DeliveryWriteModel() : WriteModel<Delivery>("source_delivery", MarkedEvents.Of<IDeliveryEvent>(), Delivery.Fold);
