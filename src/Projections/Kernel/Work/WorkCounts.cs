using Npgsql;

namespace EventedPipelines.Projections.Kernel.Work;

public static class WorkCounts
{
    const string DeadSql = "select count(*)::int from ep.pending_work where dead_at is not null and discarded_at is null";

    /// <summary>How much is dead and waits for a person.</summary>
    public static async Task<int> DeadAsync(NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(DeadSql);
        return (int)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
