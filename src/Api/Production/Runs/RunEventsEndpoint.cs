using EventedPipelines.Api.Kernel.Events;
using EventedPipelines.Api.Kernel.Http;
using Npgsql;
using Wolverine.Http;

namespace EventedPipelines.Api.Production.Runs;

public static class RunEventsEndpoint
{
    [WolverineGet("/api/v1/runs/{id:guid}/events")]
    [Tags("Runs"), EndpointSummary("The run's events in order, as they are stored.")]
    [Refuses(404)]
    public static Task<Reply<Page<StoredEventView>>> Get(Guid id, int? limit, string? cursor, NpgsqlDataSource database, CancellationToken cancellationToken) =>
        StoredEvents.PageAsync(database, id, "run", limit, cursor, Problems.UnknownRun, cancellationToken);
}
