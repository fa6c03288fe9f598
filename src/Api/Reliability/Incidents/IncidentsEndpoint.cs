using EventedPipelines.Api.Kernel.Events;
using EventedPipelines.Api.Kernel.Http;
using EventedPipelines.Domain.Reliability.Incidents;
using EventedPipelines.Projections.Reliability.Incidents;
using Marten;
using Npgsql;
using Wolverine.Http;

namespace EventedPipelines.Api.Reliability.Incidents;

public static class IncidentsEndpoint
{
    [WolverineGet("/api/v1/incidents")]
    [Tags("Incidents"), EndpointSummary("Incidents, newest first. 'resolved=false' leaves those that somebody still has to see to.")]
    public static async Task<Reply<Page<IncidentView>>> List(
        IncidentStatus? status, bool? resolved, string? area, string? pipeline, int? limit, string? cursor, IDocumentStore store, NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        if (!Cursor.TryDecode<IncidentKey>(cursor, out var after))
        {
            return Problems.NoCursor();
        }

        var size = limit ?? Page.DefaultLimit;
        var found = await IncidentSearch.FindAsync(database, store.Options.Serializer(), new(status, resolved, area, pipeline), after, size + 1, cancellationToken);
        await using var session = store.QuerySession();
        var views = await IncidentViews.OfAsync(session, database, [.. found.Select(row => row.Incident)], cancellationToken);
        return Page.Of(found, size, row => views[row.Incident.Id], row => Cursor.Encode(row.Key));
    }

    [WolverineGet("/api/v1/incidents/{id:guid}")]
    [Tags("Incidents"), EndpointSummary("An incident as it is now: status, causes, who was paged and by what, and what happens next if nobody acts.")]
    [Refuses(404)]
    public static async Task<Reply<IncidentView>> Get(Guid id, IDocumentStore store, NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        await using var session = store.LightweightSession();
        if (await session.Events.FetchLatest<IncidentDetails>(id, cancellationToken) is not { } incident)
        {
            return Problems.UnknownIncident(id);
        }

        var views = await IncidentViews.OfAsync(session, database, [incident], cancellationToken);
        return new Reply<IncidentView>(StatusCodes.Status200OK, views[id]) { Version = incident.Version, ShowsMore = true };
    }

    [WolverineGet("/api/v1/incidents/{id:guid}/events")]
    [Tags("Incidents"), EndpointSummary("The incident's events in order, as they are stored.")]
    [Refuses(404)]
    public static Task<Reply<Page<StoredEventView>>> Events(Guid id, int? limit, string? cursor, NpgsqlDataSource database, CancellationToken cancellationToken) =>
        StoredEvents.PageAsync(database, id, "incident", limit, cursor, Problems.UnknownIncident, cancellationToken);
}
