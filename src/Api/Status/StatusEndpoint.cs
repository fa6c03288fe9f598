using EventedPipelines.Api.Areas;
using EventedPipelines.Api.Holidays;
using EventedPipelines.Api.Http;
using EventedPipelines.Api.Sla;
using EventedPipelines.Domain.Intervals;
using EventedPipelines.Domain.OnCall;
using EventedPipelines.Domain.Sla;
using Marten;
using Npgsql;
using Wolverine.Http;

namespace EventedPipelines.Api.Status;

/// <summary>Where everything stands, in few words.</summary>
/// <param name="RefusedPlans">The years whose holidays could not be planned, and why.</param>
public sealed record StatusView(IReadOnlyList<AreaStatus> Areas, int OpenIncidents, int DeadWork, IReadOnlyList<RefusedPlan> RefusedPlans);

/// <summary>An area: its pipelines with their latest intervals, its latest SLA, null where none was armed yet, and its incidents that are not resolved.</summary>
public sealed record AreaStatus(string Id, IReadOnlyList<AreaPipelineView> Pipelines, SlaStatus? Sla, int OpenIncidents);

public sealed record SlaStatus(Slice Interval, DeliveryState State, DateTimeOffset Deadline, DateTimeOffset? DeliveredAt);

public static class StatusEndpoint
{
    const string OpenSql = "select data -> 'state' ->> 'area', count(*)::int from ep.mt_doc_incident_details where data ->> 'status' <> 'Resolved' group by 1";
    const string DeadSql = "select count(*)::int from ep.pending_work where dead_at is not null and discarded_at is null";

    [WolverineGet("/api/v1/status")]
    [Tags("Areas"), EndpointSummary("The areas with their latest interval and SLA, open incidents, dead work, holidays that could not be planned.")]
    public static async Task<Reply<StatusView>> Get(IDocumentStore store, NpgsqlDataSource database, DateTimeOffset now, CancellationToken token)
    {
        await using var session = store.QuerySession();
        var team = await session.LoadAsync<DefinedTeam>(DefinedTeam.TheId, token);
        var areas = await AreasEndpoint.AllAsync(store, database, token);
        var deliveries = (await DeliverySearch.LatestAsync(database, store.Options.Serializer(), token)).ToDictionary(delivery => delivery.Area);
        var (open, dead) = await CountsAsync(database, token);
        return new StatusView(
            [.. areas.Select(area => new AreaStatus(area.Id, area.Pipelines, Of(deliveries.GetValueOrDefault(area.Id)), open.GetValueOrDefault(area.Id)))],
            open.Values.Sum(), dead, await session.RefusedPlansAsync(team?.Plan, now, token));
    }

    static SlaStatus? Of(Delivery? delivery) => delivery is null ? null : new(delivery.Interval, delivery.State, delivery.Deadline, delivery.DeliveredAt);

    static async Task<(Dictionary<string, int> Open, int Dead)> CountsAsync(NpgsqlDataSource database, CancellationToken token)
    {
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(new(OpenSql));
        batch.BatchCommands.Add(new(DeadSql));
        await using var reader = await batch.ExecuteReaderAsync(token);
        Dictionary<string, int> open = [];
        while (await reader.ReadAsync(token))
        {
            open[reader.GetString(0)] = reader.GetInt32(1);
        }

        await reader.NextResultAsync(token);
        await reader.ReadAsync(token);
        return (open, reader.GetInt32(0));
    }
}
