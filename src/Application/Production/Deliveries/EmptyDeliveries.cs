using EventedPipelines.Application.Catalog.Policies;
using EventedPipelines.Application.Kernel;
using EventedPipelines.Application.Production.Intervals;
using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Deliveries;
using EventedPipelines.Domain.Production.Intervals;
using EventedPipelines.Domain.Production.Runs;
using JasperFx.Events;
using Marten;

namespace EventedPipelines.Application.Production.Deliveries;

/// <summary>
/// What a person says of a delivery holds for each interval that reads nothing but it, whether its run waits, has ended or is still to come (domain.md 2.5). One that reads
/// others too, as a month does of days, looks again and finds that nothing lacks.
/// </summary>
public static class EmptyDeliveries
{
    /// <summary>Takes the locks of the intervals that read just this period and have a run: before that of the delivery, as all do who need both.</summary>
    public static async Task<IReadOnlyList<ReadingInterval>> LockReadersAsync(this IDocumentSession session, KnownSource source, DataInterval period, CancellationToken cancellationToken)
    {
        List<ReadingInterval> locked = [];
        foreach (var (reader, interval) in source.ReadingOnly(period).OrderBy(reading => IntervalId.Of(reading.Pipeline, reading.Interval)))
        {
            if (await session.LockIntervalAsync(reader, interval, cancellationToken) is ({ Aggregate: not null } stream, { Aggregate: { } run }))
            {
                locked.Add(new((await session.LoadAsync<Pipeline>(Pipeline.IdOf(reader), cancellationToken))!, stream, run));
            }
        }

        return locked;
    }

    /// <summary>They go on without it, or are done again; what an interval has read of it before stays.</summary>
    public static async Task ConfirmEmptyAsync(
        this IDocumentSession session, IReadOnlyList<ReadingInterval> readers, ConfirmDeliveryEmpty confirmed, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var policies = await session.PoliciesAsync(cancellationToken);
        var command = new ConfirmEmpty(confirmed.Source, confirmed.Reason, confirmed.Actor, policies.RecordedAs);
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

/// <summary>An interval that reads a delivery, and the run of its current generation, under their locks.</summary>
public sealed record ReadingInterval(Pipeline Pipeline, IEventStream<Interval> Interval, Run Run);
