using EventedPipelines.Domain.Intervals;
using EventedPipelines.Domain.Runs;
using Marten;
using Npgsql;
using NpgsqlTypes;

namespace EventedPipelines.Projections.Runs;

/// <summary>
/// The order among the runs of a pipeline (domain.md 2.4): one that reads earlier intervals goes on when none of them is being computed. A
/// run that waits for data holds nobody up: what it lacks may never come, and what it publishes at last marks the later ones stale.
/// </summary>
public static class Turns
{
    // Not while a run of the pipeline is ending: it may have been too early to see our row, and we too early to see its end.
    const string NobodyEnds = "select pg_try_advisory_xact_lock(hashtextextended('turns of ' || $1, 0))";

    const string Ahead = """
        select exists (
            select from ep.mt_doc_run
            where data ->> 'pipeline' = $1 and (data ->> 'outcome') is null and (data ->> 'slice') collate "C" < $2 and ($3::text is null or (data ->> 'slice') collate "C" >= $3)
              and not jsonb_path_exists(data, '$.steps.*.state ? (@ == "Waiting")'))
        """;

    static readonly TimeSpan UntilEnded = TimeSpan.FromMilliseconds(5);

    public static async Task<bool> IsBehindAsync(NpgsqlConnection connection, Run run, DateOnly? from, CancellationToken token)
    {
        while (true)
        {
            if (await LookAsync(connection, run, from, token) is { } isBehind)
            {
                return isBehind;
            }

            await Task.Delay(UntilEnded, token);
        }
    }

    /// <summary>The next run of the pipeline that waits for its turn looks at once.</summary>
    public static void ReadyNextAfter(IDocumentOperations operations, Run run) =>
        operations.QueueSqlCommand("call ep.ready_next_turn(?, ?)", run.Pipeline, RunWork.TurnKey(run));

    /// <summary>Null while a run of the pipeline is ending.</summary>
    static async Task<bool?> LookAsync(NpgsqlConnection connection, Run run, DateOnly? from, CancellationToken token)
    {
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new(NobodyEnds) { Parameters = { new() { Value = run.Pipeline } } },
                new(Ahead)
                {
                    Parameters =
                    {
                        new() { Value = run.Pipeline },
                        new() { Value = run.Slice.ToString() },
                        new() { Value = from is { } day ? Slice.Of(run.Slice.Grain, day).ToString() : DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
                    },
                },
            },
        };
        await using var reader = await batch.ExecuteReaderAsync(token);
        await reader.ReadAsync(token);
        if (!reader.GetBoolean(0))
        {
            return null;
        }

        await reader.NextResultAsync(token);
        await reader.ReadAsync(token);
        return reader.GetBoolean(0);
    }
}
