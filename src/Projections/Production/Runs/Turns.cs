using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Projections.Kernel.Store;
using Marten;
using Npgsql;
using NpgsqlTypes;

namespace EventedPipelines.Projections.Production.Runs;

/// <summary>
/// The order among the runs of a pipeline (domain.md 2.4): one that reads earlier intervals goes on when none of them is being computed. A
/// run that waits for data holds nobody up: what it lacks may never come, and what it publishes at last marks the later ones stale.
/// </summary>
public static class Turns
{
    // Not while a run of the pipeline is ending: it may have been too early to see our row, and we too early to see its end.
    const string NobodyEnds = "select pg_try_advisory_xact_lock(hashtextextended('turns of ' || $1, 0))";

    public const string IndexName = "mt_doc_run_open";

    static readonly StoredDocument<Run> Runs = new();

    static readonly string IsWaiting = $"""
        jsonb_path_exists({Runs.Data}, '$.{StoredName.Of<Run>(run => run.Steps)}.*.{StoredName.Of<StepProgress>(step => step.State)} ? (@ == "{StoredName.Of(StepState.Waiting)}")')
        """;

    static readonly string Ahead = $"""
        select exists (
            select from {Runs.Table}
            where {Runs.Text(run => run.Pipeline)} = $1 and ({Runs.Text(run => run.Outcome)}) is null
              and {Runs.Ordered(run => run.DataInterval)} < $2 and ($3::text is null or {Runs.Ordered(run => run.DataInterval)} >= $3)
              and not {IsWaiting})
        """;

    static readonly string UnderWay = $"""
        select {Runs.Ordered(run => run.DataInterval)} from {Runs.Table}
        where {Runs.Text(run => run.Pipeline)} = $1 and ({Runs.Text(run => run.Outcome)}) is null
          and {Runs.Ordered(run => run.DataInterval)} <= $2 and ($3::text is null or {Runs.Ordered(run => run.DataInterval)} >= $3) and not {IsWaiting}
        """;

    static readonly string WaitingFor = $"""
        select id from {Runs.Table}
        where {Runs.Text(run => run.Pipeline)} = $1 and ({Runs.Text(run => run.Outcome)}) is null
          and jsonb_path_exists({Runs.Data}, $2::jsonpath, jsonb_build_object('pipeline', $3::text, 'interval', $4::text))
        """;

    // Days and months are written so that their texts are in their order.
    static readonly string AwaitedPath = $"""
        $.{StoredName.Of<Run>(run => run.Awaits)}[*] ? (@.{StoredName.Of<AwaitedUpstream>(awaited => awaited.Pipeline)} == $pipeline)
            .{StoredName.Of<AwaitedUpstream>(awaited => awaited.Intervals)}[*]
            ? (@.{StoredName.Of<DataIntervalRange>(range => range.From)} <= $interval && @.{StoredName.Of<DataIntervalRange>(range => range.To)} >= $interval)
        """;

    /// <summary>The open runs of a pipeline in the order of their intervals: is any before this one?</summary>
    public static string Index { get; } = $"""
        create index if not exists {IndexName} on {Runs.Table} (({Runs.Text(run => run.Pipeline)}), ({Runs.Ordered(run => run.DataInterval)})) where ({Runs.Text(run => run.Outcome)}) is null;
        """;

    static readonly TimeSpan UntilEnded = TimeSpan.FromMilliseconds(5);

    public static async Task<bool> IsBehindAsync(NpgsqlConnection connection, Run run, DateOnly? from, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await LookAsync(connection, run, from, cancellationToken) is { } isBehind)
            {
                return isBehind;
            }

            await Task.Delay(UntilEnded, cancellationToken);
        }
    }

    /// <summary>The next run of the pipeline that waits for its turn looks at once.</summary>
    public static void ReadyNextAfter(IDocumentOperations operations, Run run) =>
        operations.QueueSqlCommand("call ep.ready_next_turn(?, ?)", run.Pipeline, RunWork.TurnKey(run));

    /// <summary>The intervals of the days from..to that the pipeline is computing; those whose runs wait for data are none.</summary>
    public static async Task<IReadOnlyCollection<DataInterval>> UnderWayAsync(
        NpgsqlConnection connection, string pipeline, Grain grain, DateOnly? from, DateOnly to, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(UnderWay, connection)
        {
            Parameters =
            {
                new() { Value = pipeline },
                new() { Value = DataInterval.Of(grain, to).ToString() },
                new() { Value = from is { } day ? DataInterval.Of(grain, day).ToString() : DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
            },
        };
        return await command.RowsAsync(row => DataInterval.Parse(row.GetString(0)), cancellationToken);
    }

    /// <summary>The open runs of a pipeline that wait for another pipeline's interval.</summary>
    public static async Task<IReadOnlyList<Guid>> WaitingForAsync(
        NpgsqlConnection connection, string pipeline, string upstream, DataInterval interval, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(WaitingFor, connection)
        {
            Parameters = { new() { Value = pipeline }, new() { Value = AwaitedPath }, new() { Value = upstream }, new() { Value = interval.ToString() } },
        };
        return await command.RowsAsync(row => row.GetGuid(0), cancellationToken);
    }

    /// <summary>Null while a run of the pipeline is ending.</summary>
    static async Task<bool?> LookAsync(NpgsqlConnection connection, Run run, DateOnly? from, CancellationToken cancellationToken)
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
                        new() { Value = run.DataInterval.ToString() },
                        new() { Value = from is { } day ? DataInterval.Of(run.DataInterval.Grain, day).ToString() : DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
                    },
                },
            },
        };
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        if (!reader.GetBoolean(0))
        {
            return null;
        }

        await reader.NextResultAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return reader.GetBoolean(0);
    }
}
