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
    const string Ahead = """
        select exists (
            select from ep.mt_doc_run
            where data ->> 'pipeline' = $1 and (data ->> 'outcome') is null and (data ->> 'slice') collate "C" < $2 and ($3::text is null or (data ->> 'slice') collate "C" >= $3)
              and not jsonb_path_exists(data, '$.steps.*.state ? (@ == "Waiting")'))
        """;

    const string ReadyNext = """
        update ep.pending_work set ready_at = due
        where ready_at > due and id = (
            select id from ep.pending_work where kind = 'turn' and key collate "C" > ? and key collate "C" < ? order by key collate "C" limit 1)
        """;

    public static async Task<bool> IsBehindAsync(NpgsqlConnection connection, Run run, DateOnly? from, CancellationToken token)
    {
        await using var command = new NpgsqlCommand(Ahead, connection)
        {
            Parameters =
            {
                new() { Value = run.Pipeline },
                new() { Value = run.Slice.ToString() },
                new() { Value = from is { } day ? Slice.Of(run.Slice.Grain, day).ToString() : DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
            },
        };
        return (bool)(await command.ExecuteScalarAsync(token))!;
    }

    /// <summary>The next run of the pipeline that waits for its turn looks at once.</summary>
    public static void ReadyNextAfter(IDocumentOperations operations, Run run) =>
        operations.QueueSqlCommand(ReadyNext, RunWork.TurnKey(run), $"{run.Pipeline}!");
}
