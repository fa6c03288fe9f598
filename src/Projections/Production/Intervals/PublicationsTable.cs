using System.Text.Json;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Intervals;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Domain.Production.Slots;
using EventedPipelines.Projections.Production.Metrics;
using Npgsql;
using NpgsqlTypes;

namespace EventedPipelines.Projections.Production.Intervals;

/// <summary>
/// The flat table `publications`: per pipeline and interval the generation in force, and how each source and model of it stands, so that a run
/// finds what it reads of the earlier intervals without loading them. Written in the publication's transaction.
/// </summary>
public static class PublicationsTable
{
    const string Put = """
        insert into ep.publications (pipeline, "interval", generation, version, complete, others) values ($1, $2, $3, $4, $5, $6::jsonb)
        on conflict (pipeline, "interval") do update
            set generation = excluded.generation, version = excluded.version, complete = excluded.complete, others = excluded.others, stale = false
        """;

    const string Before = """
        select "interval", generation, version, complete, others from ep.publications
        where pipeline = $1 and "interval" < $2 and ($3::text is null or "interval" >= $3) order by "interval"
        """;

    const string Between = """
        select "interval", generation, version, complete, others from ep.publications
        where pipeline = $1 and "interval" <= $2 and ($3::text is null or "interval" >= $3) order by "interval"
        """;

    const string From = """select "interval" from ep.publications where pipeline = $1 and "interval" >= $2 order by "interval" """;

    const string After = """select "interval" from ep.publications where pipeline = $1 and "interval" > $2 order by "interval" """;

    const string Stale = """select "interval" from ep.publications where pipeline = $1 and stale order by "interval" """;

    static readonly RelationStanding Whole = new(SlotState.Complete, []);

    public static Task WriteAsync(NpgsqlConnection connection, Interval interval, Published published, CancellationToken cancellationToken) =>
        ExecuteAsync(connection, Put, cancellationToken, [interval.Pipeline, interval.DataInterval.ToString(), published.Generation, interval.Version + 1, .. Standings(published)]);

    /// <summary>The publications before an interval, in order, from the one that holds the day on; without a day from the first on.</summary>
    public static Task<List<InForce>> BeforeAsync(NpgsqlConnection connection, string pipeline, DataInterval interval, DateOnly? from, CancellationToken cancellationToken) =>
        ReadAsync(connection, Before, cancellationToken, pipeline, interval.ToString(), from is { } day ? DataInterval.Of(interval.Grain, day).ToString() : DBNull.Value);

    /// <summary>The publications of the days from..to, in order; without a first day from the first publication on.</summary>
    public static Task<List<InForce>> BetweenAsync(NpgsqlConnection connection, string pipeline, Grain grain, DateOnly? from, DateOnly to, CancellationToken cancellationToken) => ReadAsync(
        connection, Between, cancellationToken, pipeline, DataInterval.Of(grain, to).ToString(), from is { } day ? DataInterval.Of(grain, day).ToString() : DBNull.Value);

    /// <summary>What is published of an interval and those after it, in order.</summary>
    public static Task<List<DataInterval>> FromAsync(NpgsqlConnection connection, string pipeline, DataInterval interval, CancellationToken cancellationToken) =>
        DataIntervalsAsync(connection, From, cancellationToken, pipeline, interval.ToString());

    /// <summary>What is published after an interval, in order.</summary>
    public static Task<List<DataInterval>> AfterAsync(NpgsqlConnection connection, string pipeline, DataInterval interval, CancellationToken cancellationToken) =>
        DataIntervalsAsync(connection, After, cancellationToken, pipeline, interval.ToString());

    public static Task MarkStaleAsync(NpgsqlConnection connection, string pipeline, DataInterval interval, CancellationToken cancellationToken) =>
        ExecuteAsync(connection, """update ep.publications set stale = true where pipeline = $1 and "interval" = $2""", cancellationToken, pipeline, interval.ToString());

    /// <summary>The intervals of a pipeline whose numbers are stale, in order.</summary>
    public static Task<List<DataInterval>> StaleAsync(
        NpgsqlConnection connection, string pipeline, CancellationToken cancellationToken) =>
        DataIntervalsAsync(connection, Stale, cancellationToken, pipeline);

    /// <summary>The first interval that the pipeline has published, or null.</summary>
    public static async Task<DataInterval?> FirstAsync(NpgsqlConnection connection, string pipeline, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("""select min("interval") from ep.publications where pipeline = $1""", connection) { Parameters = { new() { Value = pipeline } } };
        return await command.ExecuteScalarAsync(cancellationToken) is string first ? DataInterval.Parse(first) : null;
    }

    /// <summary>Held for the rest of the transaction: while it is, no other run of the pipeline publishes.</summary>
    public static Task LockAsync(NpgsqlConnection connection, string pipeline, CancellationToken cancellationToken) =>
        ExecuteAsync(connection, "select pg_advisory_xact_lock(hashtextextended('publications of ' || $1, 0))", cancellationToken, pipeline);

    /// <summary>The same as seen from pipelines that read it: they do not hold each other up.</summary>
    public static Task LockForReadersAsync(NpgsqlConnection connection, string pipeline, CancellationToken cancellationToken) =>
        ExecuteAsync(connection, "select pg_advisory_xact_lock_shared(hashtextextended('publications of ' || $1, 0))", cancellationToken, pipeline);

    static async Task<List<InForce>> ReadAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken, params object[] values)
    {
        await using var command = Command(connection, sql, values);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<InForce> publications = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            publications.Add(new(DataInterval.Parse(reader.GetString(0)), reader.GetInt32(1), reader.GetInt64(2)) { Relations = RelationsIn(reader) });
        }

        return publications;
    }

    static async Task<List<DataInterval>> DataIntervalsAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken, params object[] values)
    {
        await using var command = Command(connection, sql, values);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<DataInterval> dataIntervals = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            dataIntervals.Add(DataInterval.Parse(reader.GetString(0)));
        }

        return dataIntervals;
    }

    // Nearly all are complete: their names are all there is to say.
    static object[] Standings(Published published)
    {
        if (published.Coverage is not { } coverage)
        {
            return [DBNull.Value, DBNull.Value];
        }

        var others = coverage.Where(each => each.Value.State is not SlotState.Complete).ToDictionary(each => each.Key, each => each.Value.Standing);
        return [coverage.Keys.Where(relation => !others.ContainsKey(relation)).Order(StringComparer.Ordinal).ToArray(),
            others.Count == 0 ? DBNull.Value : JsonSerializer.Serialize(others, CoverageJson.Shape)];
    }

    static Dictionary<string, RelationStanding>? RelationsIn(NpgsqlDataReader reader)
    {
        if (reader.IsDBNull(3))
        {
            return null;
        }

        var relations = reader.IsDBNull(4) ? [] : JsonSerializer.Deserialize<Dictionary<string, RelationStanding>>(reader.GetString(4), CoverageJson.Shape)!;
        foreach (var relation in reader.GetFieldValue<string[]>(3))
        {
            relations[relation] = Whole;
        }

        return relations;
    }

    static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken, params object[] values)
    {
        await using var command = Command(connection, sql, values);
        await command.ExecuteNonQueryAsync(cancellationToken);
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
