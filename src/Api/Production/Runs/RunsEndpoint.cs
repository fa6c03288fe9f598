using EventedPipelines.Api.Kernel.Http;
using EventedPipelines.Api.Production.Metrics;
using EventedPipelines.Application.Production.Runs;
using EventedPipelines.Domain.Production.Intervals;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Projections.Production.Runs;
using Marten;
using Npgsql;
using Wolverine.Http;

namespace EventedPipelines.Api.Production.Runs;

public static class RunsEndpoint
{
    [WolverineGet("/api/v1/runs")]
    [Tags("Runs"), EndpointSummary("Runs, newest first. From and to are days; a run is there when its interval touches them.")]
    public static async Task<Reply<Page<RunView>>> List(
        string? pipeline, string? area, RunOutcome? outcome, RunStage? stage, DateOnly? from, DateOnly? to, int? limit, string? cursor,
        IDocumentStore store, NpgsqlDataSource database, IRunIncidents incidents, CancellationToken cancellationToken)
    {
        if (!Cursor.TryDecode<RunKey>(cursor, out var after))
        {
            return Problems.NoCursor();
        }

        var size = limit ?? Page.DefaultLimit;
        var found = await RunSearch.FindAsync(database, store.Options.Serializer(), new(pipeline, area, outcome, stage, from, to), after, size + 1, cancellationToken);
        var metrics = await MetricSearch.OfRunsAsync(database, [.. found.Select(row => row.Run)], cancellationToken);
        await using var session = store.QuerySession();
        var incidentOf = await incidents.OfAsync(session, [.. found.Select(row => row.Run)], cancellationToken);
        return Page.Of(found, size, row => RunView.Of(row.Run, metrics[row.Run.Id], incidentOf.TryGetValue(row.Run.Id, out var incident) ? incident : null), row => Cursor.Encode(row.Key));
    }

    [WolverineGet("/api/v1/runs/{id:guid}")]
    [Tags("Runs"), EndpointSummary("A run as it is now: stage, outcome, attempts, sources, checks, targets, published numbers.")]
    [Refuses(404)]
    public static async Task<Reply<RunView>> Get(Guid id, IDocumentStore store, NpgsqlDataSource database, IRunIncidents incidents, CancellationToken cancellationToken)
    {
        await using var session = store.LightweightSession();
        if (await session.Events.FetchLatest<RunDetails>(id, cancellationToken) is not { } run)
        {
            return Problems.UnknownRun(id);
        }

        var metrics = await MetricSearch.OfRunsAsync(database, [run], cancellationToken);
        Guid? incident = (await incidents.OfAsync(session, [run], cancellationToken)).TryGetValue(id, out var known) ? known : null;

        // An interval may get its incident without an event of the run, when its SLA is missed.
        var watchedUntil = (await session.LoadAsync<Interval>(IntervalId.Of(run.Pipeline, run.Interval), cancellationToken))?.WatchUntil;
        return new Reply<RunView>(StatusCodes.Status200OK, RunView.Of(run, metrics[id], incident) with { WatchedUntil = watchedUntil }) { Version = run.Version, ShowsMore = incident is not null };
    }
}
