using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Kernel.Work;

namespace EventedPipelines.Domain.Production.Deliveries;

/// <summary>What a delivery owes: the fetch that a person asked for, or the next one of what lacks, once for all that wait for it.</summary>
public static class DeliveryWork
{
    public static IEnumerable<PendingWork> Pending(Delivery delivery) =>
        delivery.Refetch is { } asked ? [new(WorkKind.Reingest, "", asked.RequestedAt, EventRef.Of(delivery.Id, asked.At))]
        : delivery.Gap is { ReingestAt: { } due } gap ? [new(WorkKind.Reingest, "", due, EventRef.Of(delivery.Id, gap.At))] : [];
}
