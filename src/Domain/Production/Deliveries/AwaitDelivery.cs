using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Domain.Production.Deliveries;

/// <summary>A run waits for what lacks of a source's period; <paramref name="Because"/> is its event.</summary>
public sealed record AwaitDelivery(Guid DeliveryId, string Source, DataInterval Period, IReadOnlyList<string> ExpectedFiles, DeliveryReader Reader, string Because)
{
    /// <summary>Whether the files are there and rows lack of them.</summary>
    public bool IsIncomplete { get; init; }
}

public static class AwaitDeliveryDecision
{
    /// <summary>
    /// The first that waits has it fetched; the others wait for the same attempts (domain.md 2.5). Of a period that a person has confirmed to be empty in the meantime nothing lacks.
    /// </summary>
    public static Decision Decide(AwaitDelivery command, Delivery? delivery, ReingestPolicy policy, DateTimeOffset now)
    {
        Decision missed = delivery is null or { Gap: null, Empty: null }
            ? [new DeliveryMissed(command.DeliveryId, command.Source, command.Period, command.ExpectedFiles, now, policy.NextDue(delivery?.Reingests ?? 0, now), command.Because)
            {
                IsIncomplete = command.IsIncomplete,
            }]
            : [];
        return delivery?.Readers.Contains(command.Reader) is true ? missed : missed.Then([new DeliveryAwaited(command.DeliveryId, command.Reader, now, command.Because)]);
    }
}
