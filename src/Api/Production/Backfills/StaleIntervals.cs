using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Backfills;
using EventedPipelines.Projections.Production.Intervals;
using Npgsql;

namespace EventedPipelines.Api.Production.Backfills;

/// <summary>Whose numbers are not what they would be if they were computed now (domain.md 2.4).</summary>
static class StaleIntervals
{
    /// <summary>Of the pipelines, those after an interval where one is named.</summary>
    public static async Task<IReadOnlyList<BackfillItem>> OfAsync(NpgsqlDataSource database, IEnumerable<string> pipelines, DataInterval? after, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        List<BackfillItem> items = [];
        foreach (var pipeline in pipelines)
        {
            items.AddRange((await PublicationsTable.StaleAsync(connection, pipeline, cancellationToken)).Where(dataInterval => after is null || dataInterval > after)
                .Select(dataInterval => new BackfillItem(pipeline, dataInterval)));
        }

        return items;
    }
}
