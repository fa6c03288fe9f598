using EventedPipelines.Application.Kernel;
using EventedPipelines.Application.Production.Schedules;
using EventedPipelines.Application.Team.Members;
using EventedPipelines.Application.Team.OnCall;
using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Team.Members;
using EventedPipelines.Domain.Team.Owners;
using EventedPipelines.Workers.Kernel;
using EventedPipelines.Workers.Production.Runs;
using Marten;
using Npgsql;

namespace EventedPipelines.Workers.Workspaces;

/// <summary>
/// Brings the store to what the workspace says, before any work is dispatched: a new version for the policies and each definition that
/// changed, its target tables with their views, a schedule for each pipeline that has none, and the owners of each area.
/// </summary>
public sealed class WorkspaceActivation(Workspace workspace, IDocumentStore store, NpgsqlDataSource database, TimeProvider clock, Simulation simulation, ILogger<WorkspaceActivation> log)
    : IHostedService
{
    const string Actor = "workspace";

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var warning in workspace.Warnings)
        {
            log.LogWarning("{Warning}", warning);
        }

        await DefinePoliciesAsync(cancellationToken);
        foreach (var area in workspace.Team?.Ownership.Select(assignment => assignment.Area).Union(workspace.Areas.Select(area => area.Id)) ?? [])
        {
            await AssignOwnersAsync(area, workspace.Team!, cancellationToken);
        }

        if (workspace.Team is { } team)
        {
            await store.DefineTeamAsync(team, Actor, clock.GetUtcNow(), cancellationToken);
        }

        await OpenToReadersAsync(cancellationToken);
        foreach (var definition in workspace.Pipelines)
        {
            await EnsureTargetsAsync(definition, cancellationToken);
            await DefineAsync(definition, cancellationToken);
        }

        foreach (var refused in await store.FollowUpAsync(simulation.IsOn, clock.GetUtcNow(), cancellationToken))
        {
            log.LogWarning("{Refused}", refused);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    async Task OpenToReadersAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await TargetTables.OpenToReadersAsync(connection, cancellationToken);
    }

    async Task EnsureTargetsAsync(PipelineDefinition definition, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        foreach (var target in definition.Models.Select(model => model.Target).OfType<TargetDefinition>())
        {
            if (!await TargetTables.EnsureAsync(connection, target, cancellationToken))
            {
                log.LogWarning("The views of {Table} are as they were until the next start: somebody reads them", target.Table);
            }
        }
    }

    Task<bool> DefinePoliciesAsync(CancellationToken cancellationToken) => store.InTransactionAsync(Actor, async session =>
    {
        var stream = await session.Events.FetchForWriting<DefinedPolicies>(DefinedPolicies.TheId, cancellationToken);
        var defined = DefinePoliciesDecision.Decide(new(workspace.Policies, Actor), stream.Aggregate, clock.GetUtcNow());
        await session.AppendAsync(stream, defined, cancellationToken);
        return defined.Count > 0;
    }, cancellationToken);

    Task<bool> AssignOwnersAsync(string area, TeamDefinition team, CancellationToken cancellationToken) => store.InTransactionAsync(Actor, async session =>
    {
        var now = clock.GetUtcNow();
        var today = DataInterval.Holding(now, Grain.Day, TimeZoneInfo.FindSystemTimeZoneById(workspace.Zone)).First;
        var stream = await session.Events.FetchForWriting<Ownership>(Ownership.IdOf(area), cancellationToken);
        var assigned = AssignOwnersDecision.Decide(new(area, team, Actor), stream.Aggregate, today, now);
        await session.AppendAsync(stream, assigned, cancellationToken);
        return assigned.Count > 0;
    }, cancellationToken);

    async Task DefineAsync(PipelineDefinition definition, CancellationToken cancellationToken)
    {
        if (await store.DefinePipelineAsync(definition, Actor, clock.GetUtcNow(), cancellationToken) is { } version)
        {
            log.LogInformation("Pipeline {Pipeline} is at version {Version}", definition.Id, version);
        }
    }
}
