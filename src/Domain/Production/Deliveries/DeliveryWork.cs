using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Kernel.Work;

namespace EventedPipelines.Domain.Production.Deliveries;

/// <summary>What a delivery owes: the next fetch of what lacks, once for all that wait for it.</summary>
public static class DeliveryWork
{
    public static IEnumerable<PendingWork> Pending(Delivery delivery) =>
        delivery.Gap is { ReingestAt: { } due } gap ? [new(WorkKind.Reingest, "", due, EventRef.Of(delivery.Id, gap.At))] : [];
}
