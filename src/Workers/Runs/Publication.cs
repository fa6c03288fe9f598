using EventedPipelines.Domain.Intervals;
using EventedPipelines.Domain.Pipelines;
using EventedPipelines.Domain.Runs;
using EventedPipelines.Projections.Intervals;
using EventedPipelines.Projections.Metrics;
using EventedPipelines.Workers.Work;
using Marten;
using Npgsql;
using SessionOptions = Marten.Services.SessionOptions;

namespace EventedPipelines.Workers.Runs;

/// <summary>
/// Replaces an interval's rows (domain.md 2.9). They are staged outside any transaction; then one transaction, under the interval's
/// lock, swaps them, writes the published numbers and appends the events, events last, because an open transaction that has drawn
/// sequence numbers stalls every projection. A kill anywhere leaves the old or the new version.
/// </summary>
public sealed class Publication(NpgsqlDataSource database, IDocumentStore store, PublicationRows rows, FailPoints failPoints, WorkerName worker, TimeProvider clock)
{
    public async Task PublishAsync(Run run, RunMaterial material, long fence, CancellationToken token)
    {
        // The session owns the connection, so that the temporary staging tables and the transaction share it.
        var connection = await database.OpenConnectionAsync(token);
        await using var session = store.LightweightSession(SessionOptions.ForConnection(connection));
        session.LastModifiedBy = worker.Value;

        List<StagedTarget> staged = [];
        foreach (var model in material.Definition.Models.Where(model => model.Target is not null))
        {
            staged.Add(await StageAsync(connection, material, model, token));
        }

        var points = await rows.PointsAsync(material, token);
        failPoints.Reach("publish:staged");

        await LockPatientlyAsync(session, token);
        var (interval, current) = await session.LockIntervalAsync(run.Pipeline, run.Slice, token);
        var stream = current!.Aggregate!.Id == run.Id ? current : await session.Events.FetchForWriting<Run>(run.Id, token);
        var command = new PublishRun(run.Id, fence, [.. staged.Select(target => new PublishedTarget(target.Definition.Table, target.Rows))], points);
        var decision = PublishRunDecision.Decide(command, interval.Aggregate!, stream.Aggregate!, clock.GetUtcNow());
        if (decision.Published is { } published)
        {
            foreach (var target in staged)
            {
                await SwapAsync(connection, target, interval.Aggregate!, published, token);
                failPoints.Reach("publish:swapped");
            }

            await InvestorMetricsTable.WriteAsync(connection, interval.Aggregate!, published, token);
            interval.AppendOne(published);
        }

        stream.AppendMany(decision.Run);
        failPoints.Reach("publish:before-commit");
        await session.SaveChangesAsync(token);
        failPoints.Reach("publish:committed");
    }

    async Task<StagedTarget> StageAsync(NpgsqlConnection connection, RunMaterial material, ModelDefinition model, CancellationToken token)
    {
        var staging = await TargetTables.CreateStagingAsync(connection, model.Target!, token);
        failPoints.Reach("publish:staging");
        return new(model.Target!, staging, await rows.CopyAsync(material, model, connection, staging, token));
    }

    // Behind a long publication of the same interval it is right to wait longer than the app role's usual lock timeout.
    static async Task LockPatientlyAsync(IDocumentSession session, CancellationToken token)
    {
        await session.BeginTransactionAsync(token);
        await using var command = session.Connection!.CreateCommand();
        command.CommandText = "set local lock_timeout = '60s'";
        await command.ExecuteNonQueryAsync(token);
    }

    static async Task SwapAsync(NpgsqlConnection connection, StagedTarget target, Interval interval, Published published, CancellationToken token)
    {
        var columns = string.Join(", ", target.Definition.Columns.Select(column => $"\"{column.Name}\""));
        var table = $"warehouse.\"{target.Definition.Table}\"";
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new($"delete from {table} where interval_id = $1") { Parameters = { new() { Value = interval.Id } } },
                new($"""
                    insert into {table} ({columns}, interval_id, "interval", run_id, generation, completeness, warning)
                    select {columns}, $1, $2, $3, $4, $5, $6 from {target.Staging}
                    """)
                {
                    Parameters =
                    {
                        new() { Value = interval.Id },
                        new() { Value = interval.Slice.ToString() },
                        new() { Value = published.RunId },
                        new() { Value = published.Generation },
                        new() { Value = published.Completeness is Completeness.Complete ? "complete" : "partial" },
                        new() { Value = (object?)published.Warning ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text },
                    },
                },
            },
        };
        await batch.ExecuteNonQueryAsync(token);
    }

    sealed record StagedTarget(TargetDefinition Definition, string Staging, long Rows);
}
