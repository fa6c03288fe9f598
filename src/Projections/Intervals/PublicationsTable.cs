using EventedPipelines.Domain.Intervals;
using EventedPipelines.Domain.Runs;
using Npgsql;
using NpgsqlTypes;

namespace EventedPipelines.Projections.Intervals;

/// <summary>
/// The flat table `publications`: per pipeline and interval the generation in force, so that a run finds what it reads of the earlier
/// intervals without loading them. Written in the publication's transaction.
/// </summary>
public static class PublicationsTable
{
    const string Put = """
        insert into ep.publications (pipeline, "interval", generation, version) values ($1, $2, $3, $4)
        on conflict (pipeline, "interval") do update set generation = excluded.generation, version = excluded.version
        """;

    const string Before = """
        select "interval", generation, version from ep.publications
        where pipeline = $1 and "interval" < $2 and ($3::text is null or "interval" >= $3) order by "interval"
        """;

    const string After = """select "interval", generation, version from ep.publications where pipeline = $1 and "interval" > $2 order by "interval" """;

    public static Task WriteAsync(NpgsqlConnection connection, Interval interval, Published published, CancellationToken token) =>
        ExecuteAsync(connection, Put, token, interval.Pipeline, interval.Slice.ToString(), published.Generation, interval.Version + 1);

    /// <summary>The publications before an interval, in order, from the one that holds the day on; without a day from the first on.</summary>
    public static Task<List<InForce>> BeforeAsync(NpgsqlConnection connection, string pipeline, Slice interval, DateOnly? from, CancellationToken token) =>
        ReadAsync(connection, Before, token, pipeline, interval.ToString(), from is { } day ? Slice.Of(interval.Grain, day).ToString() : DBNull.Value);

    public static Task<List<InForce>> AfterAsync(NpgsqlConnection connection, string pipeline, Slice interval, CancellationToken token) =>
        ReadAsync(connection, After, token, pipeline, interval.ToString());

    /// <summary>The first interval that the pipeline has published, or null.</summary>
    public static async Task<Slice?> FirstAsync(NpgsqlConnection connection, string pipeline, CancellationToken token)
    {
        await using var command = new NpgsqlCommand("""select min("interval") from ep.publications where pipeline = $1""", connection) { Parameters = { new() { Value = pipeline } } };
        return await command.ExecuteScalarAsync(token) is string first ? Slice.Parse(first) : null;
    }

    /// <summary>Held for the rest of the transaction: while it is, no other run of the pipeline publishes.</summary>
    public static Task LockAsync(NpgsqlConnection connection, string pipeline, CancellationToken token) =>
        ExecuteAsync(connection, "select pg_advisory_xact_lock(hashtextextended('publications of ' || $1, 0))", token, pipeline);

    static async Task<List<InForce>> ReadAsync(NpgsqlConnection connection, string sql, CancellationToken token, params object[] values)
    {
        await using var command = Command(connection, sql, values);
        await using var reader = await command.ExecuteReaderAsync(token);
        List<InForce> publications = [];
        while (await reader.ReadAsync(token))
        {
            publications.Add(new(Slice.Parse(reader.GetString(0)), reader.GetInt32(1), reader.GetInt64(2)));
        }

        return publications;
    }

    static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken token, params object[] values)
    {
        await using var command = Command(connection, sql, values);
        await command.ExecuteNonQueryAsync(token);
    }

    static NpgsqlCommand Command(NpgsqlConnection connection, string sql, object[] values)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
        {
            command.Parameters.Add(value is DBNull ? new() { Value = value, NpgsqlDbType = NpgsqlDbType.Text } : new() { Value = value });
        }

        return command;
    }
}
