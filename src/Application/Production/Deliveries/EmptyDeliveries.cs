using EventedPipelines.Application.Catalog.Policies;
using EventedPipelines.Application.Kernel;
using EventedPipelines.Domain.Production.Deliveries;
using EventedPipelines.Domain.Production.Intervals;
using Marten;

namespace EventedPipelines.Application.Production.Deliveries;

/// <summary>
/// What a person says of a delivery holds for each interval that reads nothing but it, whether its run waits, has ended or is still to come (domain.md 2.5). One that reads
/// others too, as a month does of days, looks again and finds that nothing lacks.
/// </summary>
public static class EmptyDeliveries
{
    /// <summary>They go on without it, or are done again; what an interval has read of it before stays.</summary>
    public static async Task ConfirmEmptyAsync(
        this IDocumentSession session, IReadOnlyList<ReadingInterval> readers, ConfirmDeliveryEmpty confirmed, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var policies = await session.PoliciesAsync(cancellationToken);
        var command = new ConfirmEmpty(confirmed.Source.Id, confirmed.Reason, confirmed.Actor, policies.RecordedAs);
        foreach (var reader in readers)
        {
            var decision = ConfirmEmptyDecision.Decide(command, reader.Pipeline, reader.Interval.Aggregate!, reader.Run, now);
            if (decision.Rejection is null)
            {
                await session.AppendAsync(reader.Interval, decision, cancellationToken);
            }
        }
    }
}
