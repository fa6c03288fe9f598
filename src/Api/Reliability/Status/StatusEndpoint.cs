using EventedPipelines.Api.Kernel.Http;
using EventedPipelines.Api.Production.Areas;
using EventedPipelines.Api.Production.Backfills;
using EventedPipelines.Api.Production.Intervals;
using EventedPipelines.Api.Team.Holidays;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Reliability.Sla;
using EventedPipelines.Domain.Team.Members;
using EventedPipelines.Projections.Kernel.Store;
using EventedPipelines.Projections.Kernel.Work;
using EventedPipelines.Projections.Production.Intervals;
using EventedPipelines.Projections.Reliability.Incidents;
using EventedPipelines.Projections.Reliability.Sla;
using Marten;
using Npgsql;
using Wolverine.Http;

namespace EventedPipelines.Api.Reliability.Status;

/// <summary>Where everything stands, in few words.</summary>
/// <param name="RefusedPlans">The years whose holidays could not be planned, and why.</param>
public sealed record StatusView(
    IReadOnlyList<AreaStatus> Areas, int OpenIncidents, int DeadWork, IReadOnlyList<ReadModelView> ReadModels, IReadOnlyList<StalePipeline> Stale, IReadOnlyList<RefusedPlan> RefusedPlans)
{
    /// <summary>Files that came or changed when their interval was no longer watched, latest first, and how they are taken in.</summary>
    public IReadOnlyList<RedeliveryView> Redelivered { get; init; } = [];
}

/// <summary>A pipeline with intervals whose numbers are not what they would be if they were computed now, and the command that reruns exactly these (domain.md 2.4).</summary>
public sealed record StalePipeline(string Pipeline, int Intervals, DataInterval From, DataInterval To, string Command)
{
    public static StalePipeline Of(string pipeline, IReadOnlyCollection<DataInterval> stale) =>
        new(pipeline, stale.Count, stale.Min(), stale.Max(), $"./run backfill --pipeline {pipeline} --reprocess stale");
}

/// <summary>An area: its pipelines with their latest intervals, its latest SLA, null where none was armed yet, and its incidents that are not resolved.</summary>
public sealed record AreaStatus(string Id, IReadOnlyList<AreaPipelineView> Pipelines, SlaStatus? Sla, int OpenIncidents);

/// <summary>With a <paramref name="Source"/>, only the numbers that waited for it are promised.</summary>
public sealed record SlaStatus(DataInterval Interval, PromiseState State, DateTimeOffset Deadline, DateTimeOffset? DeliveredAt, string? Source);

public static class StatusEndpoint
{
    [WolverineGet("/api/v1/status")]
    [Tags("Areas"), EndpointSummary(
        "The areas with their latest interval and SLA, open incidents, dead work, how far the read models are, which numbers are stale, holidays that could not be planned.")]
    public static async Task<Reply<StatusView>> Get(IDocumentStore store, NpgsqlDataSource database, ReadModelWatch models, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var team = await session.LoadAsync<DefinedTeam>(DefinedTeam.TheId, cancellationToken);
        var areas = await AreasEndpoint.AllAsync(store, database, cancellationToken);
        var promises = (await PromiseSearch.LatestAsync(database, store.Options.Serializer(), cancellationToken)).ToDictionary(promise => promise.Area);
        var open = await OpenIncidents.CountAsync(session, cancellationToken);
        var redelivered = await RedeliveredIntervals.LatestAsync(database, store.Options.Serializer(), cancellationToken);
        return new StatusView(
            [.. areas.Select(area => new AreaStatus(area.Id, area.Pipelines, Of(promises.GetValueOrDefault(area.Id)), open.ByArea.GetValueOrDefault(area.Id)))],
            open.Total, await WorkCounts.DeadAsync(database, cancellationToken), ReadModelView.All(models),
            await StaleAsync(database, areas.SelectMany(area => area.Pipelines).Select(pipeline => pipeline.Id), cancellationToken),
            await session.RefusedPlansAsync(team?.Plan, now, cancellationToken))
        {
            Redelivered = [.. redelivered.SelectMany(RedeliveryView.Of).OrderByDescending(redelivery => redelivery.SeenAt)],
        };
    }

    static async Task<IReadOnlyList<StalePipeline>> StaleAsync(NpgsqlDataSource database, IEnumerable<string> pipelines, CancellationToken cancellationToken) =>
    [
        .. from item in await StaleIntervals.OfAsync(database, pipelines, null, cancellationToken)
           group item.Interval by item.Pipeline into stale
           select StalePipeline.Of(stale.Key, [.. stale]),
    ];

    static SlaStatus? Of(Promise? promise) => promise is null ? null : new(promise.Interval, promise.State, promise.Deadline, promise.DeliveredAt, promise.Source);
}
