using EventedPipelines.Domain.Production.Runs;
using Marten;

namespace EventedPipelines.Projections.Production.Runs;

public static class PinnedRuns
{
    /// <summary>How many runs each version of a pipeline's definition has: a run keeps the version it was opened under, also when it is retried.</summary>
    public static async Task<IReadOnlyDictionary<int, long>> PinnedRunsAsync(this IQuerySession session, string pipeline, CancellationToken cancellationToken)
    {
        var counts = await session.Query<Run>().Where(run => run.Pipeline == pipeline)
            .GroupBy(run => run.DefinitionVersion).Select(runs => new { Version = runs.Key, Runs = runs.LongCount() }).ToListAsync(cancellationToken);
        return counts.ToDictionary(each => each.Version, each => each.Runs);
    }
}
