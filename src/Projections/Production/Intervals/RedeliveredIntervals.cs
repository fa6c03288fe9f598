using EventedPipelines.Domain.Production.Intervals;
using EventedPipelines.Projections.Kernel.Store;
using Marten;
using Npgsql;

namespace EventedPipelines.Projections.Production.Intervals;

/// <summary>The intervals with files that came or changed when they were no longer watched, and that nobody has taken in.</summary>
public static class RedeliveredIntervals
{
    const int Most = 100;

    static readonly StoredDocument<Interval> Intervals = new();

    static readonly string Condition = $"jsonb_array_length(coalesce({Intervals.Json(interval => interval.Redelivered)}, '[]'::jsonb)) > 0";

    static readonly string Sql = $"""
        select {Intervals.Data} from {Intervals.Table} where {Condition}
        order by ({Intervals.Json(interval => interval.Redelivered)} -> -1 ->> '{StoredName.Of<Redelivery>(redelivery => redelivery.SeenAt)}')::timestamptz desc limit {Most}
        """;

    /// <summary>They are few.</summary>
    public static string Index { get; } = $"create index if not exists mt_doc_interval_redelivered on {Intervals.Table} (id) where {Condition};";

    /// <summary>The latest first, by what was seen last.</summary>
    public static async Task<IReadOnlyList<Interval>> LatestAsync(NpgsqlDataSource database, ISerializer json, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Sql);
        return await command.RowsAsync(row => json.FromJson<Interval>(row, 0), cancellationToken);
    }
}
