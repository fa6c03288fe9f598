using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Projections.Production.Intervals;
using EventedPipelines.Projections.Production.Runs;
using Npgsql;

namespace EventedPipelines.Workers.Production.Runs;

/// <summary>What there is of the other pipelines that the runs of an interval read, in the order of their names.</summary>
static class UpstreamLook
{
    /// <summary>With what is being computed, for whoever may wait for it.</summary>
    public static Task<IReadOnlyList<UpstreamPublications>> OfTurnAsync(
        NpgsqlConnection connection, PipelineDefinition definition, DataInterval dataInterval, CancellationToken cancellationToken) =>
        OfAsync(definition, dataInterval, async (upstream, grain, from) => upstream with
        {
            UnderWay = await Turns.UnderWayAsync(connection, upstream.Pipeline, grain, from, dataInterval.Last, cancellationToken),
        }, connection, cancellationToken);

    /// <summary>Under locks that let nothing of it be published anew for the rest of the transaction.</summary>
    public static Task<IReadOnlyList<UpstreamPublications>> LockedAsync(
        NpgsqlConnection connection, PipelineDefinition definition, DataInterval dataInterval, CancellationToken cancellationToken) =>
        OfAsync(definition, dataInterval, (upstream, _, _) => Task.FromResult(upstream), connection, cancellationToken, isLocked: true);

    static async Task<IReadOnlyList<UpstreamPublications>> OfAsync(
        PipelineDefinition definition, DataInterval dataInterval, Func<UpstreamPublications, Grain, DateOnly?, Task<UpstreamPublications>> complete, NpgsqlConnection connection,
        CancellationToken cancellationToken, bool isLocked = false)
    {
        List<UpstreamPublications> all = [];
        foreach (var reads in definition.UpstreamReadsIn(dataInterval).GroupBy(read => read.Target.Pipeline).OrderBy(reads => reads.Key, StringComparer.Ordinal))
        {
            if (isLocked)
            {
                await PublicationsTable.LockForReadersAsync(connection, reads.Key, cancellationToken);
            }

            var grain = reads.First().Target.PipelineGrain;
            var from = reads.Any(read => read.From is null) ? null : reads.Min(read => read.From);
            var inForce = await PublicationsTable.BetweenAsync(connection, reads.Key, grain, from, dataInterval.Last, cancellationToken);
            var upstream = new UpstreamPublications(
                reads.Key, [.. inForce.Where(publication => reads.Any(read => read.Reaches(publication.Interval)))], await PublicationsTable.FirstAsync(connection, reads.Key, cancellationToken));
            all.Add(await complete(upstream, grain, from));
        }

        return all;
    }
}
