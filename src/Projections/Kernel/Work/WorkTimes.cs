using Npgsql;

namespace EventedPipelines.Projections.Kernel.Work;

/// <summary>When there is something to be done, for a clock that moves by it.</summary>
public static class WorkTimes
{
    const string BusySql = "select exists (select from ep.pending_work where dead_at is null and (ready_at <= $1 or lease_until is not null))";
    const string NextSql = "select min(ready_at) from ep.pending_work where dead_at is null";

    /// <summary>Whether anything is ready at the instant, or in a worker's hands.</summary>
    public static async Task<bool> IsBusyAsync(NpgsqlDataSource database, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(BusySql);
        command.Parameters.Add(new() { Value = now });
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }

    /// <summary>When the next work is ready; null where nothing is owed.</summary>
    public static async Task<DateTimeOffset?> NextAsync(NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(NextSql);
        return await command.ExecuteScalarAsync(cancellationToken) is DateTime ready ? new DateTimeOffset(ready, TimeSpan.Zero) : null;
    }
}
