using System.Diagnostics;
using Npgsql;
using NpgsqlTypes;

namespace EventedPipelines.Bench;

/// <summary>
/// The floor of a step: three commits that write the rows a step writes, into the same tables with the same indexes, each commit one
/// prepared batch: the claim; the attempt; the result with the next step's pending work. Bodies are of the size of the real ones.
/// </summary>
sealed class RawSteps(NpgsqlDataSource database)
{
    static readonly string Body = $$"""{"step": "transform:model_1", "number": 1, "of": 4, "fence": 148, "worker": "bench", "startedAt": "2026-11-23T12:07:41.1024401+00:00", "because": "{{new string('x', 100)}}"}""";
    static readonly string StateJson = $$"""{"pipeline": "nothing", "plan": "{{new string('y', 1000)}}"}""";

    const string Claim = """
        update ep.pending_work set lease_owner = 'raw', lease_until = clock_timestamp() + interval '8 s', fence = nextval('ep.pending_work_fence')
        where stream_id = $1 and kind = 'transform'
        """;

    const string Lock = "select version from ep.mt_streams where id = $1 for update";

    const string Event = """
        insert into ep.mt_events (seq_id, id, stream_id, version, data, type, timestamp, tenant_id, mt_dotnet_type, user_name)
        values (nextval('ep.mt_events_sequence'), $2, $1, $3, $4, 'attempt_started', now(), '*DEFAULT*', 'EventedPipelines.Domain.Runs.AttemptStarted, EventedPipelines.Domain', 'bench')
        """;

    const string Stream = "update ep.mt_streams set version = $2, timestamp = now() where id = $1";

    const string State = "update ep.mt_doc_run set data = $2, mt_version = $3, mt_last_modified = transaction_timestamp() where id = $1";

    const string Settle = "delete from ep.pending_work where stream_id = $1 and key = $2";

    const string Owe = """
        insert into ep.pending_work (stream_id, kind, key, due, ready_at, priority, because) values ($1, 'transform', $2, now(), now(), 30, $3)
        """;

    /// <summary>One run's steps, one after another: the milliseconds of each.</summary>
    public async Task<List<double>> RunAsync(int steps)
    {
        await using var connection = await database.OpenConnectionAsync();
        var stream = Guid.CreateVersion7();
        await ExecuteAsync(
            connection,
            new("insert into ep.mt_streams (id, type, version) values ($1, 'run', 0)") { Parameters = { new() { Value = stream } } },
            new("insert into ep.mt_doc_run (id, data) values ($1, $2)") { Parameters = { new() { Value = stream }, Json(StateJson) } },
            Owed(stream, 0));
        List<double> times = [];
        for (var step = 0; step < steps; step++)
        {
            var started = Stopwatch.GetTimestamp();
            await ExecuteAsync(connection, new NpgsqlBatchCommand(Claim) { Parameters = { new() { Value = stream } } });
            await ExecuteAsync(connection, Append(stream, (2 * step) + 1));
            await ExecuteAsync(
                connection,
                [.. Append(stream, (2 * step) + 2), new(Settle) { Parameters = { new() { Value = stream }, new() { Value = Key(step) } } }, Owed(stream, step + 1)]);
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        return times;
    }

    static NpgsqlBatchCommand[] Append(Guid stream, long version) =>
    [
        new(Lock) { Parameters = { new() { Value = stream } } },
        new(Event) { Parameters = { new() { Value = stream }, new() { Value = Guid.CreateVersion7() }, new() { Value = version }, Json(Body) } },
        new(Stream) { Parameters = { new() { Value = stream }, new() { Value = version } } },
        new(State) { Parameters = { new() { Value = stream }, Json(StateJson), new() { Value = version } } },
    ];

    static NpgsqlBatchCommand Owed(Guid stream, int step) =>
        new(Owe) { Parameters = { new() { Value = stream }, new() { Value = Key(step) }, new() { Value = $"{stream}@{step}" } } };

    static string Key(int step) => $"model_{step}";

    static NpgsqlParameter Json(string text) => new() { Value = text, NpgsqlDbType = NpgsqlDbType.Jsonb };

    static async Task ExecuteAsync(NpgsqlConnection connection, params NpgsqlBatchCommand[] commands)
    {
        await using var batch = new NpgsqlBatch(connection);
        foreach (var command in commands)
        {
            batch.BatchCommands.Add(command);
        }

        await batch.ExecuteNonQueryAsync();
    }
}
