using Npgsql;

namespace EventedPipelines.Bench;

/// <summary>Statements and commits of a database between start and stop, those of its polling included.</summary>
sealed class DatabaseCounts
{
    // Backends hand their counts over once a second.
    static readonly TimeSpan Settle = TimeSpan.FromSeconds(1.5);

    readonly BenchDatabase _database;
    (long Statements, long Commits) _before;

    DatabaseCounts(BenchDatabase database) => _database = database;

    public static async Task<DatabaseCounts> StartAsync(BenchDatabase database)
    {
        var counts = new DatabaseCounts(database);
        await BenchServer.ExecuteAsync(database.Superuser, "select pg_stat_statements_reset()");
        counts._before = await counts.ReadAsync();
        return counts;
    }

    public async Task<(long Statements, long Commits)> StopAsync()
    {
        var after = await ReadAsync();
        return (after.Statements - _before.Statements, after.Commits - _before.Commits);
    }

    /// <summary>The statements that cost most, to the error stream: calls and milliseconds for each of so many runs.</summary>
    public async Task PrintStatementsAsync(int runs)
    {
        await using var connection = new NpgsqlConnection(_database.Superuser);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            """
            select format('%s calls %s ms  %s', lpad(round(calls / $1::numeric, 1)::text, 7), lpad(round((total_exec_time + total_plan_time)::numeric / $1, 2)::text, 6),
                          left(regexp_replace(query, '\s+', ' ', 'g'), 180))
            from pg_stat_statements where dbid = (select oid from pg_database where datname = current_database())
            order by total_exec_time + total_plan_time desc limit 40
            """,
            connection)
        {
            Parameters = { new() { Value = runs } },
        };
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            await Console.Error.WriteLineAsync(reader.GetString(0));
        }
    }

    async Task<(long Statements, long Commits)> ReadAsync()
    {
        await Task.Delay(Settle);
        await using var connection = new NpgsqlConnection(_database.Superuser);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            """
            select (select coalesce(sum(calls), 0)::bigint from pg_stat_statements where dbid = d.datid), xact_commit
            from pg_stat_database d where datname = current_database()
            """,
            connection);
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return (reader.GetInt64(0), reader.GetInt64(1));
    }
}
