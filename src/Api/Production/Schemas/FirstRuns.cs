using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Deliveries;
using EventedPipelines.Domain.Production.Intervals;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Domain.Production.Schemas;
using Marten;

namespace EventedPipelines.Api.Production.Schemas;

/// <summary>Which run showed a drift first (domain.md 7.2).</summary>
public static class FirstRuns
{
    public static async Task<IReadOnlyList<DriftView>> ViewsAsync(this IQuerySession session, KnownSource source, IEnumerable<SourceDrift> drifts, CancellationToken cancellationToken)
    {
        List<SourceDrift> all = [.. drifts];
        var readers = all.Where(drift => drift.Seen.RunId is null).Select(drift => drift.Seen.Period).Distinct()
            .ToDictionary(period => period, period => source.Reading(period).Select(read => IntervalId.Of(read.Pipeline, read.Interval)).ToHashSet());
        var (runs, deliveries) = await ReadAsync(session, source, readers, cancellationToken);
        return [.. all.Select(drift => DriftView.Of(drift) with { FirstRun = drift.Seen.RunId ?? AfterLook(drift.Seen) })];

        Guid? AfterLook(SchemaDrifted seen) => FirstAfter(seen, runs.Where(run => readers[seen.Period].Contains(run.IntervalId)), deliveries.GetValueOrDefault(source.DeliveryOf(seen.Period)));
    }

    static async Task<(IReadOnlyList<Run> Runs, Dictionary<Guid, Delivery> Deliveries)> ReadAsync(
        IQuerySession session, KnownSource source, Dictionary<DataInterval, HashSet<Guid>> readers, CancellationToken cancellationToken)
    {
        var intervals = await session.LoadManyAsync<Interval>(cancellationToken, [.. readers.Values.SelectMany(ids => ids).Distinct()]);
        var runs = await session.LoadManyAsync<Run>(
            cancellationToken,
            [.. intervals.SelectMany(interval => Enumerable.Range(1, interval.Generation).Select(generation => RunId.Of(interval.Pipeline, interval.DataInterval, generation)))]);
        var deliveries = await session.LoadManyAsync<Delivery>(cancellationToken, [.. readers.Keys.Select(source.DeliveryOf)]);
        return (runs, deliveries.ToDictionary(delivery => delivery.Id));
    }

    /// <summary>Where a look met it, the first run of its period that has read what the look found, waits for it, or has begun since; null while there is none.</summary>
    static Guid? FirstAfter(SchemaDrifted seen, IEnumerable<Run> runs, Delivery? delivery)
    {
        // What an earlier delivery has brought to light was read before.
        var isOfOther = !seen.Because.StartsWith($"{delivery?.Id}@", StringComparison.Ordinal);
        var number = delivery?.Versions.FindLast(version => isOfOther ? version.Received.ReceivedAt <= seen.SeenAt : EventRef.Of(delivery.Id, version.At) == seen.Because)?.Received.Number;
        return runs.Where(run => run.StartedAt >= seen.SeenAt || run.Outcome is null || HasRead(run)).MinBy(run => run.StartedAt)?.Id
            ?? delivery?.Readers.FirstOrDefault()?.RunId;

        bool HasRead(Run run) => run.Deliveries.GetValueOrDefault(seen.Source, []).Any(pinned => pinned.Period == seen.Period && pinned.Number >= number);
    }
}
