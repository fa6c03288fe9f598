using EventedPipelines.Domain.Pipelines;
using EventedPipelines.Domain.Schedules;
using EventedPipelines.Projections.Store;
using EventedPipelines.Workers.Runs;
using Marten;
using Npgsql;

namespace EventedPipelines.Workers.Pipelines;

/// <summary>
/// Brings the store to what the workspace says, before any work is dispatched: a new version for each definition that changed, its
/// target tables, and a schedule for each pipeline that has none.
/// </summary>
public sealed class WorkspaceActivation(Workspace workspace, IDocumentStore store, NpgsqlDataSource database, TimeProvider clock, ILogger<WorkspaceActivation> log) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var definition in workspace.Pipelines)
        {
            await EnsureTargetsAsync(definition, cancellationToken);
            await DefineAsync(definition, cancellationToken);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    async Task EnsureTargetsAsync(PipelineDefinition definition, CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        foreach (var target in definition.Models.Select(model => model.Target).OfType<TargetDefinition>())
        {
            await TargetTables.EnsureAsync(connection, target, token);
        }
    }

    Task<bool> DefineAsync(PipelineDefinition definition, CancellationToken token) => store.InTransactionAsync("workspace", async session =>
    {
        var now = clock.GetUtcNow();
        var stream = await session.Events.FetchForWriting<Pipeline>(Pipeline.IdOf(definition.Id), token);
        object[] defined = [.. DefinePipelineDecision.Decide(new(definition, DefinitionHash.Of(definition), "workspace"), stream.Aggregate, now)];
        stream.AppendMany(defined);

        var pipeline = defined.Aggregate(stream.Aggregate, Pipeline.Fold)!;
        if (defined.Length > 0)
        {
            log.LogInformation("Pipeline {Pipeline} is at version {Version}", pipeline.Definition.Id, pipeline.DefinitionVersion);
        }

        if (!await session.Query<Schedule>().AnyAsync(schedule => schedule.Pipeline == definition.Id && !schedule.IsClosed, token))
        {
            var opened = OpenScheduleDecision.Decide(pipeline, now);
            session.Events.StartStream<Schedule>(opened.ScheduleId, opened);
        }

        return defined.Length > 0;
    }, token);
}
