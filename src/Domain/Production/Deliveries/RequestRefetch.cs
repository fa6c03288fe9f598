using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Domain.Production.Deliveries;

/// <summary>A person has a period fetched from its origin again, whether or not something lacks.</summary>
public sealed record RequestRefetch(KnownSource Source, DataInterval Period, string? Reason, string Actor);

public static class RequestRefetchDecision
{
    /// <summary>It is fetched at once, and that is none of the attempts of its budget. What is asked for already is not asked for twice.</summary>
    public static Decision Decide(RequestRefetch command, Delivery? delivery, DateTimeOffset now) =>
        command.Source.Definition is { Fetch: null, Origin: null }
            ? new Rejection(
                $"'{command.Source.Id}' declares no `origin`: its files come by themselves, and whoever reads them looks for them.",
                "Put the files into the data folder, or say in source.yml where they come from.")
        : command.Source.NothingOf(command.Period) is { } never ? never
        : command.Period.ClosesAt(command.Source.TimeZone) is var end && end > now && !command.Source.Definition.Reference
            ? new Rejection($"{command.Period} ends at {end.UtcDateTime:yyyy-MM-dd HH:mm}Z: what '{command.Source.Id}' has of it now is not all of it.", "Have it fetched when it has ended.")
        : delivery?.Refetch is not null ? []
        : [new RefetchRequested(command.Source.DeliveryOf(command.Period), command.Source.Id, command.Period, command.Reason, command.Actor, now)];
}
