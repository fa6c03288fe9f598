using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Domain.Production.Deliveries;

/// <summary>A person says that a source has nothing for a period, and why.</summary>
public sealed record ConfirmDeliveryEmpty(KnownSource Source, DataInterval Period, string Reason, string Actor);

public static class ConfirmDeliveryEmptyDecision
{
    /// <summary>Nothing lacks of it any more, for none of its readers (domain.md 2.5). A file that comes after all counts. It may be said ahead, of a day that will be closed.</summary>
    public static Decision Decide(ConfirmDeliveryEmpty command, Delivery? delivery, DateTimeOffset now) => delivery switch
    {
        { Empty: not null, Gap: null } => [],
        { Gap: null, Current.Received: { } received } => new Rejection(
            $"Version {received.Number} of '{command.Source.Id}' for {command.Period} was received, with {received.Rows} rows: it is not empty.",
            "Where its rows are wrong, judge those that its checks set apart, or have it delivered anew."),
        { Gap: null, Rejection: { } error } => new Rejection(
            $"What has come of '{command.Source.Id}' for {command.Period} cannot be read, and so is not nothing: {error.Message}", "Approve of how it comes, or have it delivered anew; or take the file away."),
        _ when command.Source.NothingOf(command.Period) is { } never => never,
        null when !command.Source.IsOwed(command.Period) => new Rejection($"By its calendar '{command.Source.Id}' brings nothing for {command.Period}: nobody waits for it."),
        _ => [new DeliveryConfirmedEmpty(command.Source.DeliveryOf(command.Period), command.Source.Id, command.Period, command.Reason, command.Actor, now)],
    };
}
