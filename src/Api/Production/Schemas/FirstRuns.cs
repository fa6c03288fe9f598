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
        List<DriftView> views = [];
        foreach (var drift in drifts)
        {
            views.Add(DriftView.Of(drift) with { FirstRun = drift.Seen.RunId ?? await AfterLookAsync(session, source, drift.Seen, cancellationToken) });
        }

        return views;
    }

    /// <summary>Where a look met it, the first run of its period that has read what the look found, waits for it, or has begun since; null while there is none.</summary>
    static async Task<Guid?> AfterLookAsync(IQuerySession session, KnownSource source, SchemaDrifted seen, CancellationToken cancellationToken)
    {
        var intervals = await session.LoadManyAsync<Interval>(cancellationToken, [.. source.Reading(seen.Period).Select(read => IntervalId.Of(read.Pipeline, read.Interval))]);
        var runs = await session.LoadManyAsync<Run>(
            cancellationToken,
            [.. intervals.SelectMany(interval => Enumerable.Range(1, interval.Generation).Select(generation => RunId.Of(interval.Pipeline, interval.DataInterval, generation)))]);
        var delivery = await session.LoadAsync<Delivery>(source.DeliveryOf(seen.Period), cancellationToken);

        // What an earlier delivery has brought to light was read before.
        var isOfOther = !seen.Because.StartsWith($"{delivery?.Id}@", StringComparison.Ordinal);
        var number = delivery?.Versions.FindLast(version => isOfOther ? version.Received.ReceivedAt <= seen.SeenAt : EventRef.Of(delivery.Id, version.At) == seen.Because)?.Received.Number;
        return runs.Where(run => run.StartedAt >= seen.SeenAt || run.Outcome is null || HasRead(run)).MinBy(run => run.StartedAt)?.Id
            ?? delivery?.Readers.FirstOrDefault()?.RunId;

        bool HasRead(Run run) => run.Deliveries.GetValueOrDefault(seen.Source, []).Any(pinned => pinned.Period == seen.Period && pinned.Number >= number);
    }
}
