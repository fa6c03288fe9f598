using EventedPipelines.Application.Kernel;
using EventedPipelines.Application.Production.Intervals;
using EventedPipelines.Application.Production.Publications;
using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Production.Alerts;
using EventedPipelines.Domain.Production.Intervals;
using EventedPipelines.Domain.Production.Metrics;
using EventedPipelines.Domain.Production.Publications;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Domain.Production.Slots;
using EventedPipelines.Projections.Production.Intervals;
using EventedPipelines.Projections.Production.Metrics;
using EventedPipelines.Workers.Kernel;
using EventedPipelines.Workers.Kernel.Work;
using Marten;
using Npgsql;
using SessionOptions = Marten.Services.SessionOptions;

namespace EventedPipelines.Workers.Production.Runs;

/// <summary>
/// Replaces an interval's rows (domain.md 2.9). They are staged outside any transaction; then one transaction, under the interval's
/// lock, swaps them, writes the published numbers and appends the events, events last, because an open transaction that has drawn
/// sequence numbers stalls every projection. A kill anywhere leaves the old or the new version.
/// </summary>
public sealed class Publisher(
    NpgsqlDataSource database, IDocumentStore store, PublicationRows rows, IAudiences audiences, UpstreamReaders readers, FailPoints failPoints, WorkerName worker, TimeProvider clock)
{
    public async Task PublishAsync(Run run, RunMaterial material, long fence, CancellationToken cancellationToken)
    {
        // The session owns the connection, so that the temporary staging tables and the transaction share it.
        var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var session = store.LightweightSession(SessionOptions.ForConnection(connection));
        session.LastModifiedBy = worker.Value;

        List<StagedTarget> staged = [];
        foreach (var model in material.Definition.ModelsIn(run.DataInterval).Where(model => model.Target is not null && material.Models.ContainsKey(model.Id)))
        {
            staged.Add(await StageAsync(connection, material, model, cancellationToken));
        }

        var points = await rows.PointsAsync(material, cancellationToken);
        failPoints.Reach("publish:staged");

        await LockPatientlyAsync(session, cancellationToken);
        var (interval, current) = await session.LockIntervalAsync(run.Pipeline, run.DataInterval, cancellationToken);
        var stream = current!.Aggregate!.Id == run.Id ? current : await session.Events.FetchForWriting<Run>(run.Id, cancellationToken);
        var isRead = readers.Of(run.Pipeline).Count > 0;
        var command = new PublishRun(
            run.Id, fence, material.Definition, [.. staged.Select(target => new PublishedTarget(target.Definition.Table, target.Rows) { Model = target.Model })], points,
            interval.Aggregate!.Publication is { } before ? await session.LoadAsync<Run>(before.RunId, cancellationToken) : null,
            await EarlierAsync(connection, stream.Aggregate!, material.Definition, isRead, cancellationToken),
            await AlertedBeforeAsync(connection, material.Definition, points, cancellationToken),
            await InvestorMetricsTable.PublishedByAsync(connection, run.Pipeline, MetricAlerts.ComparedWith(material.Definition.Alerts ?? [], points), cancellationToken))
        {
            Audiences = await audiences.OfAsync(session, run.Pipeline, run.Area, clock.GetUtcNow(), cancellationToken),
            IsRead = isRead,
        };
        var now = clock.GetUtcNow();
        var decision = PublishRunDecision.Decide(command, interval.Aggregate!, stream.Aggregate!, now);
        if (decision.OfType<Published>().SingleOrDefault() is { } published)
        {
            foreach (var target in staged)
            {
                await SwapAsync(connection, target, interval.Aggregate!, published, cancellationToken);
                failPoints.Reach("publish:swapped");
            }

            await InvestorMetricsTable.WriteAsync(connection, interval.Aggregate!, published, cancellationToken);
            await PublicationsTable.WriteAsync(connection, interval.Aggregate!, published, cancellationToken);
            await WithoutAsync(connection, material, interval.Aggregate!, cancellationToken);
        }

        await session.AppendAsync(interval, decision, cancellationToken);
        failPoints.Reach("publish:before-commit");
        await session.CommitAsync(cancellationToken);
        failPoints.Reach("publish:committed");
    }

    // The locks make sure that nothing the run has read is published anew between this look and the commit: its own first, then those of what it reads, which never read it.
    static async Task<EarlierPublications> EarlierAsync(NpgsqlConnection connection, Run run, PipelineDefinition definition, bool isRead, CancellationToken cancellationToken)
    {
        if (definition.ReadsEarlier || isRead)
        {
            await PublicationsTable.LockAsync(connection, run.Pipeline, cancellationToken);
        }

        var upstream = await UpstreamLook.LockedAsync(connection, definition, run.DataInterval, cancellationToken);
        return run.Plan.TakesTurn
            ? new(
                await PublicationsTable.BeforeAsync(connection, run.Pipeline, run.DataInterval, definition.ReadsFrom(run.DataInterval), cancellationToken),
                await PublicationsTable.FirstAsync(connection, run.Pipeline, cancellationToken))
            {
                Upstream = upstream,
            }
            : EarlierPublications.None;
    }

    // One publication of the pipeline at a time, so that of two numbers that are compared the later one to be published sees the other.
    static async Task<IReadOnlyList<MetricPoint>> AlertedBeforeAsync(NpgsqlConnection connection, PipelineDefinition definition, IReadOnlyList<MetricPoint> points, CancellationToken cancellationToken)
    {
        var alerts = definition.Alerts ?? [];
        if (!alerts.Any(alert => points.Any(alert.IsOn)))
        {
            return [];
        }

        await PublicationsTable.LockAsync(connection, definition.Id, cancellationToken);
        return await InvestorMetricsTable.ComparedAsync(connection, definition.Id, alerts, points, cancellationToken);
    }

    async Task<StagedTarget> StageAsync(NpgsqlConnection connection, RunMaterial material, ModelDefinition model, CancellationToken cancellationToken)
    {
        var staging = await TargetTables.CreateStagingAsync(connection, model.Target!, cancellationToken);
        failPoints.Reach("publish:staging");
        return new(model.Id, model.Target!, staging, await rows.CopyAsync(material, model, connection, staging, cancellationToken));
    }

    // What could not be computed has no rows, also where a generation before had some.
    static async Task WithoutAsync(NpgsqlConnection connection, RunMaterial material, Interval interval, CancellationToken cancellationToken)
    {
        foreach (var model in material.Definition.ModelsIn(material.DataInterval).Where(model => model.Target is not null && !material.Models.ContainsKey(model.Id)))
        {
            await using var command = new NpgsqlCommand($"delete from warehouse.\"{model.Target!.Table}\" where interval_id = $1", connection) { Parameters = { new() { Value = interval.Id } } };
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    // Behind a long publication of the same interval it is right to wait longer than the app role's usual lock timeout.
    static async Task LockPatientlyAsync(IDocumentSession session, CancellationToken cancellationToken)
    {
        await session.BeginTransactionAsync(cancellationToken);
        await using var command = session.Connection!.CreateCommand();
        command.CommandText = "set local lock_timeout = '60s'";
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    static async Task SwapAsync(NpgsqlConnection connection, StagedTarget target, Interval interval, Published published, CancellationToken cancellationToken)
    {
        var judged = published.Targets.First(known => known.Model == target.Model && known.Table == target.Definition.Table);
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
                        new() { Value = interval.DataInterval.ToString() },
                        new() { Value = published.RunId },
                        new() { Value = published.Generation },
                        new() { Value = (judged.Completeness ?? published.Completeness) is Completeness.Complete ? "complete" : "partial" },
                        new() { Value = (object?)judged.Warning ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text },
                    },
                },
            },
        };
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    sealed record StagedTarget(string Model, TargetDefinition Definition, string Staging, long Rows);
}
