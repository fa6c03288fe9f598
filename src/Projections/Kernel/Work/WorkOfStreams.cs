using EventedPipelines.Domain.Kernel.Work;
using EventedPipelines.Projections.Kernel.Store;
using Npgsql;

namespace EventedPipelines.Projections.Kernel.Work;

/// <summary>What a stream owes, in few words.</summary>
public sealed record StreamsWork(Guid Stream, WorkKind Kind, string Key, DateTimeOffset Due, bool IsDead);

public static class WorkOfStreams
{
    const string Sql = "select stream_id, kind, key, due, dead_at is not null from ep.pending_work where stream_id = any($1) and discarded_at is null order by due, id";

    /// <summary>What the streams owe, by the time it is due; without what people gave up.</summary>
    public static async Task<IReadOnlyList<StreamsWork>> OfAsync(NpgsqlDataSource database, IEnumerable<Guid> streams, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Sql);
        command.Parameters.Add(new() { Value = streams.ToArray() });
        return await command.RowsAsync(
            row => new StreamsWork(row.GetGuid(0), WorkKind.Of(row.GetString(1)), row.GetString(2), row.GetFieldValue<DateTimeOffset>(3), row.GetBoolean(4)), cancellationToken);
    }
}
