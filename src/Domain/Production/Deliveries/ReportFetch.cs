using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Domain.Production.Deliveries;

/// <summary>A delivery was fetched from its origin; <paramref name="Failure"/> says why in vain, and is null where it was not.</summary>
public sealed record ReportFetch(string? Failure)
{
    /// <summary>The runs that still wait for it.</summary>
    public IReadOnlyList<DeliveryReader> Waiting { get; init; } = [];

    /// <summary>Set where the files are there and are still being written: how long until they have stayed as they are.</summary>
    public TimeSpan? Settles { get; init; }
}

public static class ReportFetchDecision
{
    /// <summary>
    /// The next attempt is due, until the delivery's budget is spent (domain.md 2.5). What is being written is on its way: that is no attempt at anything. Nothing where
    /// nothing lacks any more. What a person has asked for is told, and is none of the attempts.
    /// </summary>
    public static Decision Decide(ReportFetch report, Delivery delivery, ReingestPolicy policy, DateTimeOffset now)
    {
        if (delivery.Refetch is { } asked)
        {
            return [new DeliveryRefetched(delivery.Id, report.Failure, now, EventRef.Of(delivery.Id, asked.At))];
        }

        if (report.Failure is null || delivery.Gap is not { ReingestAt: not null } gap)
        {
            return [];
        }

        var because = EventRef.Of(delivery.Id, gap.At);
        if (report.Settles is { } settles)
        {
            return [new DeliveryMissed(delivery.Id, delivery.Source, delivery.Period, gap.ExpectedFiles, now, now + settles, because) { IsIncomplete = gap.IsIncomplete }];
        }

        var number = delivery.Reingests + 1;
        var failed = new DeliveryReingestFailed(delivery.Id, number, policy.Attempts, report.Failure, now, policy.NextDue(number, now), because);
        return failed.NextDueAt is not null
            ? [failed]
            : [failed, new DeliveryExhausted(delivery.Id, number, gap.ExpectedFiles, report.Waiting, now, EventRef.Of(delivery.Id, delivery.Version + 1))];
    }
}
