using EventedPipelines.Application.Catalog.Policies;
using EventedPipelines.Application.Kernel;
using EventedPipelines.Application.Production.Intervals;
using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Intervals;
using EventedPipelines.Domain.Production.Runs;
using JasperFx.Events;
using Marten;

namespace EventedPipelines.Application.Production.Deliveries;

/// <summary>An interval that reads a delivery, and the run of its current generation, under their locks.</summary>
public sealed record ReadingInterval(Pipeline Pipeline, IEventStream<Interval> Interval, Run Run);

/// <summary>How what a person says of a delivery reaches those who read it.</summary>
public static class ReadingIntervals
{
    /// <summary>Takes the locks of the intervals that read the period and have a run: before that of the delivery, as all do who need both.</summary>
    public static async Task<IReadOnlyList<ReadingInterval>> LockReadersAsync(
        this IDocumentSession session, IEnumerable<(string Pipeline, DataInterval Interval)> reading, CancellationToken cancellationToken)
    {
        List<IEventStream<Interval>> intervals = [];
        foreach (var (reader, interval) in reading.OrderBy(reading => IntervalId.Of(reading.Pipeline, reading.Interval)))
        {
            intervals.Add(await session.LockIntervalAloneAsync(reader, interval, cancellationToken));
        }

        List<ReadingInterval> locked = [];
        foreach (var interval in intervals.Where(interval => interval.Aggregate is not null).OrderBy(interval => RunOf(interval.Aggregate!)))
        {
            if ((await session.Events.FetchForExclusiveWriting<Run>(RunOf(interval.Aggregate!), cancellationToken)).Aggregate is { } run)
            {
                locked.Add(new((await session.LoadAsync<Pipeline>(Pipeline.IdOf(run.Pipeline), cancellationToken))!, interval, run));
            }
        }

        return locked;
    }

    static Guid RunOf(Interval interval) => RunId.Of(interval.Pipeline, interval.DataInterval, interval.Generation);

    /// <summary>Other rows of the delivery count: each opens a generation that reads them (domain.md 2.8).</summary>
    public static async Task ReadAgainAsync(
        this IDocumentSession session, IReadOnlyList<ReadingInterval> readers, RunCause cause, string reason, string actor, string because, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var policies = (await session.PoliciesAsync(cancellationToken)).RecordedAs;
        foreach (var reader in readers)
        {
            var (interval, run) = (reader.Interval.Aggregate!, reader.Run);
            var open = new OpenGeneration(interval.Pipeline, interval.DataInterval, cause, Rerun: true, reason, actor, because, run.Simulated) { PolicyVersion = policies };
            await session.AppendAsync(reader.Interval, OpenGenerationDecision.Decide(open, reader.Pipeline, interval, run, now), cancellationToken);
        }
    }
}
